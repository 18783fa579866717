import type { Lookup } from '../../platform/db/lookup.ts'
import type { Hasher } from '../../platform/crypto/hashing.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { isUniqueViolation, Unavailable } from '../../platform/db/unavailable.ts'
import { settle } from '../../platform/refusal.ts'
import { rootPath } from '../../platform/value/reach.ts'
import type { Policies } from '../policies/index.ts'
import { mayBePassword, strictestRules, type PasswordRefusals } from './rules.ts'
import * as store from './store.ts'
import { guessesFor, isLeaked } from './strength.ts'

/** The person behind an address, if there is one. */
export const findByEmail = async (lookup: Lookup, email: string): Promise<store.Found | undefined> =>
  (await lookup<store.Found>(store.byEmailStatement, [email]))[0]
export const findById = async (lookup: Lookup, id: string): Promise<store.Found | undefined> =>
  (await lookup<store.Found>(store.byIdStatement, [id]))[0]

export interface Choice {
  /** Words that belong to the person, and are therefore guessed first. */
  readonly about: readonly string[]
  /** Whose it becomes, where they are here already: the rules of all of their accounts hold. */
  readonly identity?: string
  /** The organization in which it is set. */
  readonly path?: string
}
export type AcceptPassword = (password: string, choice: Choice, refused: PasswordRefusals) => Promise<string>
interface Capabilities {
  readonly lookup: Lookup
  readonly hasher: Hasher
  readonly policies: Policies
}
/** By the strictest of a person's accounts and of the place where a password is set. */
const rulesWith =
  ({ lookup, policies }: Pick<Capabilities, 'lookup' | 'policies'>) =>
  async ({ identity, path }: Pick<Choice, 'identity' | 'path'>) => {
    const homes = identity === undefined ? [] : await lookup<{ path: string }>(store.homesStatement, [identity])
    const paths = new Set([...homes.map((it) => it.path), ...(path === undefined ? [] : [path])])
    const rulesAt = async (at: string) => (await policies.effective(at, 'password.rules')).value
    const [first = rootPath, ...others] = paths
    return strictestRules(await Promise.all([rulesAt(first), ...others.map(rulesAt)]))
  }
/** How long a new password of somebody must be, for forms to say before it is sent. */
export const minLengthWith = (capabilities: Pick<Capabilities, 'lookup' | 'policies'>) => {
  const rules = rulesWith(capabilities)
  return async (choice: Pick<Choice, 'identity' | 'path'>): Promise<number> => (await rules(choice)).minLength
}
export type MinLength = ReturnType<typeof minLengthWith>

/** The hash of a password that the rules allow. Hashed before any transaction, so that none waits for a processor. */
export const acceptPasswordWith =
  ({ lookup, hasher, policies }: Capabilities): AcceptPassword =>
  async (password, { about, ...of }, refused) => {
    const rules = await rulesWith({ lookup, policies })(of)
    const judged = { guesses: await guessesFor(password, about), leaked: await isLeaked(password) }
    settle(mayBePassword(password, judged, rules, refused))
    return hasher.hash(password)
  }

/** For an address that nobody has. Whoever got one in this very moment is found by the next try. */
export async function createIdentity(tx: Tx, it: store.NewIdentity): Promise<void> {
  await store.insert(tx, it).catch((error: unknown) => {
    throw isUniqueViolation(error, 'identities_email_key') ? new Unavailable('this address joined just now') : error
  })
}

/** Locked, as whoever has the address; they may have gone to another one since they were found by it. */
export async function lockAddressed(tx: Tx, id: string, email: string) {
  const it = await store.lockAt(tx, id, email)
  if (!it) throw new Unavailable('this address changed hands just now')
  return it
}

export {
  countingAt,
  countsAt,
  usedLast,
  voucherFor,
  decidingHomes,
  isOwn,
  languageOf,
  lock as lockIdentity,
  proveMailbox,
  replaceHash,
  setEmail,
  setLanguage,
  setPassword,
  spendInitialPassword,
  type Found,
  type KeptLink,
} from './store.ts'
