import { Standing } from '@tenantry/contract'

export const sorts = ['name', 'code', 'createdAt'] as const

export interface OrganizationsSearch {
  /** As a tree; as a list when left out. */
  view?: 'tree'
  search?: string
  /** Everything below, not only what lies directly below. */
  within?: 'subtree'
  level?: string
  standing?: Standing
  sort?: (typeof sorts)[number]
  order?: 'asc' | 'desc'
  /** What is open in the tree: identifiers, joined by dots. */
  open?: string
  /** The dialog to create one is open. */
  create?: true
}

export function organizationsSearch(raw: Record<string, unknown>): OrganizationsSearch {
  const { search, level, open } = raw
  const sort = sorts.find((one) => one === raw['sort'] && one !== 'name')
  const standing = Standing.enum.find((one) => one === raw['standing'])
  return {
    ...(raw['view'] === 'tree' ? { view: 'tree' } : {}),
    ...(typeof search === 'string' && search ? { search } : {}),
    ...(raw['within'] === 'subtree' ? { within: 'subtree' } : {}),
    ...(typeof level === 'string' && level ? { level } : {}),
    ...(standing ? { standing } : {}),
    ...(sort ? { sort } : {}),
    ...(raw['order'] === 'desc' ? { order: 'desc' } : {}),
    ...(typeof open === 'string' && open ? { open } : {}),
    ...(raw['create'] === true ? { create: true } : {}),
  }
}

export const isFiltered = ({ search, within, level, standing }: OrganizationsSearch) =>
  Boolean(search ?? within ?? level ?? standing)
