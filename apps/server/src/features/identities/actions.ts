import type { Lookup } from '../../platform/db/lookup.ts'
import type { Hasher } from '../../platform/crypto/hashing.ts'
import { settle } from '../../platform/refusal.ts'
import { mayBePassword, type PasswordRefusals } from './rules.ts'
import * as store from './store.ts'
import { guessesFor } from './strength.ts'

/** The person behind an address, if there is one. */
export const findByEmail = async (lookup: Lookup, email: string): Promise<store.Found | undefined> =>
  (await lookup<store.Found>(store.byEmailStatement, [email]))[0]
export const findById = async (lookup: Lookup, id: string): Promise<store.Found | undefined> =>
  (await lookup<store.Found>(store.byIdStatement, [id]))[0]

/** The hash of a password that the rules allow. Hashed before any transaction, so that none waits for a processor. */
export async function acceptedHash(
  hasher: Hasher,
  password: string,
  about: readonly string[],
  refused: PasswordRefusals,
): Promise<string> {
  settle(mayBePassword(password, await guessesFor(password, about), refused))
  return hasher.hash(password)
}

export {
  insert as createIdentity,
  languageOf,
  lock as lockIdentity,
  setEmail,
  setLanguage,
  setPassword,
  type Found,
} from './store.ts'
