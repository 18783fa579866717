import { Anchor, Stack, Text } from '@mantine/core'
import type { Role } from '@tenantry/contract'
import { useDisclosure } from '@mantine/hooks'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Comparison } from './Comparison.tsx'
import { Lines } from './Lines.tsx'
import classes from './RolePicker.module.css'

/** Beside a choice of role: what the chosen one is for, and on demand all that may be given side by side. */
export function RoleHelp({ roles = [], chosen }: { roles: readonly Role[] | undefined; chosen: string }) {
  const { t } = useTranslation('roles')
  const id = useId()
  const [opened, { toggle }] = useDisclosure()
  const offered = roles.filter((role) => role.assignable)
  const role = offered.find(({ key }) => key === chosen)
  return (
    <>
      <div aria-live="polite">
        {role && (
          <div className={classes['help']}>
            <Text size="xs">{role.description}</Text>
            {role.bestFor && <Text size="xs">{t('bestForShort', { bestFor: role.bestFor })}</Text>}
            {role.useCases.length > 0 && <Lines lines={role.useCases} />}
          </div>
        )}
      </div>
      {offered.length > 1 && (
        <Anchor
          component="button"
          type="button"
          size="xs"
          mt={4}
          aria-expanded={opened}
          aria-controls={id}
          onClick={toggle}
        >
          {t('compare')}
        </Anchor>
      )}
      <div id={id}>
        {opened && (
          <Stack gap="sm" mt="sm">
            {offered.map((one) => (
              <Text key={one.key} size="xs">
                <strong>{one.label}</strong> {one.bestFor && t('bestForShort', { bestFor: one.bestFor })}
              </Text>
            ))}
            <Comparison roles={offered} />
          </Stack>
        )}
      </div>
    </>
  )
}
