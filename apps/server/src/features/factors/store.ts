/** Factors of a person. Every transaction here acts for them, or reaches one of their accounts and removes. */
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/scope.ts'
import type { Mark } from '../../platform/value/mark.ts'
import { countingAt, countsAt, isOwn } from '../identities/index.ts'

const shown = ['id', 'kind', 'name', 'created_at', 'last_used_at', 'connection_id', 'beside'] as const
/** Through which it was set up on a provider's word alone; null: with something of the person's own. */
export interface Marked {
  connection_id: string | null
  /** Connections of those that were there and were not shown: where such a one counts, this does not. */
  beside: string[]
}
export const markOf = ({ connection_id, beside }: Marked): Mark => ({ connection: connection_id, beside })
export interface FactorRow extends Marked {
  id: string
  kind: 'app' | 'passkey'
  name: string
  created_at: Date
  last_used_at: Date | null
}
export interface PlacedRow extends FactorRow {
  /** It counts for an account at the place that was named. */
  here: boolean
}

/** Those that count, here or elsewhere. Bounded by what may be added. */
export const all = (tx: Tx, identity: string, place: string) =>
  tx
    .selectFrom('factors')
    .select([...shown, countingAt('factors', place).as('here')])
    .$castTo<PlacedRow>()
    .where('identity_id', '=', identity)
    .where('confirmed_at', 'is not', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

/**
 * Where a factor of this connection is new, what is no provider's and does not count there was not shown for it: it counts for
 * nothing where the new one does, whatever becomes of what it stood beside before.
 */
export async function standBeside(tx: Tx, identity: string, connection: string, place: string): Promise<void> {
  for (const table of ['factors', 'recovery_codes', 'remembered_devices'] as const)
    await sql`update ${sql.table(table)} set beside = beside || ${connection}::uuid where identity_id = ${identity}
      and connection_id is null and not ${connection}::uuid = any(beside) and not ${countingAt(table, place)}`.execute(
      tx,
    )
  await sql`update sessions set factor_beside = factor_beside || ${connection}::uuid where identity_id = ${identity}
    and factor_connection_id is null and cardinality(factor_beside) > 0 and not ${connection}::uuid = any(factor_beside)
    and not counts_at(identity_id, null, factor_beside, ${place})`.execute(tx)
}

/** A new unconfirmed app takes the place of the one before: of the person's own, or on the word of that connection. */
export async function beginApp(
  tx: Tx,
  it: { id: string; identity: string; name: string; sealed: Buffer; connection: string | null },
): Promise<void> {
  await tx
    .deleteFrom('factors')
    .where('identity_id', '=', it.identity)
    .where('confirmed_at', 'is', null)
    .where('connection_id', 'is not distinct from', it.connection)
    .execute()
  await tx
    .insertInto('factors')
    .values({
      id: it.id,
      identity_id: it.identity,
      kind: 'app',
      name: it.name,
      created_at: tx.now,
      sealed_secret: it.sealed,
      connection_id: it.connection,
    })
    .execute()
}
export const unconfirmed = (tx: Tx, identity: string, id: string, since: Date) =>
  tx
    .selectFrom('factors')
    .select(['id', 'sealed_secret'])
    .where('identity_id', '=', identity)
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .where('created_at', '>', since)
    .executeTakeFirst()
/** Once: undefined where it was confirmed meanwhile. What carried a connection when it was begun goes on to. */
export const confirm = (tx: Tx, id: string, step: number, { connection, beside }: Mark) =>
  tx
    .updateTable('factors')
    .set({
      confirmed_at: tx.now,
      last_used_at: tx.now,
      last_step: step,
      connection_id: sql`coalesce(connection_id, ${connection}::uuid)`,
      beside: [...beside],
    })
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .returning(shown)
    .$castTo<FactorRow>()
    .executeTakeFirst()

export const apps = (tx: Tx, identity: string, place: string) =>
  tx
    .selectFrom('factors')
    .select(['id', 'sealed_secret', 'last_step', 'connection_id', 'beside'])
    .where('identity_id', '=', identity)
    .where('kind', '=', 'app')
    .where('confirmed_at', 'is not', null)
    .where(countingAt('factors', place))
    .execute()
/** True for the one use that came first: a step is accepted once, and none before it any more. */
export async function useStep(tx: Tx, id: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('factors')
    .set({ last_step: step, last_used_at: tx.now })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('last_step', 'is', null), eb('last_step', '<', step)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export interface PasskeyRow extends Marked {
  id: string
  identity_id: string
  credential_id: Buffer
  public_key: Buffer
  counter: number
  transports: string[] | null
}
/** Those that count at the place; null: all of them. */
export const passkeys = (tx: Tx, identity: string, place: string | null) => {
  const all = tx
    .selectFrom('factors')
    .select(['id', 'identity_id', 'credential_id', 'public_key', 'counter', 'transports', 'connection_id', 'beside'])
    .$castTo<PasskeyRow>()
    .where('identity_id', '=', identity)
    .where('kind', '=', 'passkey')
  return (place === null ? all : all.where(countingAt('factors', place))).execute()
}
/** For the look-up connection: whose passkey is this? */
export const passkeyStatement = {
  name: 'passkey_by_credential',
  text: `select id, identity_id, credential_id, public_key, counter, transports, connection_id, beside from factors where credential_id = $1`,
}
export interface NewPasskey {
  id: string
  identity: string
  name: string
  credentialId: Buffer
  publicKey: Buffer
  counter: number
  transports: readonly string[]
  mark: Mark
}
export const insertPasskey = (tx: Tx, it: NewPasskey) =>
  tx
    .insertInto('factors')
    .values({
      id: it.id,
      identity_id: it.identity,
      kind: 'passkey',
      name: it.name,
      created_at: tx.now,
      confirmed_at: tx.now,
      credential_id: it.credentialId,
      public_key: it.publicKey,
      counter: it.counter,
      transports: [...it.transports],
      connection_id: it.mark.connection,
      beside: [...it.mark.beside],
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning(shown)
    .$castTo<FactorRow>()
    .executeTakeFirst()
/** Only forward: of two answers of one passkey at once with counters, the older one is refused. */
export async function usePasskey(tx: Tx, id: string, counter: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('factors')
    .set({ counter, last_used_at: tx.now })
    .where('id', '=', id)
    // Most passkeys do not count: theirs stays zero.
    .where((eb) => (counter === 0 ? eb('counter', '=', 0) : eb('counter', '<', counter)))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
/** True for the first answer to a challenge. */
export async function useChallenge(tx: Tx, challenge: Buffer, expiresAt: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('used_challenges')
    .values({ hash: challenge, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export const rename = (tx: Tx, identity: string, id: string, name: string) =>
  tx
    .updateTable('factors')
    .set({ name })
    .where('identity_id', '=', identity)
    .where('id', '=', id)
    .where('confirmed_at', 'is not', null)
    .returning(shown)
    .$castTo<FactorRow>()
    .executeTakeFirst()
/** These; recovery codes go with the last factor of their kind: of the person's own, or by one connection. */
export async function remove(tx: Tx, identity: string, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('factors')
    .where('identity_id', '=', identity)
    .where('id', 'in', [...ids])
    .execute()
  await sql`delete from recovery_codes r where r.identity_id = ${identity} and not exists (select from factors f
    where f.identity_id = r.identity_id and f.confirmed_at is not null and f.connection_id is not distinct from r.connection_id)`.execute(
    tx,
  )
}
/** Factors and codes; how many factors counted. */
export async function removeAll(tx: Tx, identity: string): Promise<number> {
  const gone = await tx.deleteFrom('factors').where('identity_id', '=', identity).returning('confirmed_at').execute()
  await tx.deleteFrom('recovery_codes').where('identity_id', '=', identity).execute()
  return gone.filter((it) => it.confirmed_at !== null).length
}

/** Those that count here give way; on a connection's word alone, those of that connection. */
export async function replaceCodes(
  tx: Tx,
  identity: string,
  hashes: readonly Buffer[],
  { connection, beside }: Mark,
  place: string,
): Promise<void> {
  const there = tx.deleteFrom('recovery_codes').where('identity_id', '=', identity)
  await (connection === null
    ? there.where(countingAt('recovery_codes', place))
    : there.where('connection_id', '=', connection)
  ).execute()
  const mark = { connection_id: connection, beside: [...beside] }
  await tx
    .insertInto('recovery_codes')
    .values(hashes.map((code_hash) => ({ identity_id: identity, code_hash, created_at: tx.now, ...mark })))
    .execute()
}
/** Those left that count here. */
export async function countCodes(tx: Tx, identity: string, place: string): Promise<number> {
  const codes = tx.selectFrom('recovery_codes').select('used_at').where('identity_id', '=', identity)
  return (await codes.where('used_at', 'is', null).where(countingAt('recovery_codes', place)).execute()).length
}
/** For the one use that came first. */
export const useCode = (tx: Tx, identity: string, hash: Buffer, place: string): Promise<Marked | undefined> =>
  tx
    .updateTable('recovery_codes')
    .set({ used_at: tx.now })
    .where('identity_id', '=', identity)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .where(countingAt('recovery_codes', place))
    .returning(['connection_id', 'beside'])
    .executeTakeFirst()

export interface AskingRow {
  org_path: string
  mfa_required: boolean
  roles: string[]
  /** The factors that count there. */
  factors: string[]
}
/** For the look-up connection: what a person's own accounts, in whatever organizations they lie or ($2) where a connection leads, say about second factors, and which count there. */
export const askingStatement = {
  name: 'accounts_asking_for_factors',
  text: `select u.org_path, u.mfa_required, array(select g.role from grants g where g.user_id = u.id) as roles,
      array(select f.id from factors f where f.identity_id = u.identity_id and f.confirmed_at is not null and ${countsAt('f', 'u.org_path')}) as factors
    from users u join identities i on i.id = u.identity_id
    where u.identity_id = $1 and u.status = 'active' and ${isOwn} and ($2::uuid is null or enters($2, u.org_path)) limit 100`,
}
export const hasPassword = async (tx: Tx, identity: string): Promise<boolean> => {
  const { rows } = await sql`select from identities where id = ${identity} and password_hash is not null`.execute(tx)
  return rows.length === 1
}
