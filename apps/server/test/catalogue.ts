/** What the second wall must look like, told as the list of faults in a live catalogue; an empty list is a sound wall. */
import type pg from 'pg'

export type Ask = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>

interface Policy {
  tablename: string
  policyname: string
  roles: string[]
  cmd: string
  qual: string | null
  with_check: string | null
}
const range = (column: string) =>
  `((${column} >= ( SELECT reach_lo() AS reach_lo)) AND (${column} < ( SELECT reach_hi() AS reach_hi)))`
const person = '( SELECT acting_identity() AS acting_identity)'
const user = '( SELECT acting_user() AS acting_user)'
const confirmed = (table: string) =>
  `(EXISTS ( SELECT FROM users u WHERE ((u.identity_id = ${table}.identity_id) AND (u.joining_hash IS NULL))))`
const root = "(( SELECT reach_lo() AS reach_lo) = '0'::text)"
/** The policies of users themselves apply in it. */
const inReach = (table: string) => `(EXISTS ( SELECT FROM users u WHERE (u.identity_id = ${table}.identity_id)))`
const confirmedInReach = (table: string) =>
  `(EXISTS ( SELECT FROM users u WHERE ((u.identity_id = ${table}.identity_id) AND (u.joining_hash IS NULL))))`
const asRoot = [
  `readable SELECT true`,
  `root_deletes DELETE ${root}`,
  `root_inserts INSERT check ${root}`,
  `root_updates UPDATE ${root} check ${root}`,
]
/** Own roles are seen where they are, above and below. */
const seen = `((org_path IS NULL) OR ${range('org_path')} OR starts_with(( SELECT reach_lo() AS reach_lo), org_path))`
const own = (column: string, value: string) => `own ALL (${column} = ${value}) check (${column} = ${value})`

/** Tables whose rows belong to no organization: why, and every policy that the server's role has on them. */
export const unbound: Record<string, { reason: string; policies: string[] | null }> = {
  identities: {
    reason: 'a person, who may have accounts in several organizations; whoever reaches any may add one',
    policies: ['joins INSERT check (( SELECT reach_lo() AS reach_lo) IS NOT NULL)', own('id', person)],
  },
  password_resets: {
    reason: 'a person’s links; whoever reaches one of their accounts may order one',
    policies: [
      `of_account_in_reach ALL ${inReach('password_resets')} check ${inReach('password_resets')}`,
      own('identity_id', person),
    ],
  },
  known_devices: {
    reason: 'a person’s, who has the same browser in all of their accounts',
    policies: [own('identity_id', person)],
  },
  lockouts: {
    reason: 'a person’s lock; whoever reaches one of their accounts may end it',
    policies: [`of_account_in_reach ALL ${confirmedInReach('lockouts')}`, own('identity_id', person)],
  },
  known_browsers: { reason: 'a person’s browsers', policies: [own('identity_id', person)] },
  idempotency_keys: { reason: 'answers given to one user', policies: [own('user_id', user)] },
  blueprints: { reason: 'the same for everybody; changed from the root only', policies: asRoot },
  roles: {
    reason: 'the blueprint’s, the same for everybody, held still by whoever gives one, and organizations’ own',
    policies: [
      'held_still UPDATE true check false',
      `own_roles ALL ${range('org_path')} check ${range('org_path')}`,
      `readable SELECT ${seen}`,
      ...asRoot.slice(1),
    ],
  },
  email_changes: {
    reason: 'a person’s links; whoever reaches one of their accounts may order one',
    policies: [
      `of_account_in_reach ALL ${inReach('email_changes')} check ${inReach('email_changes')}`,
      own('identity_id', person),
    ],
  },
  ...Object.fromEntries(
    ['factors', 'recovery_codes', 'remembered_devices'].map((table) => [
      table,
      {
        reason:
          'a person’s; whoever reaches one of their confirmed accounts may see that they are there, and remove them',
        policies: [
          own('identity_id', person),
          `removed_in_reach DELETE ${confirmed(table)}`,
          `seen_in_reach SELECT ${confirmed(table)}`,
        ],
      },
    ]),
  ),
  used_challenges: { reason: 'hashes of random bits; written before a reach exists', policies: null },
  installation: { reason: 'one row about the whole; holds no organization’s data', policies: null },
  throttles: { reason: 'keyed hashes of addresses, known or not; written before a reach exists', policies: null },
  kysely_migration: { reason: 'names of migrations; read only', policies: null },
  kysely_migration_lock: { reason: 'no right on it at all', policies: null },
}
/** Beside the reach: what a person may see of their own in organizations that the transaction does not reach. */
const besides: Record<string, string[]> = {
  users: [`own SELECT (identity_id = ${person})`, `own_lock UPDATE (identity_id = ${person}) check false`],
  grants: [`own SELECT (user_id = ${user})`],
  sessions: [own('identity_id', person)],
  federated_links: [own('identity_id', person)],
  federation_states: [own('identity_id', person)],
}

