import { Button, Group, Text } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyValue } from '../../kit/CopyValue.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { Fact, Facts, Section } from '../../kit/Section.tsx'
import { useLabel, useLevel, useTier } from '../installation/index.ts'
import { DangerZone } from './DangerZone.tsx'
import { NameField } from './NameField.tsx'
import { OrganizationStanding } from './OrganizationStanding.tsx'
import { useMay, useOrganization } from './queries.ts'
import { Questions, type Question } from './Questions.tsx'
import { useOffers } from './useOffers.ts'

const route = getRouteApi('/shell/o/$organization/management/info')
const pencil = <IconPencil size={14} aria-hidden="true" />

/** What an organization is: its name, its identifier, since when, and what else there is to say of it. */
export function InfoPage() {
  const { t } = useTranslation('organizations')
  const { organization } = route.useParams()
  const label = useLabel()
  const place = useOrganization(organization)
  const offers = useOffers()(place, useMay(organization))
  const tierOf = useTier()
  const { level } = useLevel(place.level)
  const [question, setQuestion] = useState<Question | null>(null)
  const ask = (about: Question['about']) => setQuestion({ about, subject: place, counted: false })
  const id = t('info.id', { level: level.label })
  const { code, host, description, tier } = place
  return (
    <>
      <Section quiet title={label(`tab.${level.key}Info`, label('tab.info', t('info.title', { level: level.label })))}>
        <Facts>
          <Fact term={t('info.name')}>
            <NameField key={place.id} organization={place} />
          </Fact>
          {code && <Fact term={t('info.code')}>{code}</Fact>}
          {description && (
            <Fact term={t('info.description')}>
              <bdi>{description}</bdi>
            </Fact>
          )}
          {host && <Fact term={t('info.host')}>{host}</Fact>}
          {(tier ?? offers.includes('tier')) && (
            <Fact term={t('info.tier')}>
              <Group gap="sm">
                <span>{tier ? tierOf(tier).label : t('form.noTier')}</span>
                {offers.includes('tier') && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('act.tier')}
                    leftSection={pencil}
                    onClick={() => ask('tier')}
                  >
                    {t('info.change')}
                  </Button>
                )}
              </Group>
              {tier && (
                <Text size="xs" c="dimmed">
                  {tierOf(tier).description}
                </Text>
              )}
            </Fact>
          )}
          <Fact term={t('info.standing')}>
            <OrganizationStanding organization={place} />
          </Fact>
          <Fact term={id}>
            <CopyValue value={place.id} what={id} />
            <Text size="xs" c="dimmed">
              {t('info.idHelp')}
            </Text>
          </Fact>
          <Fact term={t('info.created')}>
            <Moment at={place.createdAt} as="day" />
          </Fact>
        </Facts>
        {offers.includes('edit') && (
          <Button variant="default" mt="lg" leftSection={pencil} onClick={() => ask('edit')}>
            {t('info.editDetails')}
          </Button>
        )}
      </Section>
      <DangerZone organization={place} />
      <Questions question={question} onClose={() => setQuestion(null)} />
    </>
  )
}
