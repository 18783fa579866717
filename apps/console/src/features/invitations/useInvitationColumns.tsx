import { Text } from '@mantine/core'
import type { Invitation } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../kit/Moment.tsx'
import { Status, type Look } from '../../kit/Status.tsx'
import type { Column } from '../../kit/table/column.ts'
import { useLabel } from '../installation/index.ts'
import { MailState } from './MailState.tsx'
import { isOpen, type sorts } from './search.ts'

const looks = {
  pending: 'waiting',
  accepted: 'good',
  expired: 'attention',
  withdrawn: 'attention',
  revoked: 'off',
} as const satisfies Record<Invitation['status'], Look>

export function useInvitationColumns(): Column<Invitation, (typeof sorts)[number]>[] {
  const { t } = useTranslation('invitations')
  const label = useLabel()
  return [
    {
      key: 'email',
      header: t('list.email'),
      sort: 'email',
      leading: true,
      width: '22%',
      cell: ({ email, firstName, lastName }) => (
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={500} truncate title={email}>
            {email}
          </Text>
          {(firstName || lastName) && (
            <Text size="xs" c="dimmed" truncate>
              <bdi>{[firstName, lastName].filter(Boolean).join(' ')}</bdi>
            </Text>
          )}
        </div>
      ),
    },
    { key: 'role', header: t('list.role'), width: '13%', cell: ({ role }) => role.label },
    {
      key: 'invitedBy',
      header: t('list.invitedBy'),
      width: '13%',
      cell: ({ invitedBy }) => <bdi>{invitedBy.name}</bdi>,
    },
    {
      key: 'sent',
      header: t('list.sent'),
      sort: 'createdAt',
      width: '14%',
      cell: ({ sentAt }) => <Moment at={sentAt} />,
    },
    {
      key: 'expires',
      header: t('list.expires'),
      sort: 'expiresAt',
      cell: ({ expiresAt }) => (
        <div>
          <div>
            <Moment at={expiresAt} />
          </div>
          <Text size="xs" c="dimmed">
            <Moment at={expiresAt} as="time" />
          </Text>
        </div>
      ),
    },
    {
      key: 'status',
      header: t('list.status'),
      width: '21%',
      cell: (it) => (
        <div>
          <Status look={looks[it.status]} word={label(`status.${it.status}`, t(`status.${it.status}`))} />
          {it.status === 'withdrawn' ? (
            <Text size="xs" c="dimmed">
              {t('withdrawn', { name: it.invitedBy.name })}
            </Text>
          ) : (
            isOpen(it) && <MailState mail={it.mail} />
          )}
        </div>
      ),
    },
  ]
}
