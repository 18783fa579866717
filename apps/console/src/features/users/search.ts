export const sorts = ['name', 'email', 'role', 'status', 'lastSignInAt', 'createdAt'] as const

/** How long ago the last sign-in is, at least. */
export const absences = ['never', '30d', '90d', '180d', '365d'] as const

export interface UsersSearch {
  search?: string
  status?: 'active' | 'inactive' | 'deleted'
  role?: string
  within?: 'subtree'
  absent?: (typeof absences)[number]
  /** Within a subtree: users of deleted organizations and nobody else. */
  deletedOrganizations?: 'only'
  sort?: (typeof sorts)[number]
  order?: 'asc' | 'desc'
  /** The opened user is being edited. */
  edit?: true
  /** Somebody is being created. */
  create?: true
  locked?: true
  /** Whose sign-in is looked into; empty: it is still to be said. */
  diagnose?: string
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export function usersSearch(raw: Record<string, unknown>): UsersSearch {
  const search = text(raw['search'])
  const role = text(raw['role'])
  const sort = sorts.find((one) => one === raw['sort'])
  const absent = absences.find((one) => one === raw['absent'])
  const { status, within, deletedOrganizations, order, edit, create, locked, diagnose } = raw
  return {
    ...(search ? { search } : {}),
    ...(status === 'active' || status === 'inactive' || status === 'deleted' ? { status } : {}),
    ...(role ? { role } : {}),
    ...(within === 'subtree' ? { within } : {}),
    ...(absent ? { absent } : {}),
    ...(within === 'subtree' && deletedOrganizations === 'only' ? { deletedOrganizations } : {}),
    ...(sort ? { sort } : {}),
    ...(order === 'asc' || order === 'desc' ? { order } : {}),
    ...(edit === true ? { edit } : {}),
    ...(create === true ? { create } : {}),
    // A filter's value arrives as text.
    ...(locked === true || locked === 'true' ? { locked: true as const } : {}),
    ...(typeof diagnose === 'string' ? { diagnose: diagnose.slice(0, 254) } : {}),
  }
}
