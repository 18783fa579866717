import { Button, Drawer, Group, Skeleton, Text } from '@mantine/core'
import type { Inherited, ValueChange } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Moment } from '../Moment.tsx'
import { Refusal } from '../Refusal.tsx'
import { ListFoot } from '../table/ListFoot.tsx'
import { usePages } from '../table/usePages.ts'
import { toast } from '../toast.tsx'
import { useAct } from '../useAct.ts'
import classes from './Inherited.module.css'
import type { Words } from './words.ts'

interface Page {
  items: ValueChange[]
  next: string | null
}
interface Props<T extends Inherited> {
  it: T
  words: Words
  mayRestore: boolean
  queryKey: readonly string[]
  history: (part: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<Page>
  restore: (change: string, options: { version: number; idempotencyKey: string }) => Promise<T>
  onChanged: (now: T) => void
  onRefused: () => void
  onClose: () => void
}

/** Who set what here, when and why, newest first; each earlier value can be set again. */
export function Past<T extends Inherited>(props: Props<T>) {
  const { it, words, mayRestore, queryKey, history, onClose } = props
  const { t } = useTranslation('inherited')
  const { t: k } = useTranslation('kit')
  const past = usePages(queryKey, (cursor, signal) => history({ limit: 20, ...(cursor ? { cursor } : {}) }, signal))
  const restore = useAct(({ id }: ValueChange, intent) => props.restore(id, { ...intent, version: it.version }), {
    done: (now) => {
      props.onChanged(now)
      toast({ text: t('saved', { what: words.name, value: words.value(now.value) }) })
    },
    refused: props.onRefused,
  })
  const told = ({ actor, after }: ValueChange) =>
    after
      ? t(after.locked ? 'past.setLocked' : 'past.set', { name: actor.name, value: words.value(after.value) })
      : t('past.reset', { name: actor.name })
  return (
    <Drawer
      opened
      onClose={onClose}
      size={480}
      position="right"
      title={t('historyOf', { what: words.name })}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      {restore.error && <Refusal error={restore.error} change />}
      {past.error && !past.rows && <Refusal error={past.error} retry={past.retry} />}
      {!past.rows && !past.error && <Skeleton height={160} />}
      {past.rows?.length === 0 && <Text c="dimmed">{t('past.empty')}</Text>}
      <ol className={classes['past']}>
        {past.rows?.map((change, at) => (
          <li key={change.id} className={classes['entry']}>
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <div>
                <Text>{told(change)}</Text>
                <Text size="sm" c="dimmed">
                  {change.before
                    ? t('past.before', { value: words.value(change.before.value) })
                    : t('past.beforeInherited')}{' '}
                  · <Moment at={change.at} />
                </Text>
                {change.reason && (
                  <Text size="sm" c="dimmed" className={classes['reason'] ?? ''}>
                    <bdi>{change.reason}</bdi>
                  </Text>
                )}
              </div>
              {mayRestore && change.after && at > 0 && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('past.restoreOf', { value: words.value(change.after.value) })}
                  loading={restore.isPending && restore.variables.id === change.id}
                  onClick={() => restore.mutate(change)}
                >
                  {t('past.restore')}
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ol>
      {past.rows && past.rows.length > 0 && (
        <ListFoot shown={past.rows.length} hasMore={past.hasMore} loading={past.loadingMore} onMore={past.more} />
      )}
    </Drawer>
  )
}
