import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'

interface Toast {
  text: string
  /** One thing to do about it, usually to take it back. */
  action?: { label: string; run: () => void }
}

const closing = () => ({ closeButtonProps: { 'aria-label': i18next.t('kit:close') } })

export function toast({ text, action }: Toast) {
  const id = notifications.show({
    ...closing(),
    withBorder: true,
    autoClose: action ? 10_000 : 5_000,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <span>{text}</span>
        {action && (
          <Button
            size="compact-sm"
            variant="default"
            style={{ flexShrink: 0 }}
            onClick={() => {
              notifications.hide(id)
              action.run()
            }}
          >
            {action.label}
          </Button>
        )}
      </Group>
    ),
  })
}

export const toastFailure = (text: string) => {
  notifications.show({ ...closing(), withBorder: true, color: 'red', autoClose: 10_000, message: text })
}
