import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../kit/Moment.tsx'
import { Status, type Look } from '../../kit/Status.tsx'
import { useLabel } from '../installation/index.ts'
import type { Subject } from './queries.ts'

const looks = { active: 'good', suspended: 'attention', deleted: 'bad', stopped: 'off' } as const satisfies Record<
  string,
  Look
>

/** Its own standing; an active one below a suspended or deleted one is stopped all the same, and says so. */
export const standingOf = ({ standing, stopped }: Pick<Subject, 'standing' | 'stopped'>) =>
  standing === 'active' && stopped ? 'stopped' : standing

export function OrganizationStanding({ organization }: { organization: Subject }) {
  const { t } = useTranslation('organizations')
  const label = useLabel()
  const standing = standingOf(organization)
  const { purgeAt } = organization
  return (
    <div title={t(`standing.${standing}Help`)}>
      <Status look={looks[standing]} word={label(`standing.${standing}`, t(`standing.${standing}`))} />
      {purgeAt && (
        <Text size="xs" c="dimmed" component="div">
          {t('standing.until')} <Moment at={purgeAt} as="day" />
        </Text>
      )}
    </div>
  )
}
