import type { SignIn } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { Person } from '../../kit/Person.tsx'
import type { Column } from '../../kit/table/column.ts'
import { Result } from './Result.tsx'
import { useWords } from './useWords.ts'

export function useSignInColumns(organization: string): Column<SignIn>[] {
  const { t } = useTranslation('activity')
  const words = useWords()
  return [
    {
      key: 'user',
      header: t('user'),
      leading: true,
      width: '26%',
      cell: ({ user }) => (
        <Person name={user.name} mail={user.email}>
          <TextLink
            to="/o/$organization/users/$user"
            params={{ organization, user: user.id }}
            c="inherit"
            inherit
            fw={500}
          >
            {user.name}
          </TextLink>
        </Person>
      ),
    },
    { key: 'result', header: t('result'), width: '18%', cell: (it) => <Result result={it.result} /> },
    { key: 'at', header: t('at'), cell: (it) => <Moment at={it.at} as="time" /> },
    { key: 'address', header: t('address'), cell: (it) => it.address ?? t('noAddress') },
    {
      key: 'device',
      header: t('device'),
      cell: (it) => <span title={it.userAgent ?? ''}>{words.device(it)}</span>,
    },
    {
      key: 'method',
      header: t('method'),
      cell: (it) => <span style={{ hyphens: 'auto', overflowWrap: 'anywhere' }}>{words.methods(it)}</span>,
    },
  ]
}
