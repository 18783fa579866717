import { Skeleton, Stack } from '@mantine/core'
import type { Setting } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { IconSettings } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Blank } from '../../kit/Blank.tsx'
import { InheritedRow } from '../../kit/inherited/InheritedRow.tsx'
import { Past } from '../../kit/inherited/Past.tsx'
import { crumbsTo } from '../../kit/crumbs.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useLabel } from '../installation/index.ts'
import { useMay, useOrganization } from '../organizations/index.ts'
import { pastKey, settingsQuery, useReload, useShowSetting } from './queries.ts'
import type { SettingsSearch } from './search.ts'
import { SettingDialog } from './SettingDialog.tsx'
import { useSettingWords } from './words.ts'

const route = getRouteApi('/shell/o/$organization/settings')

/** The settings that the blueprint gives organizations: what holds, where each comes from, and who set it. */
export function SettingsPage() {
  const { t } = useTranslation('settings')
  const { organization } = route.useParams()
  const { change, past } = route.useSearch()
  const navigate = route.useNavigate()
  const place = useOrganization(organization)
  const mayChange = useMay(organization)('organizations.update')
  const label = useLabel()
  const words = useSettingWords()
  const [show, reload] = [useShowSetting(organization), useReload()]
  const settings = useQuery(settingsQuery(organization))
  const open = (search: SettingsSearch) => void navigate({ search, replace: true })
  const items = settings.data?.items
  if (settings.error && !items) return <PageRefusal error={settings.error} retry={() => void settings.refetch()} />
  const of = (key: string | undefined) => items?.find((it) => it.key === key)
  const [changing, looking] = [of(change), of(past)]
  const groups = Map.groupBy(items ?? [], ({ definition }) => words.said(definition.group) || t('other'))
  const row = (it: Setting) => (
    <InheritedRow
      key={it.key}
      it={it}
      words={words.of(it.definition)}
      mayChange={mayChange}
      closed={it.closed === 'setting_level_differs' ? t('levelDiffers') : undefined}
      onChange={() => open({ change: it.key })}
      onPast={() => open({ past: it.key })}
    />
  )
  return (
    <Page
      title={label('menu.settings', t('title'))}
      crumbs={crumbsTo('/o/$organization/settings', place)}
      hint={t('hint', { place: place.name })}
    >
      <Stack gap="lg">
        {!items && [1, 2].map((at) => <Skeleton key={at} height={220} radius="md" />)}
        {items?.length === 0 && (
          <Blank icon={<IconSettings size={28} aria-hidden="true" />} title={t('none')} text={t('noneHint')} />
        )}
        {[...groups].map(([title, members]) => (
          <Section key={title} title={title}>
            {members.map(row)}
          </Section>
        ))}
      </Stack>
      {changing && mayChange && !changing.closed && (
        <SettingDialog key={changing.key} organization={place} setting={changing} onClose={() => open({})} />
      )}
      {looking && (
        <Past
          it={looking}
          words={words.of(looking.definition)}
          mayRestore={mayChange && !looking.closed}
          queryKey={pastKey(organization, looking.key)}
          history={(part, signal) => api.settings.history({ organization, setting: looking.key, ...part }, { signal })}
          restore={(id, options) => api.settings.restore({ organization, setting: looking.key, change: id }, options)}
          onChanged={show}
          onRefused={reload}
          onClose={() => open({})}
        />
      )}
    </Page>
  )
}
