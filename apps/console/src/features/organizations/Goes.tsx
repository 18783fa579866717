import { List, Skeleton } from '@mantine/core'
import type { SubtreeCounts } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../kit/i18n.ts'

const kinds = ['organizations', 'users', 'sessions', 'invitations'] as const
type About = 'suspend' | 'remove' | 'move'

/** What an act reaches, in numbers: a line for each kind that there is any of. */
export function Goes({ about, counts, known }: { about: About; counts: SubtreeCounts | undefined; known: boolean }) {
  const { t, i18n } = useTranslation('organizations')
  const words = new Intl.NumberFormat(localeOf(i18n.language))
  if (!known) return null
  if (!counts) return <Skeleton height={72} />
  // It counts itself among them.
  const numbers = { ...counts, organizations: counts.organizations - 1 }
  const some = kinds.filter((kind) => numbers[kind] > 0)
  return (
    <List size="sm" spacing={4}>
      {some.map((kind) => (
        <List.Item key={kind}>
          {t(`${about}.goes.${kind}`, { count: numbers[kind], amount: words.format(numbers[kind]) })}
        </List.Item>
      ))}
      {some.length === 0 && <List.Item>{t('goesNothing')}</List.Item>}
    </List>
  )
}
