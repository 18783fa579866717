import type { User } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { Person, fullName } from '../../kit/Person.tsx'
import type { Column } from '../../kit/table/column.ts'
import { useInstallation } from '../installation/index.ts'
import { useOrganization } from '../organizations/index.ts'
import type { sorts } from './search.ts'
import { UserRole } from './UserRole.tsx'
import { UserStatus } from './UserStatus.tsx'

export type UserSort = (typeof sorts)[number]

export function useUserColumns(place: string): Column<User, UserSort>[] {
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const { levels } = useInstallation()
  const { level } = useOrganization(place)
  const several = levels.length > 2
  const lowest = level === levels.at(-1)?.key
  // One column more stands in the list then, and neither times nor roles must be cut short for it.
  const crowded = several || !lowest
  return [
    {
      key: 'user',
      header: t('list.user'),
      sort: 'name',
      leading: true,
      width: crowded ? '25%' : '30%',
      cell: (user) => (
        <Person name={fullName(user)} mail={user.email}>
          <TextLink
            to="/o/$organization/users/$user"
            params={{ organization: user.organization.id, user: user.id }}
            search={true}
            c="inherit"
            inherit
            fw={500}
          >
            {fullName(user)}
          </TextLink>
        </Person>
      ),
    },
    {
      key: 'role',
      header: t('list.role'),
      sort: 'role',
      width: crowded ? '22%' : '20%',
      cell: (user) => <UserRole user={user} place={place} />,
    },
    {
      key: 'status',
      header: t('list.status'),
      sort: 'status',
      cell: (user) => <UserStatus status={user.status} locked={user.locked} />,
    },
    {
      key: 'lastSignInAt',
      header: t('list.lastSignIn'),
      sort: 'lastSignInAt',
      width: crowded ? '12.5%' : '15%',
      cell: (user) => (user.lastSignInAt ? <Moment at={user.lastSignInAt} /> : k('never')),
    },
    {
      key: 'lastActiveAt',
      header: t('list.lastActive'),
      width: crowded ? '12.5%' : '15%',
      cell: (user) => (user.lastActiveAt ? <Moment at={user.lastActiveAt} /> : k('never')),
    },
    {
      key: 'scope',
      header: t('list.scope'),
      // With two levels there is one place where a role can be held.
      hiddenAtFirst: !several,
      cell: (user) => <bdi>{user.scope.name}</bdi>,
    },
    {
      key: 'organization',
      header: t('list.organization'),
      hiddenAtFirst: several || lowest,
      cell: (user) => user.organization.name,
    },
    { key: 'phone', header: t('list.phone'), hiddenAtFirst: true, cell: (user) => user.phone },
    {
      key: 'createdAt',
      header: t('list.created'),
      sort: 'createdAt',
      hiddenAtFirst: true,
      cell: (user) => <Moment at={user.createdAt} as="day" />,
    },
  ]
}
