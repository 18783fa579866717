/** The row of a session: made, gone on with under a new secret, and what it has proved. */
import type { SignInMethod, Step } from '@tenantry/contract'
import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { Mark } from '../../platform/value/mark.ts'

export interface NewSession {
  id: string
  tokenHash: Buffer
  identity: string
  user: string
  home: string
  createdAt: Date
  /** Beyond what rules say. */
  expiresAt: Date
  address: string
  userAgent: string | null
  step: Step | null
  methods: readonly SignInMethod[]
  provedAt: Date | null
  ownProof: boolean
  connection: string | null
  /** Of the second factor that was shown. */
  factor: Mark | null
}
const markOf = (factor: Mark | null) => ({
  factor_connection_id: factor?.connection ?? null,
  factor_beside: [...(factor?.beside ?? [])],
})
/** Its ceiling, in seconds: how long the browser keeps the cookie. */
export async function insert(tx: Tx, it: NewSession): Promise<number> {
  const { ceiling } = await prepared(tx)
    .insertInto('sessions')
    .values({
      token_hash: it.tokenHash,
      id: it.id,
      identity_id: it.identity,
      user_id: it.user,
      org_path: it.home,
      created_at: it.createdAt,
      used_at: tx.now,
      expires_at: it.expiresAt,
      address: it.address,
      user_agent: it.userAgent,
      step: it.step,
      methods: [...it.methods],
      proved_at: it.provedAt,
      own_proof: it.ownProof,
      connection_id: it.connection,
      ...markOf(it.factor),
    })
    .returning(ceilingOf)
    .executeTakeFirstOrThrow()
  return ceiling
}
const ceilingOf = sql<number>`(select o.session_ceiling from organizations o where o.path = sessions.org_path)`.as(
  'ceiling',
)

const shownCounts = sql<boolean>`counts_at(identity_id, factor_connection_id, factor_beside, org_path)`.as('counts')
interface ProofsRow {
  methods: SignInMethod[]
  proved_at: Date | null
  own_proof: boolean
  factor_connection_id: string | null
  factor_beside: string[]
  /** What was shown of second factors counts where the session's account lies. */
  counts: boolean
}
/** What the session that others begin from has proved so far. */
export const proofsOf = (tx: Tx, session: string) =>
  tx
    .selectFrom('sessions')
    .select(['methods', 'proved_at', 'own_proof', 'factor_connection_id', 'factor_beside', shownCounts])
    .$castTo<ProofsRow>()
    .where('id', '=', session)
    .executeTakeFirst()

export interface Proved {
  readonly methods: readonly SignInMethod[]
  /** Something of the person's own is among it. */
  readonly own: boolean
  /** The second factor among it; null: none. */
  readonly factor: Mark | null
}
/** The session goes on under a new secret; its ceiling in seconds. Undefined: it was ended meanwhile. `proved`: all that it has proved by now. */
export const renew = (tx: Tx, session: string, tokenHash: Buffer, proved?: Proved) =>
  tx
    .updateTable('sessions')
    .set({
      token_hash: tokenHash,
      ...(proved && {
        proved_at: tx.now,
        methods: [...proved.methods],
        own_proof: proved.own,
        ...markOf(proved.factor),
      }),
    })
    .where('id', '=', session)
    .returning(ceilingOf)
    .executeTakeFirst()

/** What it has shown of second factors goes less far from now on. */
export const keepShown = (tx: Tx, session: string, { methods, factor }: Pick<Proved, 'methods' | 'factor'>) =>
  tx
    .updateTable('sessions')
    .set({ methods: [...methods], ...markOf(factor) })
    .where('id', '=', session)
    .execute()

/** The session goes on from its step, under a new secret; its ceiling in seconds. Undefined: it was ended meanwhile. */
export const goOn = (tx: Tx, id: string, it: Proved & { tokenHash: Buffer; step: Step | null; expiresAt: Date }) =>
  tx
    .updateTable('sessions')
    .set({
      token_hash: it.tokenHash,
      step: it.step,
      methods: [...it.methods],
      own_proof: it.own,
      ...markOf(it.factor),
      expires_at: it.expiresAt,
      proved_at: tx.now,
    })
    .where('id', '=', id)
    .returning(ceilingOf)
    .executeTakeFirst()

/** Other sign-ins of somebody who has a factor by now: who was to set one up where it counts shows this one. */
export const askForFactor = (tx: Tx, identity: string, { connection, beside }: Mark, kept: string, expiresAt: Date) =>
  tx
    .updateTable('sessions')
    .set({ step: 'second_factor', expires_at: sql`least(expires_at, ${expiresAt}::timestamptz)` })
    .where('identity_id', '=', identity)
    .where('step', '=', 'enrol_factor')
    .where(sql<boolean>`counts_at(identity_id, ${connection}, ${beside}, org_path)`)
    .where('id', '<>', kept)
    .execute()
