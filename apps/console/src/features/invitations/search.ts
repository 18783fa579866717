import type { Invitation } from '@tenantry/contract'

export const statuses = ['open', 'pending', 'expired', 'accepted', 'revoked', 'all'] as const
/** Neither used nor ended: somebody may still send it again, or cancel it. */
export const isOpen = ({ status }: Invitation): boolean =>
  status === 'pending' || status === 'expired' || status === 'withdrawn'
export const sorts = ['email', 'createdAt', 'expiresAt'] as const

export interface InvitesSearch {
  search?: string
  status?: (typeof statuses)[number]
  sort?: (typeof sorts)[number]
  order?: 'asc' | 'desc'
}

export function invitesSearch(raw: Record<string, unknown>): InvitesSearch {
  const { search, order } = raw
  const status = statuses.find((one) => one === raw['status'] && one !== 'open')
  const sort = sorts.find((one) => one === raw['sort'])
  return {
    ...(typeof search === 'string' && search ? { search } : {}),
    ...(status ? { status } : {}),
    ...(sort ? { sort } : {}),
    ...(order === 'asc' || order === 'desc' ? { order } : {}),
  }
}
