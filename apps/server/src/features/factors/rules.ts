import {
  factorMethods,
  factors,
  mostFactors,
  type Factor,
  type FactorRequirement,
  type PolicyValue,
  type SignInMethod,
} from '@tenantry/contract'
import { grant, refusals, refuseCommon, type Ruling } from '../../platform/refusal.ts'
import type { Actor, Grant } from '../../platform/value/actor.ts'
import type { Limit } from '../../platform/value/limit.ts'
import { outranks } from '../roles/index.ts'
import { requiredBy } from '../sessions/index.ts'

const confirmMinutes = 30
/** An unconfirmed app that began before counts for nothing. */
export const confirmSince = (now: Date): Date => new Date(now.getTime() - confirmMinutes * 60_000)
export const confirmEnd = (now: Date): Date => new Date(now.getTime() + confirmMinutes * 60_000)

export const mayAddAnother = (count: number): Ruling =>
  count < mostFactors ? grant(undefined) : refusals(factors.beginApp)('factors_full')
/** Whoever has a factor shows one before there is another. */
export const mayAddBeside = (count: number, methods: readonly SignInMethod[]): Ruling =>
  count === 0 || methods.some((it) => factorMethods.includes(it)) ? grant(undefined) : refuseCommon('proof_required')
export const known = <T>(found: T | undefined): Ruling<T> =>
  found === undefined ? refusals(factors.confirmApp)('factor_unknown') : grant(found)

/** Tries of the first code of a new app; those of a sign-in are counted apart, and those of each connection. */
export const newAppGuesses = ({ identity, connection }: { identity: string; connection: string | null }): Limit => ({
  name: `factor-new/${identity}/${connection ?? ''}`,
  most: 20,
})
export const mayTryCode = (wait: number | null): Ruling =>
  wait === null ? grant(undefined) : refusals(factors.confirmApp)('factor_throttled', { retryAfter: wait })
export const isRight = (step: number | null): Ruling<number> =>
  step === null
    ? refusals(factors.confirmApp)('code_wrong', {
        fields: [{ path: 'body.code', code: 'code_wrong', message: 'This code is not right now.' }],
      })
    : grant(step)

export const isMade = <P>(passkey: P | null): Ruling<P> =>
  passkey === null ? refusals(factors.addPasskey)('passkey_refused') : grant(passkey)
export const isNew = <P>(passkey: P | undefined): Ruling<P> =>
  passkey === undefined ? refusals(factors.addPasskey)('passkey_known') : grant(passkey)

interface Asking {
  readonly mfa_required: boolean
  readonly roles: readonly string[]
  readonly 'mfa.required': PolicyValue<'mfa.required'>
  readonly 'mfa.self_disable': PolicyValue<'mfa.self_disable'>
}
/** Factors belong to the person: whichever of their accounts asks for one is obeyed for all. */
export function wanted(accounts: readonly Asking[]): { requiredBy: FactorRequirement | null; mayTurnOff: boolean } {
  const all = accounts.map((it) => ({ by: requiredBy(it, it['mfa.required']), self: it['mfa.self_disable'] }))
  return {
    requiredBy: all.find((it) => it.by !== null)?.by ?? null,
    mayTurnOff: all.every(({ by, self }) => self === 'allowed' || (self === 'unless_required' && by === null)),
  }
}
export const mayBeWithout = (mayTurnOff: boolean): Ruling =>
  mayTurnOff ? grant(undefined) : refusals(factors.turnOff)('factor_needed')
export const hasAny = (count: number): Ruling =>
  count ? grant(undefined) : refusals(factors.makeRecoveryCodes)('factors_none')
/** The one that is removed, and whether it is the last. */
export function mayRemove<F extends Pick<Factor, 'id'>>(all: readonly F[], id: string, mayTurnOff: boolean): Ruling<F> {
  const found = all.find((it) => it.id === id)
  if (!found) return refusals(factors.remove)('factor_unknown')
  return all.length > 1 || mayTurnOff ? grant(found) : refusals(factors.remove)('factor_needed')
}

/** Without their factors a person's password opens all of their accounts: it takes the rank of the highest of them. */
export function mayDisable(
  actor: Actor,
  target: { identity_id: string; joining: boolean },
  theirsAnywhere: readonly Grant[],
): Ruling {
  const refuse = refusals(factors.disable)
  if (target.identity_id === actor.identity) return refuse('user_own')
  // Nobody has said yet that this account is theirs: nothing of the person is its maker's to change.
  return !target.joining && outranks(actor.grants, theirsAnywhere) ? grant(undefined) : refuse('rank_too_low')
}
