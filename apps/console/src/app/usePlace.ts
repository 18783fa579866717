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
  const [last, setLast] = useState(organization)
  if (organization && organization !== last) setLast(organization)
  const home = { ...me.organization, ancestors: [] }
  const id = organization ?? last ?? home.id
  const { data } = useQuery({
    ...organizationQuery(id),
    enabled: id !== home.id || can(me, 'organizations.read', home),
  })
  return data ?? home
}
