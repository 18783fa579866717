import { Anchor, SegmentedControl, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Moment } from '../../kit/Moment.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Fact, Facts } from '../../kit/Section.tsx'
import { useLabel } from '../installation/index.ts'
import { Delivery } from './Delivery.tsx'
import { LinkedText } from './LinkedText.tsx'
import classes from './MailPage.module.css'

const route = getRouteApi('/shell/o/$organization/mails/$mail')
const views = ['view', 'text'] as const

/** One kept mail, as its reader would see it. */
export function MailPage() {
  const { t } = useTranslation('mail')
  const { organization, mail: id } = route.useParams()
  const label = useLabel()
  const [view, setView] = useState<(typeof views)[number]>('view')
  const { data, error, refetch } = useQuery({
    queryKey: ['mails', 'one', id],
    queryFn: ({ signal }) => api.mails.show({ organization, mail: id }, { signal }),
  })
  if (error && !data) return <PageRefusal error={error} retry={() => void refetch()} />
  const list = (
    <Link to="/o/$organization/mails" params={{ organization }}>
      {label('menu.mails', t('title'))}
    </Link>
  )
  if (!data) {
    return (
      <Page title={t('title')} crumbs={[list]} narrow>
        <Skeleton height={360} />
      </Page>
    )
  }
  const { mail, text, html } = data
  return (
    <Page title={mail.subject} crumbs={[list]} narrow>
      <Stack gap="md">
        <Facts>
          <Fact term={t('to')}>
            <Anchor href={`mailto:${mail.to}`} size="sm">
              {mail.to}
            </Anchor>
          </Fact>
          <Fact term={t('created')}>
            <Moment at={mail.createdAt} as="time" />
          </Fact>
          <Fact term={t('state')}>
            <Delivery delivery={mail.delivery} />
          </Fact>
        </Facts>
        <SegmentedControl
          aria-label={t('kind')}
          value={view}
          onChange={(value) => setView(views.find((one) => one === value) ?? 'view')}
          data={views.map((value) => ({ value, label: t(value) }))}
          w="fit-content"
        />
        {view === 'view' ? (
          // No scripts and no forms; links may open, each in a window of its own.
          <iframe
            className={classes['frame']}
            title={t('frame', { to: mail.to })}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            srcDoc={`<base target="_blank">${html}`}
          />
        ) : (
          <pre className={classes['text']}>
            <LinkedText text={text} />
          </pre>
        )}
      </Stack>
    </Page>
  )
}
