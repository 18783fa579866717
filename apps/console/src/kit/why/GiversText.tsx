import { Text } from '@mantine/core'
import type { Above, Givers } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'

/** Who could give a permission: the roles that carry it, and whom to ask. */
export function GiversText({ givers: { roles, otherRoles, people, above } }: { givers: Givers }) {
  const { t } = useTranslation('kit')
  const names = (all: readonly { label: string }[]) => all.map((it) => it.label).join(', ')
  if (!roles.length)
    return (
      <Text size="sm">
        {otherRoles.length ? t('why.elsewhereOnly', { roles: names(otherRoles) }) : t('why.noRole')}
      </Text>
    )
  return (
    <>
      <Text size="sm">{t('why.comesWith', { count: roles.length, roles: names(roles) })}</Text>
      {people.length > 0 && <Text size="sm">{t('why.ask')}</Text>}
      {people.length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {people.map(({ user, role, organization }) => (
            <li key={`${user.id} ${role.key}`}>
              <Text size="sm" span>
                <bdi>{user.name}</bdi>, {role.label}, <bdi>{organization.name}</bdi>
              </Text>
            </li>
          ))}
        </ul>
      )}
      <AboveText above={above} />
    </>
  )
}

/** People above what one may see: how many of which role. */
export function AboveText({ above }: { above: readonly Above[] }) {
  const { t } = useTranslation('kit')
  if (!above.length) return null
  const told = above.map(({ role, count }) => `${count.count}${count.more ? '+' : ''} ${role.label}`)
  return <Text size="sm">{t('why.above', { told: told.join(', ') })}</Text>
}
