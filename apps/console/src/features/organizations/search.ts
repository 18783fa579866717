export interface TenantsSearch {
  search?: string
  sort?: 'name' | 'createdAt'
  order?: 'asc' | 'desc'
  /** The dialog to create one is open. */
  create?: true
}

export function tenantsSearch({ search, sort, order, create }: Record<string, unknown>): TenantsSearch {
  return {
    ...(typeof search === 'string' && search ? { search } : {}),
    ...(sort === 'createdAt' ? { sort } : {}),
    ...(order === 'desc' ? { order } : {}),
    ...(create === true ? { create } : {}),
  }
}
