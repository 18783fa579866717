/** What a provider's claims say of a person, as far as it is of the right form. Pure. */
import { Email, PersonName } from '@tenantry/contract'
import { Value } from 'typebox/value'
import { canonicalEmail, tidy } from '../../platform/value/text.ts'
import type { Vouched } from './rules.arriving.ts'
import type { ClaimNames } from './store.ts'

export interface Voucher extends Vouched {
  readonly firstName: string
  readonly lastName: string
  /**
   * The values are somewhere else, where the claim would have been too long (OpenID Connect Core, 5.6.2), or are more and
   * longer than are read: of some of them alone nothing follows.
   */
  readonly withheld: boolean
}
const mostValues = 500
const longestValue = 200
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.isWellFormed() && !value.includes('\0') ? value : null

const isElsewhere = (names: unknown, claim: string): boolean =>
  typeof names === 'object' && names !== null && Object.hasOwn(names, claim)

/** Undefined: without a subject there is nobody. */
export function vouchedBy(
  claims: Readonly<Record<string, unknown>>,
  { claims: names, role_claim: roleClaim }: { claims: ClaimNames; role_claim: string | null },
): Voucher | undefined {
  const subject = textOf(claims[names.claimSubject])
  if (subject === null || subject.length === 0 || subject.length > 255) return undefined
  const written = textOf(claims[names.claimEmail])
  const email = written !== null && Value.Check(Email, written) ? canonicalEmail(written) : null
  const nameOf = (claim: string, otherwise: string) => {
    const name = tidy((textOf(claims[claim]) ?? '').slice(0, 100))
    return Value.Check(PersonName, name) ? name : otherwise
  }
  const [local = '', domain = ''] = email?.split('@') ?? []
  const given: unknown[] = roleClaim === null ? [] : [claims[roleClaim]].flat()
  const strings = given.slice(0, mostValues).filter((it) => typeof it === 'string')
  const tooMuch = given.length > mostValues || strings.some((it) => it.length > longestValue)
  const elsewhere =
    roleClaim !== null && claims[roleClaim] === undefined && isElsewhere(claims['_claim_names'], roleClaim)
  return {
    subject,
    email,
    // True and nothing like it: a provider that says "yes" or 1 has not said what the standard asks for.
    verified: claims[names.claimEmailVerified] === true,
    firstName: nameOf(names.claimGivenName, local.slice(0, 100) || '?'),
    lastName: nameOf(names.claimFamilyName, domain.slice(0, 100) || '?'),
    withheld: elsewhere || tooMuch,
    values: tooMuch ? [] : strings,
  }
}
