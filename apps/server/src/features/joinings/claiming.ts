/** Whoever holds a link from the mailbox shows by a password that they are its person: the one they have, or the first they choose. */
import type { Tx } from '../../platform/db/scope.ts'
import type { Throttle } from '../../platform/throttle.ts'
import { settle, type Ruling } from '../../platform/refusal.ts'
import type { PublicCall } from '../../platform/value/call.ts'
import { endOpenChanges } from '../addresses/index.ts'
import { lockAddressed, setPassword, type AcceptPassword, type passwordRefusals } from '../identities/index.ts'
import { beginAnew, endLockoutByPassword, type Guard } from '../lockouts/index.ts'
import { endOpenResets } from '../passwords/index.ts'
import { endSessionsOfIdentity } from '../sessions/index.ts'

interface Capabilities {
  readonly acceptPassword: AcceptPassword
  readonly guard: Guard
  readonly throttle: Throttle
}
export interface Person {
  readonly identity: string
  readonly email: string
  /** They read the mailbox, and chose their password themselves; one that somebody else chose, or none, proves nobody. */
  readonly claimed: boolean
}
export interface Claim {
  readonly password: string
  /** Words that are guessed first. */
  readonly about: readonly string[]
  /** The organization they join. */
  readonly path: string
}
/** In the words of the route that is called. */
export interface ClaimRules {
  mayTryPassword(wait: number | null): Ruling
  mayProve(right: boolean): Ruling
  readonly refusedPassword: ReturnType<typeof passwordRefusals>
}
export interface Claimed {
  /** In the transaction that lets them in: still so, and locked. */
  prove(tx: Tx): Promise<void>
  /** Once that has committed. */
  after(): Promise<void>
}

/** The work of hashing is done before any transaction. */
export function claim(given: Capabilities, call: PublicCall, of: Person, asked: Claim, rules: ClaimRules) {
  return of.claimed ? byPassword(given, call, of, asked, rules) : byFirstPassword(given, of, asked, rules)
}

/** The password that exists, counted like a sign-in. */
async function byPassword(
  { guard }: Capabilities,
  call: PublicCall,
  { identity, email }: Person,
  { password }: Claim,
  { mayTryPassword, mayProve }: ClaimRules,
): Promise<Claimed> {
  const attempt = await guard(call, email, password)
  settle(mayTryPassword(attempt.wait))
  settle(mayProve(attempt.right))
  return {
    prove: async (tx) => settle(mayProve((await lockAddressed(tx, identity, email)).password_hash === attempt.stored)),
    after: () => attempt.passed(),
  }
}
/** Nobody who reads the mailbox has chosen one yet: this link proves it as well as any other. */
async function byFirstPassword(
  { acceptPassword, throttle }: Capabilities,
  { identity, email }: Person,
  { password, about, path }: Claim,
  { mayProve, refusedPassword }: ClaimRules,
): Promise<Claimed> {
  const hash = await acceptPassword(password, { about, identity, path }, refusedPassword)
  return {
    async prove(tx) {
      await beginAnew(tx, throttle, identity)
      const now = await lockAddressed(tx, identity, email)
      settle(mayProve(now.password_hash === null || now.must_change_password))
      await setPassword(tx, identity, hash)
      await endOpenResets(tx, identity)
      await endOpenChanges(tx, identity)
      await endSessionsOfIdentity(tx, identity, null, 'ended')
      await endLockoutByPassword(tx, throttle, { id: identity, email })
    },
    after: () => Promise.resolve(),
  }
}
