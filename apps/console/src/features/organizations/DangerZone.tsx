import { Button } from '@mantine/core'
import type { Organization } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../kit/Moment.tsx'
import { Section } from '../../kit/Section.tsx'
import classes from './DangerZone.module.css'
import { useMay } from './queries.ts'
import { Questions, type Question } from './Questions.tsx'
import { useOffers } from './useOffers.ts'

const shown = ['move', 'suspend', 'resume', 'remove', 'restore'] as const
const grave: readonly Question['about'][] = ['suspend', 'remove']

/** What changes an organization for everybody in it, one line each, with what it means. */
export function DangerZone({ organization }: { organization: Organization }) {
  const { t } = useTranslation('organizations')
  const may = useMay(organization.id)
  const offers = useOffers()(organization, may)
  const [question, setQuestion] = useState<Question | null>(null)
  const offered = shown.filter((about) => offers.includes(about))
  const ask = (about: Question['about']) =>
    setQuestion({ about, subject: organization, counted: may('organizations.delete') })
  return (
    <>
      {offered.length > 0 && (
        <Section title={t('danger.title')}>
          <ul className={classes['acts']}>
            {offered.map((about) => (
              <li key={about}>
                <div>
                  <strong>{t(`act.${about}`)}</strong>
                  <p>
                    {t(`danger.${about}`)}
                    {about === 'restore' && organization.purgeAt && (
                      <>
                        {' '}
                        {t('restore.until')} <Moment at={organization.purgeAt} as="day" />.
                      </>
                    )}
                  </p>
                </div>
                <Button
                  variant={grave.includes(about) ? 'outline' : 'default'}
                  {...(grave.includes(about) ? { color: 'var(--tenantry-bad)' } : {})}
                  onClick={() => ask(about)}
                >
                  {t(`act.${about}`)}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Questions question={question} onClose={() => setQuestion(null)} />
    </>
  )
}
