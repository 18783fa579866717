import { Button, Group, Stack } from '@mantine/core'
import { SignInMethod, SignInResult } from '@tenantry/contract'
import { IconDownload, IconHistory } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { DataTable } from '../../kit/table/DataTable.tsx'
import { DisplayMenu } from '../../kit/table/DisplayMenu.tsx'
import { FilterChips, FilterMenu, type Filter } from '../../kit/table/Filters.tsx'
import { ListFoot } from '../../kit/table/ListFoot.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { useLabel } from '../installation/index.ts'
import { Days } from './Days.tsx'
import { fileAddress, useDays, useSignIns } from './queries.ts'
import { periods, signInsSearch } from './search.ts'
import { useSignInColumns } from './useSignInColumns.tsx'

const route = getRouteApi('/shell/o/$organization/sign-ins')

/** Who signed in to an organization, from where and how, or tried to. */
export function SignInsPage() {
  const { t } = useTranslation('activity')
  const label = useLabel()
  const { organization } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const pages = useSignIns(organization, search)
  const { data: days } = useDays(organization, search)
  const columns = useSignInColumns(organization)
  const { display, setDisplay } = useDisplay('sign-ins')
  const change = (patch: Record<string, string | undefined>) =>
    void navigate({ search: (before) => signInsSearch({ ...before, ...patch }), replace: true })
  const offered = (count: number) => count <= (days?.keptDays ?? count) || `${count}d` === search.period
  const filters: Filter[] = [
    {
      key: 'period',
      label: t('period'),
      value: search.period,
      // Not further back than anything is kept; what is chosen already stays to be seen.
      options: periods.filter(offered).map((count) => ({ value: `${count}d`, label: t('lastDays', { count }) })),
    },
    {
      key: 'result',
      label: t('result'),
      value: search.result,
      options: SignInResult.enum.map((value) => ({ value, label: t(`results.${value}`) })),
    },
    {
      key: 'method',
      label: t('method'),
      value: search.method,
      options: SignInMethod.enum.map((value) => ({ value, label: t(`methods.${value}`) })),
    },
  ]
  const one: Filter = {
    key: 'user',
    label: t('user'),
    value: search.user,
    options: search.user ? [{ value: search.user, label: pages.rows?.[0]?.user.name ?? t('ofOne') }] : [],
  }
  if (pages.error && !pages.rows) return <PageRefusal error={pages.error} retry={pages.retry} />
  const empty = pages.rows?.length === 0
  const filtered = [...filters, one].some(({ value }) => value)
  return (
    <Page
      title={label('menu.signIns', t('title'))}
      hint={days && t('hint', { count: days.keptDays })}
      action={
        <Button
          component="a"
          href={fileAddress(organization, search)}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {t('download')}
        </Button>
      }
    >
      <Stack gap="md">
        <Group justify="space-between">
          <FilterMenu filters={filters} onChange={change} />
          <DisplayMenu columns={columns} display={display} setDisplay={setDisplay} />
        </Group>
        <FilterChips filters={[...filters, one]} onChange={change} />
        <Days organization={organization} search={search} />
        {!empty && (
          <DataTable
            label={t('label')}
            columns={columns}
            rows={pages.rows}
            rowKey={(it) => it.id}
            display={display}
            stale={pages.stale}
          />
        )}
        {empty && (
          <Blank
            icon={<IconHistory size={32} stroke={1.5} aria-hidden="true" />}
            title={t(filtered ? 'filteredEmpty' : 'empty')}
            text={t(filtered ? 'filteredEmptyHint' : 'emptyHint')}
          >
            {filtered && (
              <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                {t('clear')}
              </Button>
            )}
          </Blank>
        )}
        <ListFoot
          shown={pages.rows?.length ?? 0}
          hasMore={pages.hasMore}
          loading={pages.loadingMore}
          onMore={pages.more}
        />
      </Stack>
    </Page>
  )
}
