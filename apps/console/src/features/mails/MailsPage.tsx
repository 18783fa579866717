import { Stack } from '@mantine/core'
import { IconMailbox } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Blank } from '../../kit/Blank.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { ListRows } from '../../kit/table/ListRows.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { usePages } from '../../kit/table/usePages.ts'
import { useInstallation, useLabel } from '../installation/index.ts'
import { useMailColumns } from './useMailColumns.tsx'

const route = getRouteApi('/shell/o/$organization/mails')

/** What the product wrote to people, newest first. */
export function MailsPage() {
  const { t } = useTranslation('mail')
  const { organization } = route.useParams()
  const navigate = route.useNavigate()
  const label = useLabel()
  const { mailConfigured } = useInstallation()
  const { display } = useDisplay('mails')
  const pages = usePages(['mails', 'list', organization], (cursor, signal) =>
    api.mails.list({ organization, ...(cursor ? { cursor } : {}) }, { signal }),
  )
  const columns = useMailColumns(organization)
  if (pages.error && !pages.rows) return <PageRefusal error={pages.error} retry={pages.retry} />
  return (
    <Page title={label('menu.mails', t('title'))} hint={mailConfigured ? t('hintSent') : t('hint')}>
      <Stack gap="md">
        <ListRows
          pages={pages}
          label={t('label')}
          columns={columns}
          display={display}
          onOpen={(mail) =>
            void navigate({ to: '/o/$organization/mails/$mail', params: { organization, mail: mail.id } })
          }
          empty={
            <Blank
              icon={<IconMailbox size={32} stroke={1.5} aria-hidden="true" />}
              title={t('empty')}
              text={t('emptyHint')}
            />
          }
        />
      </Stack>
    </Page>
  )
}
