import { ScrollArea, VisuallyHidden } from '@mantine/core'
import type { Role } from '@tenantry/contract'
import { IconCheck, IconMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../kit/Section.tsx'
import classes from './RoleCard.module.css'
import { usePermissionWords } from './usePermissionWords.ts'

/** Roles across, permissions down. */
export function Comparison({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation('roles')
  const words = usePermissionWords()
  const permissions = new Map(
    roles.flatMap((role) => role.permissions).map((permission) => [permission.key, permission]),
  )
  const holds = (role: Role, key: string) => role.permissions.some((permission) => permission.key === key)
  return (
    <Section title={t('comparison')} hint={t('comparisonHint')}>
      {/* Scrolls sideways on narrow screens, so it has to be reachable by keyboard. */}
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('comparison') }}>
        <table className={classes['matrix']}>
          <thead>
            <tr>
              <th scope="col">{t('permission')}</th>
              {roles.map((role) => (
                <th key={role.key} scope="col">
                  {role.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...permissions.values()].map((permission) => (
              <tr key={permission.key}>
                <th scope="row">{words(permission)}</th>
                {roles.map((role) => (
                  <td key={role.key}>
                    <Held yes={holds(role, permission.key)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Section>
  )
}

function Held({ yes }: { yes: boolean }) {
  const { t } = useTranslation('roles')
  const Icon = yes ? IconCheck : IconMinus
  return (
    <>
      <Icon size={16} aria-hidden="true" color={yes ? 'var(--tenantry-good)' : 'var(--tenantry-quiet)'} />
      <VisuallyHidden>{yes ? t('yes') : t('no')}</VisuallyHidden>
    </>
  )
}
