/** Searching users by part of a name or e-mail, in bounded work whatever the term. */
import { shortestAnywhere } from '@tenantry/contract'
import { sql, type RawBuilder } from 'kysely'
import { firstRows, type Walk } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { canonicalEmail, escapedForLike, foldedName } from '../../platform/value/text.ts'

export interface Filter {
  readonly path: string
  readonly within: 'organization' | 'subtree'
  readonly search: string | undefined
  readonly status: string | undefined
  readonly role: string | undefined
  /** Last signed in before this moment, or never; -infinity: never. */
  readonly signedInBefore: Date | '-infinity' | undefined
  readonly locked: boolean | undefined
  /** Those of users who belong to an organization that is deleted. */
  readonly deletedOrganizations: 'hidden' | 'only' | 'shown'
}
/**
 * Rows looked at one after the other, in the order of the list, before the trigram index is asked: a term that many
 * have fills a page long before, and most organizations end sooner.
 */
const mostWalked = 5_000
/** Hits that are fetched and sorted. A term with more, and yet no page among the first rows, is walked for to the end. */
const mostHits = 3_000
/** Follows every character in "C" order. */
const last = '\u{10ffff}'

/** What a search comes to: its page, where that was cheap to find, or a condition on `users u`. */
export type Found = { readonly page: readonly string[] } | { readonly condition: RawBuilder<unknown> }
/** A list that may be searched: `among` is what it is of when those who match are a table `hits` like `users`. */
export interface Searchable extends Walk {
  readonly among: Pick<Walk, 'from' | 'conditions'>
}

export async function searched(tx: Tx, filter: Filter, walk: Searchable, limit: number): Promise<Found> {
  const term = termOf(filter)
  if ('condition' in term) return term
  // Everybody and one organization have an index in the order of every list. What lies between is sorted as a whole for a
  // walk: 490 ms for 90,000 users, where the trigram index takes 20 ms.
  const inOrder = filter.within === 'organization' || filter.path === rootPath
  const page =
    (inOrder ? await walked(tx, walk, term.needle, limit) : undefined) ??
    (await pageAmong(tx, matching(filter, term.needle), mostHits, walk, limit)) ??
    (inOrder ? undefined : await walked(tx, walk, term.needle, limit))
  return page ? { page } : { condition: containing(term.needle) }
}

/** How many match and meet the conditions (on `hits u`); or the condition that tells, where too many match to be fetched. */
export async function countSearched(
  tx: Tx,
  filter: Filter,
  conditions: readonly RawBuilder<unknown>[],
): Promise<{ readonly n: number } | { readonly condition: RawBuilder<unknown> }> {
  const term = termOf(filter)
  if ('condition' in term) return term
  const { rows } = await sql<{ n: number; all: number }>`with hits as materialized (${matching(filter, term.needle)})
    select (select count(*) from hits u where ${sql.join(conditions, sql` and `)}) as n, (select count(*) from hits) as all`.execute(
    tx,
  )
  const [counted] = rows
  return counted && counted.all < mostHits ? { n: counted.n } : { condition: containing(term.needle) }
}

const containing = (needle: string) => sql`u.search_key like ${needle}`
function termOf({ search }: Filter): { condition: RawBuilder<unknown> } | { needle: string } {
  const folded = search === undefined ? '' : foldedName(canonicalEmail(search))
  if (!folded) return { condition: sql`true` }
  // Comparisons instead of LIKE: they are leakproof, so that row security lets an index answer them.
  const begins = (column: RawBuilder<unknown>) => sql`(${column} >= ${folded} and ${column} < ${folded + last})`
  if (Array.from(folded).length < shortestAnywhere)
    return { condition: sql`(${begins(sql`u.name_key`)} or ${begins(sql`u.email`)})` }
  return { needle: `%${escapedForLike(folded)}%` }
}

/** By the trigram index: users in the range whose name or e-mail contains the needle, so many at most, in no order. */
function matching({ path, within }: Filter, needle: string): RawBuilder<unknown> {
  const { lo, hi } = within === 'organization' ? { lo: path, hi: `${path}\u0001` } : subtreeOf(path)
  return sql`select * from matching_users(${lo}, ${hi}, ${needle}, ${mostHits})`
}

/** The page among those rows alone, which are fetched as a whole; nothing where they are as many as `most`. */
export async function pageAmong(
  tx: Tx,
  rows: RawBuilder<unknown>,
  most: number,
  walk: Searchable,
  limit: number,
): Promise<string[] | undefined> {
  // All of them are sorted: nothing is gained by asking for those of the same value first.
  const first = firstRows({ ...walk, ...walk.among, fewValues: false }, walk.key.id, limit + 1)
  const found = await sql<{ id: string | null; all: number }>`with hits as materialized (${rows})
    select page.id, counted.all from (select count(*) as all from hits) counted left join (${first}) page (id) on true`.execute(
    tx,
  )
  return (found.rows[0]?.all ?? 0) < most ? idsOf(found.rows) : undefined
}
const idsOf = (rows: readonly { id: string | null }[]) => rows.flatMap(({ id }) => (id === null ? [] : [id]))

/** The page among the first rows of the list, if they fill it or there are no further rows; else nothing. */
async function walked(tx: Tx, walk: Walk, needle: string, limit: number): Promise<string[] | undefined> {
  const rowsOf = firstRows(walk, sql`u.id, u.search_key`, mostWalked)
  const { rows } = await sql<{ id: string | null; seen: number }>`
    with walk as materialized (select id, search_key, row_number() over () as n from (${rowsOf}) first)
    select hit.id, seen.n as seen from (select count(*) as n from walk) seen
    left join (select id, n from walk where search_key like ${needle} order by n limit ${limit + 1}) hit on true`.execute(
    tx,
  )
  const ids = idsOf(rows)
  return ids.length > limit || (rows[0]?.seen ?? 0) < mostWalked ? ids : undefined
}
