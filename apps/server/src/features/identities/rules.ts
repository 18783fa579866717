/** What a password must be. NIST SP 800-63B-4: length and known-bad lists, no composition rules, no rotation. */
import { grant, type Refused, type Ruling } from '../../platform/refusal.ts'

/** Characters, where the password is the only factor. */
export const passwordMinLength = 15

export interface PasswordRefusals {
  tooShort: Refused
  tooWeak: Refused
}
/** `guesses`: how many attempts a good guesser needs, as a power of ten; below 8 a list of common phrases finds it. */
export function mayBePassword(password: string, guesses: number, refused: PasswordRefusals): Ruling {
  if (Array.from(password.normalize('NFKC')).length < passwordMinLength) return refused.tooShort
  return guesses < 8 ? refused.tooWeak : grant(undefined)
}
