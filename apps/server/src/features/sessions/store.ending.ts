/** Sessions end: one, those of a person, of an account, of a place, or those that came by a way that is closed now. */
import { sql } from 'kysely'
import { lockThe, shareThe } from '../../platform/db/locks.ts'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { counted, inReachOfRoles, type Counts } from './store.open.ts'

/** What becomes of API keys, which otherwise outlive the sessions beside them. */
export type Keys = 'kept' | 'ended'
const ended = ({ numDeletedRows }: { numDeletedRows: bigint }) => Number(numDeletedRows)
const kinds = (rows: readonly { kind: string }[]): Counts => ({
  sessions: rows.filter((it) => it.kind === 'session').length,
  keys: rows.filter((it) => it.kind === 'key').length,
})

export const endOne = async (tx: Tx, identity: string, id: string): Promise<number> =>
  ended(
    await tx
      .deleteFrom('sessions')
      .where('identity_id', '=', identity)
      .where('id', '=', id)
      .where('kind', '=', 'session')
      .executeTakeFirst(),
  )
/** The session that a browser held until now, also somebody else's. */
export const endHeld = (tx: Tx, tokenHash: Buffer) => sql`select end_held_session(${tokenHash})`.execute(prepared(tx))
interface Own {
  readonly identity: string
  readonly connection: string | null
}
/** One of a person's own, or all but the one at hand; by a provider's word those of its organization. */
export const endOwn = async (
  tx: Tx,
  { identity, connection }: Own,
  which: { id: string } | { kept: string },
): Promise<number> => {
  const all = tx
    .deleteFrom('sessions')
    .where('identity_id', '=', identity)
    .where('kind', '=', 'session')
    .where(connection === null ? sql<boolean>`true` : sql<boolean>`enters(${connection}, org_path)`)
  return ended(
    await ('id' in which ? all.where('id', '=', which.id) : all.where('id', '<>', which.kept)).executeTakeFirst(),
  )
}
/** `but`: the session that stays; `through`: those alone that lie where this connection leads, or have shown a factor of it: it may lead there again. */
export const endOfIdentity = async (
  tx: Tx,
  identity: string,
  but: string | null,
  keys: Keys,
  through: string | null = null,
): Promise<number> => {
  const theirs = tx.deleteFrom('sessions').where('identity_id', '=', identity)
  const all =
    through === null
      ? theirs
      : theirs.where(sql<boolean>`(leads(${through}, org_path) or factor_connection_id = ${through})`)
  const these = keys === 'ended' ? all : all.where('kind', '=', 'session')
  return ended(await (but === null ? these : these.where('id', '<>', but)).executeTakeFirst())
}
/** All of a person, in whatever organizations, by somebody who reaches one of their accounts; API keys stay. */
export const endOfPerson = async (tx: Tx, identity: string): Promise<number> =>
  (await sql<{ n: number }>`select end_sessions_of_person(${identity}) as n`.execute(tx)).rows[0]?.n ?? 0

/** Keys, too: somebody who is out is out for their programs as well. */
export const endOfUser = async (tx: Tx, user: string): Promise<number> =>
  ended(await prepared(tx).deleteFrom('sessions').where('user_id', '=', user).executeTakeFirst())
export const endOneOf = async (tx: Tx, path: string, user: string, id: string): Promise<number> =>
  ended(
    await tx
      .deleteFrom('sessions')
      .where('org_path', '=', path)
      .where('user_id', '=', user)
      .where('id', '=', id)
      .where('kind', '=', 'session')
      .executeTakeFirst(),
  )
/** `but`: the session of whoever asks. */
export const endAllOf = async (tx: Tx, path: string, user: string, but: string, keys: Keys): Promise<Counts> => {
  const all = tx.deleteFrom('sessions').where('org_path', '=', path).where('user_id', '=', user).where('id', '<>', but)
  return kinds(await (keys === 'ended' ? all : all.where('kind', '=', 'session')).returning('kind').execute())
}
export const endAllIn = async (tx: Tx, roles: readonly string[], but: string, keys: Keys): Promise<Counts> => {
  const { rows } = await sql<Counts>`with ended as (delete from sessions s
      where ${inReachOfRoles(tx, roles)} and s.id <> ${but} and (s.kind = 'session' or ${keys === 'ended'}) returning s.kind)
    select ${counted('ended')}`.execute(tx)
  return rows[0] ?? { sessions: 0, keys: 0 }
}

/** Opened by anything but the provider itself: also by a passkey that was set up on its word. */
const unfederated = sql<boolean>`not 'federated' = any(methods)`
/** Organizations below a place may have become Federated Only: whoever is in with anything else is out. */
export async function endUnfederatedBelow(tx: Tx, path: string): Promise<void> {
  await lockThe(tx, 'federatedOnly')
  const { lo, hi } = subtreeOf(path)
  await sql`delete from sessions where org_path >= ${lo} and org_path < ${hi} and kind = 'session'
    and ${unfederated} and federated_only_at(org_path)`.execute(tx)
}
/** People, or a whole subtree, came to another place: where nothing but federation is taken, whoever is in with anything else is out. */
export async function endUnfederatedMoved(
  tx: Tx,
  moved: { users: readonly string[] } | { path: string },
): Promise<void> {
  await shareThe(tx, 'federatedOnly')
  const those = () => {
    if ('users' in moved) return sql`user_id = any(${moved.users}::uuid[])`
    const { lo, hi } = subtreeOf(moved.path)
    return sql`org_path >= ${lo} and org_path < ${hi}`
  }
  await sql`delete from sessions where ${those()} and kind = 'session' and ${unfederated}
    and federated_only_at(org_path)`.execute(tx)
}
/** Keys, too; not those of sessions that a provider vouched for. */
export const endUnfederatedOf = (tx: Tx, user: string) =>
  prepared(tx).deleteFrom('sessions').where('user_id', '=', user).where(unfederated).execute()
/** Of everybody who came through a connection, or of one person. */
export const endThrough = async (
  tx: Tx,
  connection: string,
  only?: { identity: string; besides?: string },
): Promise<Counts> => {
  const all = tx.deleteFrom('sessions').where('connection_id', '=', connection)
  const theirs = only ? all.where('identity_id', '=', only.identity) : all
  const these = only?.besides === undefined ? theirs : theirs.where('id', '<>', only.besides)
  return kinds(await these.returning('kind').execute())
}
