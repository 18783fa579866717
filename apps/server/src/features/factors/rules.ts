import { factors, type FactorRequirement, type PolicyValue } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Actor, Grant } from '../../platform/value/actor.ts'
import type { Limit } from '../../platform/value/limit.ts'
import { outranks } from '../roles/index.ts'
import { requiredBy } from '../sessions/index.ts'
import type { Without } from './rules.marks.ts'

const confirmMinutes = 30
/** An unconfirmed app that began before counts for nothing. */
export const confirmSince = (now: Date): Date => new Date(now.getTime() - confirmMinutes * 60_000)
export const confirmEnd = (now: Date): Date => new Date(now.getTime() + confirmMinutes * 60_000)

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
  /** Those that count there. */
  readonly factors: readonly string[]
  readonly 'mfa.required': PolicyValue<'mfa.required'>
  readonly 'mfa.self_disable': PolicyValue<'mfa.self_disable'>
}
/** Factors belong to the person: whichever of their accounts asks for one is obeyed for all that count there. */
export function wanted(accounts: readonly Asking[]): { requiredBy: FactorRequirement | null; without: Without } {
  const all = accounts.map((it) => {
    const by = requiredBy(it, it['mfa.required'])
    const self = it['mfa.self_disable']
    return { by, theirs: it.factors, free: self === 'allowed' || (self === 'unless_required' && by === null) }
  })
  return {
    requiredBy: all.find((it) => it.by !== null)?.by ?? null,
    without: (ids) =>
      all.every(
        ({ free, theirs }) => free || theirs.some((id) => !ids.includes(id)) || (ids.length > 0 && theirs.length === 0),
      ),
  }
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
