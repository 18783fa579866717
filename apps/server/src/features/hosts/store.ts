import type { Found } from './rules.ts'

/** For the look-up connection, before anybody is signed in: $1 host names, $2 a code in lower case. At most three, by unique keys. */
export const byHostStatement = {
  name: 'organizations_by_host',
  text: `select id, path, level, name, code, host from organizations
    where (host = any($1::text[]) or code_key = $2::text) and not gone limit 3`,
}
export const byIdStatement = {
  name: 'organization_host',
  text: 'select id, path, level, name, code, host from organizations where id = $1',
}
export type FoundRow = Found
