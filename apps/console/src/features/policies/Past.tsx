import { Button, Drawer, Group, Skeleton, Text } from '@mantine/core'
import type { Policy, PolicyChange } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Moment } from '../../kit/Moment.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import classes from './Policies.module.css'
import { usePast, useReload, useShowPolicy } from './queries.ts'
import { usePolicyWords } from './words.ts'

interface Props {
  organization: string
  policy: Policy
  mayRestore: boolean
  onClose: () => void
}

/** Who set what here, when and why, newest first; each earlier value can be set again. */
export function Past({ organization, policy, mayRestore, onClose }: Props) {
  const { t } = useTranslation('policies')
  const { t: k } = useTranslation('kit')
  const words = usePolicyWords()
  const past = usePast(organization, policy.key)
  const name = words.label(policy.key)
  const show = useShowPolicy(organization)
  const reload = useReload()
  const restore = useAct(
    ({ id }: PolicyChange, intent) =>
      api.policies.restore({ organization, policy: policy.key, change: id }, { ...intent, version: policy.version }),
    {
      done: (now) => {
        show(now)
        toast({ text: t('saved', { policy: name, value: words.value(now.key, now.value) }) })
      },
      refused: reload,
    },
  )
  const value = (setting: PolicyChange['after']) => words.value(policy.key, setting?.value)
  const told = ({ actor, after }: PolicyChange) =>
    after
      ? t(after.locked ? 'past.setLocked' : 'past.set', { name: actor.name, value: value(after) })
      : t('past.reset', { name: actor.name })
  return (
    <Drawer
      opened
      onClose={onClose}
      size={480}
      position="right"
      title={t('historyOf', { policy: name })}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      {restore.error && <Refusal error={restore.error} change />}
      {past.error && !past.rows && <Refusal error={past.error} retry={past.retry} />}
      {!past.rows && !past.error && <Skeleton height={160} />}
      {past.rows?.length === 0 && <Text c="dimmed">{t('past.empty')}</Text>}
      <ol className={classes['past']}>
        {past.rows?.map((it, at) => (
          <li key={it.id} className={classes['entry']}>
            <Group justify="space-between" align="flex-start" wrap="nowrap">
              <div>
                <Text>{told(it)}</Text>
                <Text size="sm" c="dimmed">
                  {it.before ? t('past.before', { value: value(it.before) }) : t('past.beforeInherited')} ·{' '}
                  <Moment at={it.at} />
                </Text>
                {it.reason && (
                  <Text size="sm" c="dimmed" className={classes['reason'] ?? ''}>
                    <bdi>{it.reason}</bdi>
                  </Text>
                )}
              </div>
              {mayRestore && it.after && at > 0 && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('past.restoreOf', { value: value(it.after) })}
                  loading={restore.isPending && restore.variables.id === it.id}
                  onClick={() => restore.mutate(it)}
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
