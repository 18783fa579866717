import { IconBuilding, IconUser, IconUserPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { can, useMe } from '../features/profile/index.ts'
import { api } from '../kit/api.ts'
import { fullName } from '../kit/Person.tsx'
import { useEntries, type Entry } from './useEntries.ts'
import { usePlace } from './usePlace.ts'

export interface Finding {
  key: string
  label: string
  hint: string
  icon: Entry['icon']
  open: () => void
}

/** What a search finds: pages and actions by their words, users and organizations by asking the server. */
export function useFindings(search: string) {
  const { t } = useTranslation('app')
  const me = useMe()
  const place = usePlace()
  const entries = useEntries()
  const navigate = useNavigate()
  const home = { ...me.organization, ancestors: [] }
  const ask = search.length > 0
  const asked = { organization: home.id, within: 'subtree', search, limit: 6 } as const
  const users = useQuery({
    queryKey: ['users', 'finder', search],
    queryFn: ({ signal }) => api.users.list(asked, { signal }),
    enabled: ask && can(me, 'users.read', home),
    placeholderData: keepPreviousData,
  })
  const organizations = useQuery({
    queryKey: ['organizations', 'finder', search],
    queryFn: ({ signal }) => api.organizations.list(asked, { signal }),
    enabled: ask && can(me, 'organizations.read', home),
    placeholderData: keepPreviousData,
  })
  const page = ({ key, word, to, organization, icon }: Entry, hint: string): Finding => ({
    key: `${key} ${organization}`,
    label: word,
    hint,
    icon,
    open: () => void navigate({ to, params: { organization } }),
  })
  const places = place.id === home.id ? [home] : [place, home]
  const profile = {
    key: 'profile',
    label: t('profile'),
    hint: fullName(me),
    icon: IconUser,
    open: () => void navigate({ to: '/profile' }),
  }
  const invite = {
    key: 'invite',
    label: t('inviteUser'),
    hint: place.name,
    icon: IconUserPlus,
    open: () =>
      void navigate({ to: '/o/$organization/users', params: { organization: place.id }, search: { invite: true } }),
  }
  const named = ({ label }: Finding) => label.toLowerCase().includes(search.toLowerCase())
  const groups: { title: string; findings: Finding[] }[] = [
    {
      title: t('finder.users'),
      findings: (ask ? (users.data?.items ?? []) : []).map((user) => ({
        key: user.id,
        label: fullName(user),
        hint: `${user.email} · ${user.organization.name}`,
        icon: IconUser,
        open: () =>
          void navigate({
            to: '/o/$organization/users/$user',
            params: { organization: user.organization.id, user: user.id },
          }),
      })),
    },
    {
      title: t('finder.organizations'),
      findings: (ask ? (organizations.data?.items ?? []) : []).map((organization) => ({
        key: organization.id,
        label: organization.name,
        hint: organization.parent?.name ?? '',
        icon: IconBuilding,
        open: () => void navigate({ to: '/o/$organization', params: { organization: organization.id } }),
      })),
    },
    {
      title: t('finder.pages'),
      findings: [...places.flatMap((one) => entries(one).map((entry) => page(entry, one.name))), profile].filter(named),
    },
    { title: t('finder.actions'), findings: can(me, 'invitations.create', place) ? [invite].filter(named) : [] },
  ]
  return {
    groups: groups.filter(({ findings }) => findings.length > 0),
    busy: users.isFetching || organizations.isFetching,
  }
}
