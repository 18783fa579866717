/** The invitations list: any sort, any filter, by keyset. */
import { sql, type RawBuilder } from 'kysely'
import { inOrder, isAfter, mostCounted, type Direction, type SortKey } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { canonicalEmail, escapedForLike } from '../../platform/value/text.ts'
import { shown, type InvitationRow } from './store.ts'

type StatusFilter = 'open' | 'pending' | 'accepted' | 'expired' | 'revoked' | 'all'
interface Filter {
  readonly path: string
  readonly search: string | undefined
  readonly status: StatusFilter
}
type Sort = 'email' | 'createdAt' | 'expiresAt'
const keys: Record<Sort, SortKey> = {
  email: { expression: sql`i.email`, id: sql`i.id` },
  createdAt: { expression: sql`i.created_at`, id: sql`i.id` },
  expiresAt: { expression: sql`i.expires_at`, id: sql`i.id` },
}
export const sortValue = (row: InvitationRow, sort: Sort): string =>
  ({ email: row.email, createdAt: row.created_at.toISOString(), expiresAt: row.expires_at.toISOString() })[sort]

/** One row more than `limit`. */
export async function list(
  tx: Tx,
  filter: Filter,
  sort: Sort,
  order: Direction,
  after: readonly unknown[] | null,
  limit: number,
) {
  const conditions = [...filtered(tx.now, filter), ...(after ? [isAfter(keys[sort], order, after)] : [])]
  const ordered = inOrder(keys[sort], order)
  const page = sql`select i.id from invitations i where ${sql.join(conditions, sql` and `)} order by ${ordered} limit ${limit + 1}`
  return (await sql<InvitationRow>`${shown} where i.id in (${page}) order by ${ordered}`.execute(tx)).rows
}

/** Counts to one past `mostCounted`. */
export async function count(tx: Tx, filter: Filter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (select from invitations i
    where ${sql.join(filtered(tx.now, filter), sql` and `)} limit ${mostCounted + 1}) counted`.execute(tx)
  return rows[0]?.n ?? 0
}

function filtered(now: Date, { path, search, status }: Filter): RawBuilder<unknown>[] {
  const open = sql`i.accepted_at is null and i.revoked_at is null`
  const byStatus: Record<StatusFilter, RawBuilder<unknown>> = {
    open,
    pending: sql`${open} and i.expires_at > ${now}`,
    expired: sql`${open} and i.expires_at <= ${now}`,
    accepted: sql`i.accepted_at is not null`,
    revoked: sql`i.revoked_at is not null`,
    all: sql`true`,
  }
  const conditions = [sql`i.org_path = ${path}`, byStatus[status]]
  if (search) conditions.push(sql`i.email like ${`%${escapedForLike(canonicalEmail(search))}%`}`)
  return conditions
}
