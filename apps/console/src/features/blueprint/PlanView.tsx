import { Alert, Stack, Text } from '@mantine/core'
import type { BlueprintChange, BlueprintPlan } from '@tenantry/contract'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './Blueprint.module.css'

/** What a blueprint would change and for whom; above it what stands in its way. */
export function PlanView({ plan }: { plan: BlueprintPlan }) {
  const { t } = useTranslation('blueprint')
  if (plan.digest === plan.base) return <Text c="dimmed">{t('same')}</Text>
  return (
    <Stack gap="md">
      {plan.obstacles.length > 0 && (
        <Alert
          color="red"
          variant="outline"
          title={t('blocked')}
          icon={<IconAlertTriangle size={18} aria-hidden="true" />}
        >
          <Text size="sm">{t('blockedHint')}</Text>
          <ul className={classes['list']}>
            {plan.obstacles.map(({ code, key, users, invitations, organizations }) => (
              <li key={`${code} ${key}`}>
                {t(`obstacles.${code}`, { key })}
                <Counts users={users} invitations={invitations} organizations={organizations} />
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <ul className={classes['changes']}>
        {plan.changes.map((change, at) => (
          <li key={at}>
            <Change change={change} />
          </li>
        ))}
      </ul>
    </Stack>
  )
}

function Change({ change }: { change: BlueprintChange }) {
  const { t } = useTranslation('blueprint')
  const { part, kind, key, role, field, before, after, users, invitations, organizations } = change
  if (part === 'role_permission') {
    const told = { count: users, key, role: role ?? '' }
    return (
      <>
        <strong>{kind === 'removed' ? t('lost', told) : t('won', told)}</strong>
        <Counts invitations={invitations} />
      </>
    )
  }
  if (part === 'setting_value') return <strong>{t('unfit', { count: organizations, key })}</strong>
  const words = { part: t(`parts.${part}`), key }
  const title =
    kind !== 'changed'
      ? t(kind, words)
      : !key
        ? t('reordered', words)
        : t(field ? 'changedField' : 'changed', { ...words, field: field ?? '' })
  return (
    <>
      <strong>{title}</strong>
      <Counts users={users} invitations={invitations} />
      {(before !== null || after !== null) && (
        <div className={classes['values']}>
          {kind !== 'added' && (
            <div>
              <span>{t('from')}</span> <bdi>{before ?? t('nothing')}</bdi>
            </div>
          )}
          {kind !== 'removed' && (
            <div>
              <span>{t('to')}</span> <bdi>{after ?? t('nothing')}</bdi>
            </div>
          )}
        </div>
      )}
    </>
  )
}

function Counts({
  users = 0,
  invitations = 0,
  organizations = 0,
}: Partial<Record<'users' | 'invitations' | 'organizations', number>>) {
  const { t } = useTranslation('blueprint')
  const told = [
    users && t('affected_users', { count: users }),
    invitations && t('affected_invitations', { count: invitations }),
    organizations && t('organizations', { count: organizations }),
  ].filter(Boolean)
  return told.length ? <span className={classes['counts']}>{told.join(' · ')}</span> : null
}
