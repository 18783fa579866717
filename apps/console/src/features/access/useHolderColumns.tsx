import type { Holder } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import type { Column } from '../../kit/table/column.ts'

export function useHolderColumns(): Column<Holder, never>[] {
  const { t } = useTranslation('access')
  return [
    {
      key: 'user',
      header: t('user'),
      leading: true,
      width: '40%',
      cell: ({ user, home }) => (
        <TextLink
          to="/o/$organization/users/$user"
          params={{ organization: home.id, user: user.id ?? '' }}
          c="inherit"
          inherit
          fw={500}
        >
          {user.name}
        </TextLink>
      ),
    },
    { key: 'role', header: t('role'), cell: ({ by }) => by.role.label },
    { key: 'at', header: t('at'), cell: ({ by }) => by.organization.name },
    { key: 'home', header: t('home'), cell: ({ home }) => home.name },
  ]
}
