/** What a person's accounts ask of them, wherever they lie; or those alone to which a connection leads. */
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Policies } from '../policies/index.ts'
import { wanted } from './rules.ts'
import * as store from './store.ts'

export async function wantedOf(lookup: Lookup, policies: Policies, identity: string, word: string | null = null) {
  const accounts = await lookup<store.AskingRow>(store.askingStatement, [identity, word])
  const rules = accounts.map(async (it) => ({
    ...(await policies.values(it.org_path, 'mfa.required', 'mfa.self_disable')),
    mfa_required: it.mfa_required,
    roles: it.roles,
    factors: it.factors,
  }))
  return wanted(await Promise.all(rules))
}
