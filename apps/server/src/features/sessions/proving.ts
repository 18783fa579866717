/** Showing once more, or as the second step of a sign-in, that it is oneself who sits there. */
import type { Input, sessions } from '@tenantry/contract'
import type { Hasher } from '../../platform/crypto/hashing.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { Refusal, settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Actor } from '../../platform/value/actor.ts'
import type { Kept, MemberCall } from '../../platform/value/call.ts'
import type { Limit } from '../../platform/value/limit.ts'
import type { Mark } from '../../platform/value/mark.ts'
import type { Attempt, Attempts } from '../activity/index.ts'
import { lockIdentity } from '../identities/index.ts'
import { knowBrowser, voucherOf, type FactorAttempt, type FactorGuard } from '../lockouts/index.ts'
import type { Policies } from '../policies/index.ts'
import { mayProve, mayProveByPassword, mayTryFactor, mayTryProof, passwordLimitsBy, wasShown } from './rules.ts'
import { noteProof, type Renewed, type Showing } from './proofs.ts'
import { passwordOf, recordSignIn, takeStep } from './start.ts'
import * as accounts from './store.accounts.ts'
import { voucherStatement } from './store.federated.ts'

export type Shown = Omit<Input<typeof sessions.prove>, 'password'>
/** What the feature of factors, which stands on this one, hands in at the door. */
export interface FactorProofs {
  /**
   * Uses what was shown, once; null where it is not right. In the transaction that goes on with it. `words`: on whose word those
   * were set up for which the try was counted; what has come to count here since is not tried.
   */
  use(tx: Tx, call: MemberCall, shown: Shown, words: FactorAttempt['words']): Promise<Showing | null>
  /** What a browser asks its passkeys for. */
  challenge(call: MemberCall): Promise<{ options: { challenge: string } }>
}
interface Capabilities {
  readonly lookup: Lookup
  readonly factorGuard: FactorGuard
  readonly hasher: Hasher
  readonly throttle: Throttle
  readonly policies: Policies
  readonly factors: FactorProofs
  readonly attempts: Attempts
}
type Taken = Kept<null, { session: Renewed; browser: Renewed | null; shown: Mark | null }>
const methodShown = { code: 'totp', passkey: 'passkey', recoveryCode: 'recovery_code' } as const

export const provingWith = (capabilities: Capabilities): Pick<ActionsFor<typeof sessions>, 'prove' | 'challenge'> => ({
  prove: (call, { password, ...shown }) =>
    password === undefined ? byFactor(capabilities, call, shown) : byPassword(capabilities, call, password),
  challenge: (call) => capabilities.factors.challenge(call),
})

type Comer = Pick<Actor, 'identity' | 'connection'>
/** The organization on whose word somebody comes through a connection; null: they came through none. */
export async function voucherIn(lookup: Lookup, { identity, connection }: Comer): Promise<string | null> {
  const values = [identity, connection]
  const [it] = connection === null ? [] : await lookup<{ id: string | null }>(voucherStatement, values)
  return settle(voucherOf(connection, it?.id ?? null))
}
/** How often somebody who is signed in may try their password. */
export const passwordLimits = async (lookup: Lookup, comer: Comer): Promise<Limit[]> =>
  passwordLimitsBy(comer.identity, await voucherIn(lookup, comer))

async function byPassword({ lookup, hasher, throttle }: Capabilities, call: MemberCall, password: string) {
  const { actor, asSelf, now, cookie } = call
  const [found] = await lookup<{ has_factor: boolean }>(accounts.hasFactorStatement, [actor.user])
  settle(mayProveByPassword(found?.has_factor !== false || actor.step === 'second_factor'))
  const guesses = await passwordLimits(lookup, actor)
  settle(mayTryProof(await throttle.attempt(guesses, now)))
  const stored = await passwordOf(lookup, actor.user)
  settle(mayProve(await hasher.verify(stored, password)))
  const { aside: renewed } = await asSelf.keeping(async (tx) => {
    settle(mayProve((await lockIdentity(tx, actor.identity)).password_hash === stored))
    settle(mayProveByPassword((await accounts.demands(tx, actor.identity, actor.user, null)).has_factor))
    return { answer: null, aside: await noteProof(tx, actor, { method: 'password', own: true, factor: null }) }
  })
  if (renewed) cookie.set(renewed.token, renewed.expiresAt)
  await throttle.forgive(guesses)
  return null
}

async function byFactor({ factorGuard, policies, factors, attempts }: Capabilities, call: MemberCall, shown: Shown) {
  const { actor, home, asSelf, cookie, knownBrowser } = call
  const as = shown.code !== undefined ? 'code' : shown.passkey !== undefined ? 'passkey' : 'recoveryCode'
  /** Of a sign-in; what somebody mistypes within their session is none. */
  const failed = (result: Attempt['result']) => {
    if (actor.step !== 'second_factor') return
    attempts.note({ by: { user: actor.user }, methods: [methodShown[as]], result }, call)
  }
  const attempt = await factorGuard(call)
  const may = mayTryFactor(attempt)
  if (!may.granted) failed(attempt.locked ? 'locked' : 'throttled')
  settle(may)
  const proving = asSelf.keeping(async (tx): Promise<Taken> => {
    await lockIdentity(tx, actor.identity)
    const showing = settle(wasShown(await factors.use(tx, call, shown, attempt.words), as))
    if (actor.step !== 'second_factor')
      return {
        answer: null,
        aside: { session: await noteProof(tx, actor, showing), browser: null, shown: showing.factor },
      }
    const opened = await takeStep(tx, actor, home, policies, showing)
    await accounts.noteSignIn(tx, actor.user, actor.connection)
    const browser = opened.methods.includes('password')
      ? await knowBrowser(tx, actor.identity, knownBrowser.token)
      : null
    await recordSignIn(tx, call, { identity: actor.identity, user: actor.user, home }, opened)
    return { answer: null, aside: { session: opened, browser, shown: showing.factor } }
  })
  const { aside } = await proving.catch(async (error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    failed('second_factor_wrong')
    await attempt.failed()
    throw error
  })
  if (aside) cookie.set(aside.session.token, aside.session.expiresAt)
  if (aside?.browser) knownBrowser.set(aside.browser.token, aside.browser.expiresAt)
  await attempt.passed(aside?.shown ?? null)
  return null
}
