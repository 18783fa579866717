import { Button, SegmentedControl, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { Page } from '../../kit/Page.tsx'
import { DisplayMenu } from '../../kit/table/DisplayMenu.tsx'
import { ListTools } from '../../kit/table/ListTools.tsx'
import { useDisplay } from '../../kit/table/useDisplay.ts'
import { useLevel } from '../installation/index.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { OrganizationList } from './OrganizationList.tsx'
import { OrganizationTree } from './OrganizationTree.tsx'
import { useMay, useOrganization } from './queries.ts'
import { Questions, type Question } from './Questions.tsx'
import { isFiltered, organizationsSearch, type OrganizationsSearch } from './search.ts'
import { useBelowWord } from './useBelowWord.ts'
import { useOrganizationColumns } from './useOrganizationColumns.tsx'
import { useOrganizationFilters } from './useOrganizationFilters.ts'

const route = getRouteApi('/shell/o/$organization/organizations')

/** The organizations below one: as a list of those next to it, or as the tree they are. */
export function OrganizationsPage() {
  const { t } = useTranslation('organizations')
  const { organization } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const place = useOrganization(organization)
  const may = useMay(organization)
  const { below, lower } = useLevel(place.level)
  const title = useBelowWord()(place.level) ?? place.name
  const columns = useOrganizationColumns(place.level)
  const filters = useOrganizationFilters(place.level, search)
  const { display, setDisplay } = useDisplay('organizations')
  const [question, setQuestion] = useState<Question | null>(null)
  const change = (patch: { [K in keyof OrganizationsSearch]?: string | true | undefined }) =>
    void navigate({ search: (before) => organizationsSearch({ ...before, ...patch }), replace: true })
  const crumbs = [...place.ancestors, ...(place.parent ? [place] : [])].map(({ id, name }) => (
    <Link key={id} to="/o/$organization/organizations" params={{ organization: id }} search={true}>
      <bdi>{name}</bdi>
    </Link>
  ))
  if (!below)
    return (
      <Page title={place.name}>
        <Blank title={t('lowest', { name: place.name })}>
          <ButtonLink to="/o/$organization/info" params={{ organization }} variant="default">
            {t('lowestAction', { name: place.name })}
          </ButtonLink>
        </Blank>
      </Page>
    )
  // Nothing begins below what is stopped.
  const create = !place.stopped && may('organizations.create') && (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => change({ create: true })}>
      {t('list.create', { level: below.label })}
    </Button>
  )
  // What a search finds lies anywhere: as a list that says where.
  const asTree = search.view === 'tree' && !isFiltered(search)
  const props = { place, search, create, onAsk: setQuestion }
  return (
    <Page title={title} crumbs={crumbs} action={create}>
      <Stack gap="md">
        <ListTools
          searchLabel={t('list.search', { plural: title })}
          search={search.search}
          filters={filters}
          onChange={change}
          display={
            <>
              {lower.length > 1 && (
                <SegmentedControl
                  size="xs"
                  aria-label={t('view.label')}
                  value={search.view ?? 'list'}
                  data={[
                    { value: 'list', label: t('view.list') },
                    { value: 'tree', label: t('view.tree') },
                  ]}
                  onChange={(view) => change({ view: view === 'tree' ? 'tree' : undefined })}
                />
              )}
              {!asTree && <DisplayMenu columns={columns} display={display} setDisplay={setDisplay} />}
            </>
          }
        />
        {asTree ? (
          <OrganizationTree {...props} label={title} onOpen={(open) => change({ open })} />
        ) : (
          <OrganizationList {...props} label={title} columns={columns} display={display} onChange={change} />
        )}
      </Stack>
      <Questions question={question} onClose={() => setQuestion(null)} />
      <CreateDialog
        key={organization}
        place={place}
        opened={search.create === true}
        onClose={() => change({ create: undefined })}
      />
    </Page>
  )
}
