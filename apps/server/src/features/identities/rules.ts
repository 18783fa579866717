/** What a password must be. NIST SP 800-63B-4: length and known-bad lists, no composition rules, no rotation. */
import type { PolicyValue } from '@tenantry/contract'
import { grant, type Details, type Refused, type Ruling } from '../../platform/refusal.ts'

export type PasswordRules = PolicyValue<'password.rules'>
/** For a person with several accounts: what any of their organizations asks for at least. */
export const strictestRules = ([first, ...others]: readonly [PasswordRules, ...PasswordRules[]]): PasswordRules =>
  others.reduce(
    (one, other) => ({
      minLength: Math.max(one.minLength, other.minLength),
      leakedCheck: one.leakedCheck || other.leakedCheck,
    }),
    first,
  )

export interface PasswordRefusals {
  readonly tooShort: (least: number) => Refused
  readonly tooWeak: Refused
  readonly leaked: Refused
}
type Refuse = (code: 'password_too_short' | 'password_too_weak' | 'password_leaked', details: Details) => Refused
/** The refusals of a route that sets a password, beside the field that holds it. */
export function passwordRefusals(refuse: Refuse, field: string): PasswordRefusals {
  const beside = (code: Parameters<Refuse>[0], message: string) =>
    refuse(code, { fields: [{ path: `body.${field}`, code, message }] })
  return {
    tooShort: (least) => beside('password_too_short', `At least ${least} characters.`),
    tooWeak: beside('password_too_weak', 'This password is easily guessed.'),
    leaked: beside('password_leaked', 'This password is on lists of leaked passwords.'),
  }
}
export interface Judged {
  /** How many attempts a good guesser needs, as a power of ten; below 8 a list of common phrases finds it. */
  readonly guesses: number
  readonly leaked: boolean
}
export function mayBePassword(
  password: string,
  judged: Judged,
  rules: PasswordRules,
  refused: PasswordRefusals,
): Ruling {
  if (Array.from(password.normalize('NFKC')).length < rules.minLength) return refused.tooShort(rules.minLength)
  if (rules.leakedCheck && judged.leaked) return refused.leaked
  return judged.guesses < 8 ? refused.tooWeak : grant(undefined)
}
