import type { MailRow } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { Moment } from '../../kit/Moment.tsx'
import type { Column } from '../../kit/table/column.ts'
import { Delivery } from './Delivery.tsx'

export function useMailColumns(organization: string): Column<MailRow>[] {
  const { t } = useTranslation('mail')
  return [
    {
      key: 'subject',
      header: t('subject'),
      leading: true,
      width: '34%',
      cell: (mail) => (
        <TextLink
          to="/o/$organization/mails/$mail"
          params={{ organization, mail: mail.id }}
          c="inherit"
          fw={500}
          size="sm"
        >
          {mail.subject}
        </TextLink>
      ),
    },
    { key: 'to', header: t('to'), width: '24%', cell: (mail) => <span title={mail.to}>{mail.to}</span> },
    { key: 'kind', header: t('kind'), cell: (mail) => t(`kinds.${mail.kind}`) },
    { key: 'created', header: t('created'), cell: (mail) => <Moment at={mail.createdAt} /> },
    { key: 'state', header: t('state'), cell: (mail) => <Delivery delivery={mail.delivery} /> },
  ]
}
