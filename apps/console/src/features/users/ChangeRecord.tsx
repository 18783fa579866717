import { Skeleton, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../kit/Refusal.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import { ChangeEntry } from './ChangeEntry.tsx'
import classes from './ChangeRecord.module.css'
import { useChanges } from './queries.ts'

/** Who changed what, when, from what to what, why; newest first. */
export function ChangeRecord({ organization, user }: { organization: string; user: string }) {
  const { t } = useTranslation('users')
  const changes = useChanges(organization, user)
  if (changes.error && !changes.rows) return <Refusal error={changes.error} retry={changes.retry} />
  if (!changes.rows) return <Skeleton height={160} />
  if (changes.rows.length === 0) return <Text c="dimmed">{t('detail.noChanges')}</Text>
  return (
    <>
      <ol className={classes['record']} aria-label={t('detail.changes')}>
        {changes.rows.map((change) => (
          <ChangeEntry key={change.id} change={change} organization={organization} />
        ))}
      </ol>
      <ListFoot
        shown={changes.rows.length}
        hasMore={changes.hasMore}
        loading={changes.loadingMore}
        onMore={changes.more}
      />
    </>
  )
}
