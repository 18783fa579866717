/** What a session has proved, and what is added to it: its person shows who they are, and it goes on under a new secret. */
import type { SignInMethod } from '@tenantry/contract'
import { newToken } from '../../platform/crypto/keys.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { Actor } from '../../platform/value/actor.ts'
import type { Mark } from '../../platform/value/mark.ts'
import { cookieEnd, countedOf, furthest, isFactor, isOpen } from './rules.ts'
import * as store from './store.ts'

/** With what somebody showed who they are, and whether it is theirs: what was set up on a provider's word is as good as that. */
export interface Showing {
  readonly method: SignInMethod
  readonly own: boolean
  /** Of a second factor. */
  readonly factor: Mark | null
}

/** All that a session has proved, what is shown now included; a second factor that does not count for its account any more is none. */
export async function proofsWith(tx: Tx, session: string, shown?: Showing) {
  const it = settle(isOpen(await store.proofsOf(tx, session)))
  const before = countedOf(it.methods, it.counts)
  const factor = before.some(isFactor) ? { connection: it.factor_connection_id, beside: it.factor_beside } : null
  const proved = { methods: before, own: it.own_proof, factor, provedAt: it.proved_at }
  if (!shown) return proved
  return {
    ...proved,
    methods: [...new Set([...before, shown.method])],
    own: it.own_proof || shown.own,
    factor: shown.factor ? furthest(factor, shown.factor) : factor,
  }
}
/** The second factor that a session has shown, where it counts for its account. */
export const shownFactor = async (tx: Tx, session: string): Promise<Mark | null> =>
  (await proofsWith(tx, session)).factor

/** Factors are removed: so far what the session has shown of them still goes; null: nothing of it is left. */
export async function keepShown(tx: Tx, session: string, factor: Mark | null): Promise<void> {
  const { methods } = await proofsWith(tx, session)
  await store.keepShown(tx, session, { methods: factor ? methods : methods.filter((it) => !isFactor(it)), factor })
}

export type Renewed = { readonly token: string; readonly expiresAt: Date }
/** The session's person showed who they are, just now. Whoever has a copy of its secret gains nothing by that: it gets a new one. */
export const noteProof = async (tx: Tx, actor: Actor, shown?: Showing): Promise<Renewed> =>
  renew(tx, actor, await proofsWith(tx, actor.session, shown))

/** A new secret, and what was proved, when and how, stays as it is unless it is told. */
export async function renew(tx: Tx, actor: Actor, proved?: store.Proved): Promise<Renewed> {
  const { token, hash } = newToken()
  const { ceiling } = settle(isOpen(await store.renew(tx, actor.session, hash, proved)))
  return { token, expiresAt: cookieEnd(actor.signedInAt, ceiling) }
}
