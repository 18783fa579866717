import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { organizationQuery } from '../features/organizations/index.ts'
import { can, useMe } from '../features/profile/index.ts'

export interface Place {
  id: string
  name: string
  level: string
  ancestors: readonly { id: string; name: string }[]
}

/** The organization one acts in: the one in the address, else the one before, else one's own. */
export function usePlace(): Place {
  const me = useMe()
  const { organization } = useParams({ strict: false })
  const [last, setLast] = useState({ account: me.id, organization })
  if (organization && organization !== last.organization) setLast({ account: me.id, organization })
  const home = { ...me.organization, ancestors: [] }
  // Where one was as another account need not be within reach of this one.
  const before = last.account === me.id ? last.organization : undefined
  const id = organization ?? before ?? home.id
  const { data } = useQuery({
    ...organizationQuery(id),
    enabled: id !== home.id || can(me, 'organizations.read', home),
  })
  return data ?? home
}
