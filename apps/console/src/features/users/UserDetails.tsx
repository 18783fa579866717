import { Button, Group, Title } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { IconPencil } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { CopyValue } from '../../kit/CopyValue.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { Fact, Facts } from '../../kit/Section.tsx'
import { WhyMark } from '../../kit/why/WhyMark.tsx'
import { PendingAddress } from '../addresses/index.ts'
import { useMay } from '../organizations/index.ts'
import { useMe } from '../profile/index.ts'
import { useMayScope } from './useMayScope.ts'
import type { Question } from './UserActions.tsx'
import { UserFactors } from './UserFactors.tsx'
import { UserFlags } from './UserFlags.tsx'
import { RoleWithReason } from './RoleWithReason.tsx'
import { UserStatus } from './UserStatus.tsx'

interface Props {
  user: User
  place: string
  onEdit: () => void
  onScope: () => void
  onAsk: (question: Question) => void
  actions: ReactNode
}

export function UserDetails({ user, place, onEdit, onScope, onAsk, actions }: Props) {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const may = useMay(place)
  const { organization } = user
  const mayScope = useMayScope(user, place) && user.status !== 'deleted'
  const others = user.id !== useMe().id
  return (
    <section aria-labelledby="details">
      <Group justify="space-between" mb="md">
        <Title order={2} id="details">
          {t('detail.details')}
        </Title>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPencil size={14} aria-hidden="true" />}
            disabled={!may('users.update')}
            onClick={onEdit}
          >
            {k('edit')}
          </Button>
          {!may('users.update') && (
            <WhyMark organization={organization.id} permission="users.update" what={t('edit')} />
          )}
          {actions}
        </Group>
      </Group>
      <Facts>
        <Fact term={t('detail.status')}>
          <Group gap={4}>
            <UserStatus status={user.status} locked={user.locked} />
            <StatusMark user={user} place={place} />
          </Group>
        </Fact>
        <Fact term={t('detail.role')}>
          <RoleWithReason key={user.role.key} user={user} place={place} />
        </Fact>
        <Fact term={t('list.scope')}>
          <Group gap="xs">
            <bdi>{user.scope.name}</bdi>
            {mayScope && (
              <Button size="compact-sm" variant="default" aria-label={t('scope.open')} onClick={onScope}>
                {t('scope.verb')}
              </Button>
            )}
          </Group>
        </Fact>
        <Fact term={t('flags.title')}>
          <UserFlags user={user} place={place} />
        </Fact>
        <Fact term={t('mfa.title')}>
          <UserFactors user={user} place={place} onAsk={onAsk} />
        </Fact>
        <Fact term={t('detail.email')}>
          <CopyValue value={user.email} what={t('detail.email')} />
          <PendingAddress user={user} mayCancel={others && may('users.update')} />
        </Fact>
        <Fact term={t('detail.phone')}>{user.phone ?? k('none')}</Fact>
        <Fact term={t('detail.organization')}>
          <TextLink to="/o/$organization" params={{ organization: organization.id }} size="sm">
            {organization.name}
          </TextLink>
        </Fact>
        <Fact term={t('detail.lastSignIn')}>
          {user.lastSignInAt ? <Moment at={user.lastSignInAt} as="time" /> : k('never')}
        </Fact>
        <Fact term={t('detail.joined')}>
          <Moment at={user.createdAt} as="day" />
        </Fact>
        {user.deactivatedAt && (
          <Fact term={t('detail.deactivatedAt')}>
            <Moment at={user.deactivatedAt} as="time" />
          </Fact>
        )}
        {user.purgeAt && (
          <Fact term={t('detail.purgeAt')}>
            <Moment at={user.purgeAt} as="time" />
          </Fact>
        )}
        {user.replacedBy && (
          <Fact term={t('detail.replacedBy')}>
            <TextLink
              to="/o/$organization/users/$user"
              params={{ organization: organization.id, user: user.replacedBy }}
              size="sm"
            >
              {t('detail.replacement')}
            </TextLink>
          </Fact>
        )}
        <Fact term={t('detail.id')}>
          <CopyValue value={user.id} what={t('detail.id')} />
        </Fact>
      </Facts>
    </section>
  )
}

/** Why it cannot be changed: nobody deactivates themselves, and others need the permission. */
function StatusMark({ user, place }: { user: User; place: string }) {
  const { t } = useTranslation('users')
  const me = useMe()
  const may = useMay(place)
  if ((user.id !== me.id && may('users.deactivate')) || user.status === 'deleted') return null
  const because = user.id === me.id ? { text: t('ownStatus'), user: me.id } : undefined
  const what = t(user.status === 'active' ? 'deactivate' : 'reactivate')
  return <WhyMark organization={user.organization.id} permission="users.deactivate" what={what} because={because} />
}
