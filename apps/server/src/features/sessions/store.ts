/** The row of a session: made, gone on with under a new secret, and what it has proved. */
import type { SignInMethod, Step } from '@tenantry/contract'
import { sql } from 'kysely'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'

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
}
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
    })
    .returning(ceilingOf)
    .executeTakeFirstOrThrow()
  return ceiling
}
const ceilingOf = sql<number>`(select o.session_ceiling from organizations o where o.path = sessions.org_path)`.as(
  'ceiling',
)

/** What the session that others begin from has proved so far. */
export const proofsOf = (tx: Tx, session: string) =>
  tx
    .selectFrom('sessions')
    .select(['methods', 'proved_at', 'own_proof'])
    .$castTo<{ methods: SignInMethod[]; proved_at: Date | null; own_proof: boolean }>()
    .where('id', '=', session)
    .executeTakeFirst()

export interface Proved {
  readonly methods: readonly SignInMethod[]
  /** Something of the person's own is among it. */
  readonly own: boolean
}
/** The session goes on under a new secret; its ceiling in seconds. Undefined: it was ended meanwhile. `proved`: all that it has proved by now. */
export const renew = (tx: Tx, session: string, tokenHash: Buffer, proved?: Proved) =>
  tx
    .updateTable('sessions')
    .set({
      token_hash: tokenHash,
      ...(proved && { proved_at: tx.now, methods: [...proved.methods], own_proof: proved.own }),
    })
    .where('id', '=', session)
    .returning(ceilingOf)
    .executeTakeFirst()

/** The session goes on from its step, under a new secret; its ceiling in seconds. Undefined: it was ended meanwhile. */
export const goOn = (tx: Tx, id: string, it: Proved & { tokenHash: Buffer; step: Step | null; expiresAt: Date }) =>
  tx
    .updateTable('sessions')
    .set({
      token_hash: it.tokenHash,
      step: it.step,
      methods: [...it.methods],
      own_proof: it.own,
      expires_at: it.expiresAt,
      proved_at: tx.now,
    })
    .where('id', '=', id)
    .returning(ceilingOf)
    .executeTakeFirst()

/** Other sign-ins of somebody who has a factor by now: who was to set one up there shows this one. */
export const askForFactor = (tx: Tx, identity: string, kept: string, expiresAt: Date) =>
  tx
    .updateTable('sessions')
    .set({ step: 'second_factor', expires_at: sql`least(expires_at, ${expiresAt}::timestamptz)` })
    .where('identity_id', '=', identity)
    .where('step', '=', 'enrol_factor')
    .where('id', '<>', kept)
    .execute()
