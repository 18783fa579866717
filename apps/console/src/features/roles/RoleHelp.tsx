import { Anchor, Modal, Stack, Text } from '@mantine/core'
import type { Role } from '@tenantry/contract'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { Comparison } from './Comparison.tsx'
import { Lines } from './Lines.tsx'
import { RoleCard } from './RoleCard.tsx'
import classes from './RolePicker.module.css'

/** Beside a choice of role: what the chosen one is for, and all that may be given side by side. */
export function RoleHelp({ roles = [], chosen }: { roles: readonly Role[] | undefined; chosen: string }) {
  const { t } = useTranslation('roles')
  const { t: k } = useTranslation('kit')
  const [opened, { open, close }] = useDisclosure()
  const offered = roles.filter((role) => role.assignable)
  const role = offered.find(({ key }) => key === chosen)
  return (
    <>
      {role && (
        <div className={classes['help']} aria-live="polite">
          <Text size="xs">{role.description}</Text>
          <Text size="xs">{t('bestForShort', { bestFor: role.bestFor })}</Text>
          {role.useCases.length > 0 && <Lines lines={role.useCases} />}
        </div>
      )}
      {offered.length > 0 && (
        <Anchor component="button" type="button" size="xs" mt={4} onClick={open}>
          {t('compare')}
        </Anchor>
      )}
      <Modal
        opened={opened}
        onClose={close}
        title={t('compareTitle')}
        size={900}
        closeButtonProps={{ 'aria-label': k('close') }}
      >
        <Stack gap="md">
          {offered.map((one) => (
            <RoleCard key={one.key} role={one} />
          ))}
          {offered.length > 1 && <Comparison roles={offered} />}
        </Stack>
      </Modal>
    </>
  )
}
