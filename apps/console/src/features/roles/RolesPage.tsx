import { Button, Group, Skeleton, Stack } from '@mantine/core'
import type { Role } from '@tenantry/contract'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { Page } from '../../kit/Page.tsx'
import { PageRefusal } from '../../kit/PageRefusal.tsx'
import { useLabel } from '../installation/index.ts'
import { Comparison } from './Comparison.tsx'
import { allRolesQuery } from './queries.ts'
import { RemovalDialog } from './RemovalDialog.tsx'
import { RoleCard } from './RoleCard.tsx'
import { RoleDialog } from './RoleDialog.tsx'
import { rolesSearch, type RolesSearch } from './search.ts'
import { useOwnRoles } from './useOwnRoles.ts'

const route = getRouteApi('/shell/o/$organization/roles')

/** Every role that can be held here: read before giving one. Those of the organization's own are made here, too. */
export function RolesPage() {
  const { t } = useTranslation('roles')
  const { t: k } = useTranslation('kit')
  const { organization } = route.useParams()
  const label = useLabel()
  const roles = useQuery(allRolesQuery(organization))
  const items = roles.data?.items
  const own = useOwnRoles(organization, items ?? [])
  const { create, edit } = route.useSearch()
  const navigate = route.useNavigate()
  const open = (search: RolesSearch) => void navigate({ search: rolesSearch({ ...search }), replace: true })
  const [removing, setRemoving] = useState<Role | null>(null)
  const edited = edit === undefined ? undefined : items?.find((role) => role.key === edit && own?.mayAlter(role))
  if (roles.error && !roles.data) return <PageRefusal error={roles.error} retry={() => void roles.refetch()} />
  return (
    <Page
      title={label('menu.roles', t('title'))}
      hint={t('hint')}
      action={
        <Group gap="sm">
          <ButtonLink to="/o/$organization/access" params={{ organization }} variant="default">
            {t('whoCan')}
          </ButtonLink>
          {own && (
            <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => open({ create: true })}>
              {t('own.create')}
            </Button>
          )}
        </Group>
      }
    >
      <Stack gap="md">
        {!items && [1, 2, 3].map((at) => <Skeleton key={at} height={180} radius="lg" />)}
        {items?.map((role) => (
          <RoleCard
            key={role.key}
            role={role}
            actions={
              own?.mayAlter(role) && (
                <Group gap="xs" ml="auto">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('own.editOf', { label: role.label })}
                    leftSection={<IconPencil size={14} aria-hidden="true" />}
                    onClick={() => open({ edit: role.key })}
                  >
                    {k('edit')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('own.removeOf', { label: role.label })}
                    leftSection={<IconTrash size={14} aria-hidden="true" />}
                    onClick={() => setRemoving(role)}
                  >
                    {t('own.remove')}
                  </Button>
                </Group>
              )
            }
          />
        ))}
        {items?.length === 0 && <Blank title={t('empty')} />}
        {items && items.length > 1 && <Comparison roles={items} />}
      </Stack>
      {own && (create || edited) && (
        <RoleDialog
          key={edited?.key ?? 'new'}
          organization={organization}
          own={own}
          role={edited}
          onClose={() => open({})}
        />
      )}
      {removing && <RemovalDialog role={removing} organization={organization} onClose={() => setRemoving(null)} />}
    </Page>
  )
}
