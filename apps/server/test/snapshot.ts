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
  'federated_links',
  'federation_states',
  'setting_values',
]
const parts = [
  `select 'at ' || path as owner, 'organizations' || o::text as it from organizations o`,
  ...ofOrganizations.map((table) => `select 'at ' || org_path, '${table}' || t::text from ${table} t`),
  `select 'person ' || id, t::text from identities t`,
  // What follows from a request seconds after it was answered is left out: who was there last, and attempts that failed.
  `select 'at ' || org_path, 'user_activity' || (user_id, last_sign_in_at)::text from user_activity`,
  `select 'at ' || org_path, 'sign_ins' || t::text from sign_ins t where result = 'succeeded'`,
  `select 'devices ' || identity_id, t::text from known_devices t`,
  `select 'locks ' || identity_id, t::text from lockouts t`,
  `select 'browsers ' || identity_id, t::text from known_browsers t`,
  `select 'resets ' || identity_id, t::text from password_resets t`,
  ...['factors', 'recovery_codes', 'remembered_devices'].map(
    (table) => `select 'resets ' || identity_id, '${table}' || t::text from ${table} t`,
  ),
  `select 'answers ' || user_id, t::text from idempotency_keys t`,
  // The blueprint's roles are everybody's, an organization's own are its.
  `select coalesce('at ' || org_path, 'everybody'), 'roles' || t::text from roles t`,
  ...['blueprints', 'installation'].map((table) => `select 'everybody', '${table}' || t::text from ${table} t`),
]
const statement = `select owner, md5(string_agg(it, '' order by it collate "C")) as digest from (${parts.join(' union all ')}) x group by 1`

export async function snapshot({ query }: TestDatabase): Promise<Map<string, string>> {
  const rows = await query<{ owner: string; digest: string }>(statement)
  return new Map(rows.map((row) => [row.owner, row.digest]))
}
/** Owners whose rows differ. */
export const changedBetween = (a: Map<string, string>, b: Map<string, string>): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((owner) => a.get(owner) !== b.get(owner))
