import { sql } from 'kysely'
import { lockThe } from '../../platform/db/locks.ts'
import { patient, prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { isUniqueViolation, Unavailable } from '../../platform/db/unavailable.ts'
import { Refusal, type Refused } from '../../platform/refusal.ts'
import { childPath, rootPath } from '../../platform/value/reach.ts'
import { foldedName } from '../../platform/value/text.ts'

export const columns = [
  'id',
  'path',
  'level',
  'name',
  'code',
  'description',
  'tier',
  'host',
  'standing',
  'stopped',
  'purge_at',
  'created_at',
  'version',
] as const

const findByPath = (tx: Tx, path: string) =>
  tx.selectFrom('organizations').select(columns).where('path', '=', path).executeTakeFirst()

/**
 * Locked: renaming, drawing children and everything decided about its last administrator wait for one another. Not `for
 * update`: rows that refer to the organization may be inserted meanwhile, or a deactivation and a request of the
 * deactivated would wait for each other.
 */
export const lockByPath = (tx: Tx, path: string) =>
  prepared(tx)
    .selectFrom('organizations')
    .select([...columns, 'children_drawn'])
    .where('path', '=', path)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow(movedAway)

/** The place was read a moment ago, and somebody moved it since: asked again, it is found where it is now. */
const movedAway = () => new Unavailable('moved to another place in the tree just now')

/** What decides about a move, unlocked. */
export const placeAt = (tx: Tx, path: string) =>
  tx
    .selectFrom('organizations')
    .select(['path', 'level', 'stopped', 'gone', 'children_drawn'])
    .where('path', '=', path)
    .executeTakeFirstOrThrow(movedAway)

export const byPath = (tx: Tx, path: string) =>
  tx.selectFrom('organizations').select(columns).where('path', '=', path).executeTakeFirstOrThrow(movedAway)

export interface Named {
  id: string
  path: string
  name: string
  level: string
}
/** For the look-up connection: one organization, before it is known whether it lies in anybody's reach. */
export const byIdStatement = {
  name: 'organization_by_id',
  text: 'select id, path, name, level from organizations where id = $1',
}
/** For the look-up connection: organizations by path, top first. */
export const namedStatement = {
  name: 'organizations_named',
  text: 'select id, path, name, level from organizations where path = any($1) order by path',
}

export interface Details {
  readonly name: string
  readonly code: string | null
  readonly description: string | null
  readonly host: string | null
}
export interface Taken {
  readonly code: Refused
  readonly host: Refused
}
/** Codes and host names are unique beyond every reach, so that only the index can tell. */
const refusingTaken = async <T>(written: Promise<T>, taken: Taken): Promise<T> => {
  try {
    return await written
  } catch (error) {
    if (isUniqueViolation(error, 'organizations_code')) throw new Refusal(taken.code)
    if (isUniqueViolation(error, 'organizations_host')) throw new Refusal(taken.host)
    throw error
  }
}

export const update = (tx: Tx, id: string, it: Details, taken: Taken) =>
  refusingTaken(
    tx
      .updateTable('organizations')
      .set((eb) => ({ ...it, name_key: foldedName(it.name), version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirstOrThrow(),
    taken,
  )

export const setTier = (tx: Tx, id: string, tier: string | null) =>
  tx
    .updateTable('organizations')
    .set((eb) => ({ tier, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()

export interface NewOrganization extends Details {
  readonly id: string
  readonly level: string
  readonly tier: string | null
}
export async function insertChild(
  tx: Tx,
  parent: { path: string; children_drawn: number },
  it: NewOrganization,
  taken: Taken,
) {
  const path = await drawPath(tx, parent)
  return refusingTaken(insert(tx, { ...it, path }), taken)
}

/** The next path below a locked parent. */
export async function drawPath(tx: Tx, parent: { path: string; children_drawn: number }): Promise<string> {
  const drawn = parent.children_drawn + 1
  await tx.updateTable('organizations').set({ children_drawn: drawn }).where('path', '=', parent.path).execute()
  return childPath(parent.path, drawn)
}

const insert = (tx: Tx, it: NewOrganization & { path: string }) =>
  tx
    .insertInto('organizations')
    .values({ ...it, name_key: foldedName(it.name), created_at: tx.now })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** The top of the tree; made by whichever process comes first. */
export async function ensureRoot(tx: Tx, it: { id: string; name: string; level: string }) {
  await lockThe(tx, 'root')
  return (
    (await findByPath(tx, rootPath)) ??
    (await insert(tx, { ...it, code: null, description: null, host: null, tier: null, path: rootPath }))
  )
}

export const setStanding = (
  tx: Tx,
  path: string,
  standing: 'active' | 'suspended' | 'deleted',
  purgeAt: Date | null = null,
) =>
  tx
    .updateTable('organizations')
    .set((eb) => ({ standing, purge_at: purgeAt, version: eb('version', '+', 1) }))
    .where('path', '=', path)
    .execute()

/** Carries a change of standing, or of place, to everything below; what follows from it is read anew afterwards. */
export const restand = (tx: Tx, path: string) => sql`select restand(${path})`.execute(tx)

export const counts = async (tx: Tx, path: string) => {
  const { rows } = await sql<Record<'organizations' | 'users' | 'sessions' | 'invitations', number>>`
    select * from subtree_counts(${path}, ${tx.now})`.execute(tx)
  return rows[0] ?? { organizations: 0, users: 0, sessions: 0, invitations: 0 }
}

/** Where somebody is at home; their own account is visible to them beyond the reach. */
export const homeOf = async (tx: Tx, user: string): Promise<string> =>
  (await tx.selectFrom('users').select('org_path').where('id', '=', user).executeTakeFirstOrThrow()).org_path

/** Grants inside a subtree that are held by people at home above it. */
export const heldFromAbove = async (tx: Tx, path: string): Promise<number> => {
  // Segments have one width: what begins with a path lies within it.
  const { rows } = await sql<{ n: number }>`select count(*) as n from grants
    where node_path >= ${path} and node_path < ${`${path}/`} and left(org_path, length(${path}::text)) <> ${path}`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

/** Grants and open invitations inside, of roles that belong to an organization above and do not exist at `to`. */
export const rolesLeftBehind = async (tx: Tx, path: string, to: string): Promise<number> => {
  const left = sql`r.org_path is not null and starts_with(${path}, r.org_path) and length(r.org_path) < ${path.length}
    and not starts_with(${to}, r.org_path)`
  const { rows } = await sql<{ n: number }>`select (select count(*) from grants g join roles r on r.key = g.role
      where g.node_path >= ${path} and g.node_path < ${`${path}/`} and ${left})
    + (select count(*) from invitations i join roles r on r.key = i.role
      where i.org_path >= ${path} and i.org_path < ${`${path}/`} and i.accepted_at is null and i.revoked_at is null
      and ${left}) as n`.execute(tx)
  return rows[0]?.n ?? 0
}

/** The subtree with everything that carries its path, and what is recorded of it. */
export async function movePath(tx: Tx, from: string, to: string): Promise<void> {
  // A hundred thousand users take their time.
  await sql`select set_config('statement_timeout', '600000', true)`.execute(tx)
  await sql`select move_subtree(${from}, ${to})`.execute(patient(tx))
}

export interface Purged {
  removed: number
  finished_id: string | null
  finished_path: string | null
  finished_name: string | null
  finished_code: string | null
}
/** One step of removing what is due: people first, then the rest; see the function's own words. */
export async function purgeStep(tx: Tx, most: number): Promise<Purged> {
  await sql`select set_config('statement_timeout', '120000', true)`.execute(tx)
  const { rows } = await sql<Purged>`select * from purge_step(${tx.now}, ${most})`.execute(patient(tx))
  return rows[0] ?? { removed: 0, finished_id: null, finished_path: null, finished_name: null, finished_code: null }
}
