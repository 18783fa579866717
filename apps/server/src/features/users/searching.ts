/** Searching users by part of a name or e-mail, in bounded work whatever the term. */
import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { canonicalEmail, escapedForLike, foldedName } from '../../platform/value/text.ts'
import { shortestAnywhere } from './rules.ts'

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
/** The list that a search narrows: where its rows come from, and in which order. */
export interface Walk {
  readonly from: RawBuilder<unknown>
  readonly ordered: RawBuilder<unknown>
  readonly conditions: readonly RawBuilder<unknown>[]
  readonly limit: number
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

/** What a search comes to: those who are meant, where they are few enough to be fetched, or a condition on `users u`. */
export type Found = { readonly hits: readonly string[] } | { readonly condition: RawBuilder<unknown> }

export async function searched(tx: Tx, { path, within, search }: Filter, walk?: Walk): Promise<Found> {
  const folded = search === undefined ? '' : foldedName(canonicalEmail(search))
  if (!folded) return { condition: sql`true` }
  // Comparisons instead of LIKE: they are leakproof, so that row security lets an index answer them.
  const begins = (column: RawBuilder<unknown>) => sql`(${column} >= ${folded} and ${column} < ${folded + last})`
  if (Array.from(folded).length < shortestAnywhere) {
    return { condition: sql`(${begins(sql`u.name_key`)} or ${begins(sql`u.email`)})` }
  }
  const needle = `%${escapedForLike(folded)}%`
  // Everybody and one organization have an index in the order of every list. What lies between is sorted as a whole for a
  // walk: 490 ms for 90,000 users, where the trigram index takes 56 ms.
  const inOrder = within === 'organization' || path === rootPath
  const nearby = walk && inOrder ? await walked(tx, walk, needle) : undefined
  if (nearby) return { hits: nearby }
  const { lo, hi } = within === 'organization' ? { lo: path, hi: `${path}\u0001` } : subtreeOf(path)
  const { rows } = await sql<{ id: string }>`select matching_users(${lo}, ${hi}, ${needle}, ${mostHits}) as id`.execute(
    tx,
  )
  if (rows.length < mostHits) return { hits: rows.map((row) => row.id) }
  const late = walk && !inOrder ? await walked(tx, walk, needle) : undefined
  return late ? { hits: late } : { condition: sql`u.search_key like ${needle}` }
}

/**
 * The hits as where a list comes from, one look-up by key after the other (`offset 0` keeps the planner from another order): as a
 * condition beside a cursor, the list of them was read for every row of the index that gives the order.
 */
export function fromHits(hits: readonly string[], withActivity: boolean): RawBuilder<unknown> {
  const users = sql`unnest(${hits}::uuid[]) hit (id), lateral (select * from users where id = hit.id offset 0) u`
  return withActivity ? sql`${users}, lateral (select * from user_activity where user_id = hit.id offset 0) a` : users
}

/** The hits among the first rows of the list, if they fill the page or there are no further rows; else nothing. */
async function walked(
  tx: Tx,
  { from, ordered, conditions, limit }: Walk,
  needle: string,
): Promise<string[] | undefined> {
  const { rows } = await sql<{ id: string | null; seen: number }>`
    with walk as materialized (
      select id, search_key, row_number() over () as n from (
        select u.id, u.search_key from ${from} where ${sql.join(conditions, sql` and `)} order by ${ordered} limit ${mostWalked}) first)
    select hit.id, seen.n as seen from (select count(*) as n from walk) seen
    left join (select id, n from walk where search_key like ${needle} order by n limit ${limit + 1}) hit on true`.execute(
    tx,
  )
  const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]))
  return ids.length > limit || (rows[0]?.seen ?? 0) < mostWalked ? ids : undefined
}
