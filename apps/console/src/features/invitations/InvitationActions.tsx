import { ActionIcon, Menu } from '@mantine/core'
import type { Invitation } from '@tenantry/contract'
import { IconCircleX, IconDots, IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../organizations/index.ts'
import { useRules } from '../policies/index.ts'
import { useResend } from './acts.ts'
import { isOpen } from './search.ts'

interface Props {
  invitation: Invitation
  place: string
  onCancel: (invitation: Invitation) => void
}

export function InvitationActions({ invitation, place, onCancel }: Props) {
  const { t } = useTranslation('invitations')
  const { t: k } = useTranslation('kit')
  const may = useMay(place)
  const resend = useResend()
  const open = isOpen(invitation)
  const byLink = useRules(invitation.organization.id)['onboarding.modes']?.includes('link') ?? true
  const mayResend = open && byLink && may('invitations.create')
  const mayCancel = open && may('invitations.cancel')
  if (!mayResend && !mayCancel) return null
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={k('table.actions', { name: invitation.email })}
          loading={resend.isPending}
        >
          <IconDots size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown miw={200}>
        {mayResend && (
          <Menu.Item leftSection={<IconSend size={16} aria-hidden="true" />} onClick={() => resend.mutate(invitation)}>
            {t('list.resend')}
          </Menu.Item>
        )}
        {mayResend && mayCancel && <Menu.Divider />}
        {mayCancel && (
          <Menu.Item
            color="var(--tenantry-bad)"
            leftSection={<IconCircleX size={16} aria-hidden="true" />}
            onClick={() => onCancel(invitation)}
          >
            {t('list.cancel')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
