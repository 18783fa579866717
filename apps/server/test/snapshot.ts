/** What stands in the database, as one digest per owner: an organization, a person, a user’s stored answers, everybody. */
import type { TestDatabase } from './database.ts'

const ofOrganizations = [
  'users',
  'grants',
  'sessions',
  'invitations',
  'mails',
  'events',
  'policy_settings',
  'connections',
  'email_domains',
  'ended_connections',
  'federated_links',
  'federation_states',
  'setting_values',
]
// Rows are hashed as they are, with a seed for each table, and joined without an order: as texts that were sorted they took
// most of the time of the tests that look before and after every request.
let seed = 0
const hashOf = (row: string) => `hash_record_extended(${row}, ${(seed += 1)})`
const by = (owner: string, table: string, only = '') =>
  `select ${owner} as owner, ${hashOf('t')} as it from ${table} t ${only}`
const parts = [
  by(`'at ' || path`, 'organizations'),
  ...ofOrganizations.map((table) => by(`'at ' || org_path`, table)),
  by(`'person ' || id`, 'identities'),
  // What follows from a request seconds after it was answered is left out: who was there last, and attempts that failed.
  `select 'at ' || org_path, ${hashOf('row(user_id, last_sign_in_at)')} from user_activity`,
  by(`'at ' || org_path`, 'sign_ins', `where result = 'succeeded'`),
  by(`'devices ' || identity_id`, 'known_devices'),
  by(`'locks ' || identity_id`, 'lockouts'),
  by(`'browsers ' || identity_id`, 'known_browsers'),
  ...['password_resets', 'factors', 'recovery_codes', 'remembered_devices'].map((table) =>
    by(`'resets ' || identity_id`, table),
  ),
  by(`'answers ' || user_id`, 'idempotency_keys'),
  // The blueprint's roles are everybody's, an organization's own are its.
  by(`coalesce('at ' || org_path, 'everybody')`, 'roles'),
  ...['blueprints', 'installation'].map((table) => by(`'everybody'`, table)),
]
const statement = `select owner, bit_xor(it)::text as digest from (${parts.join(' union all ')}) x group by 1`

export async function snapshot({ query }: TestDatabase): Promise<Map<string, string>> {
  const rows = await query<{ owner: string; digest: string }>(statement)
  return new Map(rows.map((row) => [row.owner, row.digest]))
}
/** Owners whose rows differ. */
export const changedBetween = (a: Map<string, string>, b: Map<string, string>): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((owner) => a.get(owner) !== b.get(owner))
