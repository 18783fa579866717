/** What a password must be. NIST SP 800-63B-4: length and known-bad lists, no composition rules, no rotation. */
import { grant, type Details, type Refused, type Ruling } from '../../platform/refusal.ts'

/** Characters, where the password is the only factor. */
export const passwordMinLength = 15

export interface PasswordRefusals {
  tooShort: Refused
  tooWeak: Refused
}
type Refuse = (code: 'password_too_short' | 'password_too_weak', details: Details) => Refused
/** The refusals of a route that sets a password, beside the field that holds it. */
export function passwordRefusals(refuse: Refuse, field: string): PasswordRefusals {
  const beside = (code: Parameters<Refuse>[0], message: string) =>
    refuse(code, { fields: [{ path: `body.${field}`, code, message }] })
  return {
    tooShort: beside('password_too_short', `At least ${passwordMinLength} characters.`),
    tooWeak: beside('password_too_weak', 'This password is easily guessed.'),
  }
}
/** `guesses`: how many attempts a good guesser needs, as a power of ten; below 8 a list of common phrases finds it. */
export function mayBePassword(password: string, guesses: number, refused: PasswordRefusals): Ruling {
  if (Array.from(password.normalize('NFKC')).length < passwordMinLength) return refused.tooShort
  return guesses < 8 ? refused.tooWeak : grant(undefined)
}
