/** What P6 asks: every sort and order, with every filter, at every reach, on the first page and on page 1,000. */
import { readFileSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { cursorFor } from '../apps/server/src/platform/http/cursors.ts'
import { publicId } from '../apps/server/src/platform/value/ids.ts'
import { subtreeOf } from '../apps/server/src/platform/value/reach.ts'
import type { Filter, Sort } from '../apps/server/src/features/users/listing.ts'
import type { Installation } from './installation.ts'
import { places } from './seed-rows.ts'

export type Place = keyof typeof places
export interface Cell {
  readonly place: Place
  readonly sort: Sort
  readonly order: 'asc' | 'desc'
  readonly filter: string
  /** Sort value and id of the last row of page 999; null for the first page. */
  readonly after: readonly [unknown, string] | null
}
const sorts: readonly Sort[] = ['name', 'email', 'role', 'status', 'lastSignInAt', 'createdAt']
export const filters: Readonly<Record<string, { status?: 'inactive'; role?: string; search?: string }>> = {
  none: {},
  inactive: { status: 'inactive' },
  admin: { role: 'admin' },
  search: { search: 'hansen' },
}
export const pageSize = 50
const deep = 1_000

export const nameOf = ({ place, sort, order, filter, after }: Cell): string =>
  `${place} / ${sort} ${order} / ${filter} / ${after ? 'deep' : 'first'}`

/** A tenant by itself; whoever is above looks at everything below. */
export const filterOf = ({ place, filter }: Cell): Filter => ({
  path: places[place],
  within: place === 'tenant' || place === 'largest' ? 'organization' : 'subtree',
  search: undefined,
  status: undefined,
  role: undefined,
  signedInBefore: undefined,
  locked: undefined,
  deletedOrganizations: 'hidden',
  ...filters[filter],
})

/** Finding the deep places takes a minute and they do not move: kept beside the data. */
export async function cells({ admin, folder }: Installation): Promise<Cell[]> {
  const kept = join(folder, 'cells.json')
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Cell[]
  const found: Cell[] = []
  for (const place of Object.keys(places) as Place[])
    for (const filter of Object.keys(filters))
      for (const sort of sorts)
        for (const order of ['asc', 'desc'] as const) {
          const first: Cell = { place, sort, order, filter, after: null }
          const after = await deepIn(admin, first)
          found.push(first, ...(after ? [{ ...first, after }] : []))
        }
  writeFileSync(kept, JSON.stringify(found))
  return found
}

const columns: Record<Sort, string> = {
  name: 'u.name_key',
  email: 'u.email',
  role: 'u.role',
  status: 'u.status',
  lastSignInAt: 'a.last_sign_in_at',
  createdAt: 'u.id',
}
/** Where page 1,000 begins, or the last page if there are fewer; undefined where everything is on one page. */
async function deepIn(admin: pg.Client, cell: Cell): Promise<[unknown, string] | undefined> {
  const { path, within, search, status, role } = filterOf(cell)
  const { lo, hi } = within === 'organization' ? { lo: path, hi: `${path}\u0001` } : subtreeOf(path)
  const where = `from users u join user_activity a on a.user_id = u.id where u.org_path >= $1 and u.org_path < $2
    and ($3::text is null or u.search_key like '%' || $3 || '%') and ($4::text is null or u.status = $4)
    and ($5::text is null or u.role = $5)`
  const values = [lo, hi, search ?? null, status ?? null, role ?? null]
  const skipped = (deep - 1) * pageSize
  const counted = `select count(*)::int as n from (select ${where} limit ${skipped + pageSize}) counted`
  const n = (await admin.query<{ n: number }>(counted, values)).rows[0]?.n ?? 0
  if (n <= pageSize) return undefined
  const { rows } = await admin.query<{ value: unknown; id: string }>(
    `select ${columns[cell.sort]} as value, u.id ${where} order by ${columns[cell.sort]} ${cell.order}, u.id ${cell.order}
     offset ${n - pageSize - 1} limit 1`,
    values,
  )
  const [row] = rows
  if (!row) return undefined
  const value =
    row.value instanceof Date ? row.value.toISOString() : Number.isFinite(row.value) ? row.value : String(row.value)
  return [value, row.id]
}

/** The address of a cell's page, its cursor sealed as the server would have. */
export function pageOf(cell: Cell, organization: string, reader: string, cursorKey: Buffer): string {
  const { within, search, status, role, deletedOrganizations } = filterOf(cell)
  const params = { organization: publicId('org', organization) }
  const told = { sort: cell.sort, order: cell.order, within, search, status, role, deletedOrganizations }
  const query = Object.fromEntries(Object.entries(told).filter((it): it is [string, string] => it[1] !== undefined))
  const binding = JSON.stringify([reader, '/api/v1/organizations/:organization/users', params, query])
  const asked = new URLSearchParams({ ...query, limit: String(pageSize) })
  if (cell.after) asked.set('cursor', cursorFor(cursorKey, undefined, binding).seal(cell.after))
  return `/api/v1/organizations/${params.organization}/users?${asked}`
}