export async function faultsOfWall(ask: Ask): Promise<string[]> {
  const tables = await ask<{ name: string; kind: string; forced: boolean; column: string | null; part: boolean }>(`
    select c.relname as name, c.relkind as kind, c.relrowsecurity and c.relforcerowsecurity as forced, c.relispartition as part,
      (select attname from pg_attribute where attrelid = c.oid and attname in ('org_path', 'path') and not attisdropped) as column
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f', 'm') order by 1`)
  const policies = await ask<Policy>(
    `select tablename, policyname, roles::text[] as roles, cmd, qual, with_check from pg_policies where schemaname = 'public' order by 1, 2`,
  )
  return tables.flatMap(({ name, kind, forced, column }) => {
    if (kind !== 'r' && kind !== 'p') return [`${name}: row security knows no such kind of relation`]
    const of = policies.filter((it) => it.tablename === name)
    const others = of.filter((it) => !it.roles.every((role) => allowedRoles.includes(role))).map((it) => it.policyname)
    const ofApp = of.filter((it) => it.roles.some((role) => role === 'tenantry_app' || role === 'public')).map(inWords)
    const listed = unbound[name]
    const expected = listed
      ? (listed.policies ?? [])
      : [...(besides[name] ?? []), `reach ALL ${range(column ?? 'org_path')} check ${range(column ?? 'org_path')}`]
    return [
      ...(listed?.policies === null || forced ? [] : [`${name}: row security is not forced`]),
      ...(ofApp.join('\n') === expected.join('\n')
        ? []
        : [`${name}: policies are\n  ${ofApp.join('\n  ')}\nand should be\n  ${expected.join('\n  ')}`]),
      ...(listed || column ? [] : [`${name}: has no organization’s path and stands on no list`]),
      ...others.map((policy) => `${name}: policy ${policy} is for a role that is not ours`),
    ]
  })
}
const allowedRoles = ['tenantry_app', 'tenantry_reader', 'tenantry_owner']
const inWords = ({ policyname, cmd, qual, with_check }: Policy) =>
  [policyname, cmd, qual && conditionOf(qual), with_check && `check ${with_check}`]
    .filter(Boolean)
    .join(' ')
    .replace(/\s+/g, ' ')
/** `case when x then true else false end` is x for the planner’s eyes, and false where x is null. */
const conditionOf = (qual: string) => /^\s*CASE\s+WHEN (.*) THEN true\s+ELSE false\s+END$/s.exec(qual)?.[1] ?? qual

/**
 * Foreign keys are checked past row security: where both sides carry a path, the key must carry it too. Not those to roles: most
 * belong to nobody, and one is only ever given after it was found among those that exist at the place.
 */
export const faultsOfKeys = (ask: Ask) =>
  ask<{ fault: string }>(`
    select conrelid::regclass || ' -> ' || confrelid::regclass || ': ' || pg_get_constraintdef(k.oid) as fault
    from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attname in ('org_path', 'path') and not a.attisdropped
    join pg_attribute b on b.attrelid = k.confrelid and b.attname in ('org_path', 'path') and not b.attisdropped
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.confrelid <> 'roles'::regclass and not exists (
      select from unnest(k.conkey, k.confkey) as pair (x, y)
      join pg_attribute x on x.attrelid = k.conrelid and x.attnum = pair.x and x.attname in ('org_path', 'path', 'node_path')
      where pair.y = b.attnum)`)

/** What is wrong with views, functions that run as somebody else, path columns and rights. */
export async function faultsOfRest(ask: Ask): Promise<string[]> {
  const rows = await ask<{ fault: string }>(`
    select 'view without security_invoker: ' || oid::regclass as fault from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
      and not coalesce(reloptions::text[] && array['security_invoker=true', 'security_invoker=on'], false)
    union all
    select 'definer function without a fixed search_path that ends in pg_temp: ' || oid::regprocedure from pg_proc
    where prosecdef and pronamespace = 'public'::regnamespace
      and not coalesce(exists (select from unnest(proconfig) c where c ~ '^search_path=.*, pg_temp$'), false)
    union all
    select 'definer function that everybody may call: ' || oid::regprocedure from pg_proc p
    where prosecdef and pronamespace = 'public'::regnamespace and (proacl is null
      or exists (select from aclexplode(proacl) where grantee = 0))
    union all
    select 'definer function of a superuser: ' || p.oid::regprocedure from pg_proc p join pg_roles r on r.oid = proowner
    where prosecdef and pronamespace = 'public'::regnamespace and (rolsuper or rolbypassrls)
    union all
    select 'path that is not in "C" order: ' || attrelid::regclass || '.' || attname from pg_attribute
    join pg_class c on c.oid = attrelid and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    where attname ~ '(^|_)path$' and attcollation <> '"C"'::regcollation and not attisdropped
    union all
    select 'a right of everybody on ' || c.oid::regclass from pg_class c, aclexplode(relacl) a
    where relnamespace = 'public'::regnamespace and a.grantee = 0
    union all
    select 'tenantry_reader has ' || p || ' on ' || c.oid::regclass
    from pg_class c, unnest(array['insert', 'update', 'references']) p
    where relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
      and has_any_column_privilege('tenantry_reader', c.oid, p)
    union all
    select r || ' has ' || p || ' on ' || c.oid::regclass
    from pg_class c, unnest(array['tenantry_reader', 'tenantry_app']) r, unnest(array['truncate', 'trigger', 'maintain', 'delete']) p
    where relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and relkind in ('r', 'p', 'v', 'm')
      and has_table_privilege(r, c.oid, p) and not (r = 'tenantry_app' and p = 'delete')
    union all
    select r || ' has a right on the partition ' || c.oid::regclass
    from pg_class c, unnest(array['tenantry_reader', 'tenantry_app']) r, unnest(array['select', 'insert', 'update', 'references']) p
    where relispartition and relkind = 'r' and relnamespace = 'public'::regnamespace and has_any_column_privilege(r, c.oid, p)`)
  return rows.map((row) => row.fault)
}
