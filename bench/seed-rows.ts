/**
 * The rows of a seeded installation, made inside PostgreSQL: one statement per table, from generate_series and md5 of
 * the row's number, so that the same size always gives the same rows and nothing travels over a connection.
 */
import { familyNames, givenNames, type NamePool } from './names.ts'

export interface Sizes {
  readonly users: number
  /** A multiple of 100. */
  readonly tenants: number
  readonly largest: number
  readonly sessions: number
  readonly invitations: number
  readonly events: number
}
export interface Statement {
  readonly what: string
  readonly text: string
  readonly values?: unknown[]
}

/** Places that benchmarks name; paths are the parent's and four base-36 digits. */
export const places = {
  platform: '0',
  distributor: '0.0002',
  partner: '0.0002.0003',
  tenant: '0.0002.0003.0004',
  largest: '0.0001.0001.0001',
} as const

/** argon2id of a password that nobody is told: benchmarks come in by seeded sessions. */
const sharedHash = '$argon2id$v=19$m=19456,t=2,p=1$c2VlZGVkLXNhbHQtMDAwMQ$YmVuY2htYXJrcy1jb21lLWluLWJ5LXNlc3Npb25zLjA'

/** Also for the load generators: the cookie of session `n` (1 is the first). */
export const sessionToken = (n: number): string => `bench${String(n).padStart(38, '0')}`

const functions: Statement = {
  what: 'functions',
  text: `
    create schema if not exists bench;
    create or replace function bench.chance(what text, n bigint) returns double precision language sql immutable parallel safe
      return ('x' || substr(md5(what || n::text), 1, 8))::bit(32)::bigint / 4294967296.0;
    create or replace function bench.id(what text, n bigint, at timestamptz) returns uuid language sql stable parallel safe
      return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(what || n::text), 1, 3) || '8'
        || substr(md5(what || n::text), 4, 15))::uuid;
    -- The server writes milliseconds, and so do its cursors.
    create or replace function bench.moment(at timestamptz) returns timestamptz language sql stable parallel safe
      return date_trunc('milliseconds', at);
    create or replace function bench.segment(n bigint) returns text language sql immutable parallel safe
      return '00' || substr('0123456789abcdefghijklmnopqrstuvwxyz', (n / 36)::int + 1, 1)
        || substr('0123456789abcdefghijklmnopqrstuvwxyz', (n % 36)::int + 1, 1);`,
}

/** Ten distributors of ten partners each share the tenants. */
const organizations = ({ tenants }: Sizes): Statement => ({
  what: 'organizations',
  text: `
    with partner as (select n, '0.' || bench.segment((n - 1) / 10 + 1) || '.' || bench.segment((n - 1) % 10 + 1) as path
      from generate_series(1, 100) n),
    made as (
      select 'distributor' as level, n, '0.' || bench.segment(n) as path, 'Distributor ' || n as name, 'distributor ' || n as name_key
        from generate_series(1, 10) n
      union all select 'partner', n, path, 'Partner ' || n, 'partner ' || n from partner
      union all select 'tenant', t, partner.path || '.' || bench.segment((t - 1) % $2::int + 1), ($3::text[])[pick] || ' ' || t || ' GmbH',
        ($4::text[])[pick] || ' ' || t || ' gmbh'
        from generate_series(1, $1::int) t join partner on partner.n = (t - 1) / $2::int + 1
        cross join lateral (select 1 + floor(bench.chance('company', t) * cardinality($3::text[]))::int as pick) company)
    insert into organizations (id, path, level, name, name_key, children_drawn, created_at)
    select bench.id(level, n, now() - interval '3 years'), path, level, name, name_key, 100, now() - interval '3 years' from made`,
  values: [tenants, tenants / 100, familyNames.written, familyNames.folded],
})

/** A table, because reaching into an array of texts walks over all those before. */
const names = (what: string, pool: NamePool): Statement => ({
  what: `names (${what})`,
  text: `create unlogged table bench.${what} as select * from unnest($1::text[], $2::text[], $3::text[])
    with ordinality as of(written, folded, address, k)`,
  values: [pool.written, pool.folded, pool.address],
})

/** Everybody's number, home and facts, from which the tables below are filled; a tenth of all are in the largest tenant. */
const people = ({ users, largest, tenants }: Sizes): Statement => ({
  what: 'people',
  text: `
    create unlogged table bench.people as
    select g.n, bench.id('user', g.n, at) as id, bench.id('identity', g.n, at) as identity, at, home.path as home,
      given.written as first_name, family.written as last_name, given.folded || ' ' || family.folded as name_key,
      given.address || '.' || family.address || to_hex(g.n) || '@c' || home.n || '.example' as email,
      case when r < 0.05 then 'admin' when r < 0.72 then 'employee' else 'viewer' end as role,
      case when bench.chance('inactive', g.n) < 0.03 then 'inactive' else 'active' end as status,
      case when bench.chance('never', g.n) < 0.1 then '-infinity'::timestamptz
        else greatest(at, bench.moment(now() - interval '365 days' * power(bench.chance('seen', g.n), 4))) end as seen
    from generate_series(1, $1::bigint) g(n)
    cross join lateral (select bench.moment(now() - interval '3 years' + (n / ($1::bigint + 1.0)) * interval '3 years') as at,
      1 + floor(power(bench.chance('first', n), 1.6) * $4)::int as f,
      1 + floor(power(bench.chance('last', n), 2.2) * $5)::int as l,
      bench.chance('role', n) as r,
      case when bench.chance('large', n) < $2::float8 then 1
        else 2 + floor(bench.chance('home', n) * ($3::int - 1))::int end as t) drawn
    join bench.homes home on home.n = least(drawn.t, $3::int)
    join bench.given on given.k = f join bench.family on family.k = l`,
  values: [users, largest / users, tenants, givenNames.written.length, familyNames.written.length],
})

const fills: Statement[] = [
  {
    what: 'identities',
    text: `insert into identities (id, email, password_hash, password_changed_at, language, created_at, mailbox_proven_at)
      select identity, email, $1, at, case when n % 3 = 0 then 'de' else 'en' end, at, at from bench.people order by n`,
    values: [sharedHash],
  },
  {
    what: 'users',
    text: `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, phone, status, role, deactivated_at, created_at)
      select id, home, identity, email, first_name, last_name, name_key, case when n % 4 = 0 then '+49' || (30000000 + n) end,
        status, role, case when status = 'inactive' then greatest(at, now() - interval '30 days') end, at
      from bench.people order by n`,
  },
  {
    what: 'grants',
    text: `insert into grants (user_id, org_path, node_path, role, created_at)
      select id, home, home, role, at from bench.people order by n`,
  },
  {
    what: 'user_activity',
    text: `insert into user_activity (user_id, org_path, last_sign_in_at) select id, home, seen from bench.people order by n`,
  },
]

const sessions = ({ sessions }: Sizes): Statement => ({
  what: 'sessions',
  // Of active people only: a benchmark of session checks wants no refusals. They end long after any reuse of the data.
  text: `with active as materialized (
      select row_number() over () as k, id, identity, home from bench.people where status = 'active'),
    size as (select count(*) as n from active)
    insert into sessions (token_hash, id, identity_id, user_id, org_path, created_at, expires_at, address, user_agent)
    select sha256(('bench' || lpad(s::text, 38, '0'))::bytea), bench.id('session', s, now()), identity, id, home, now(),
      now() + interval '1 year', '192.0.2.' || (s % 250), 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
    from generate_series(1, $1::bigint) s join active on k = 1 + (s - 1) % (select n from size)`,
  values: [sessions],
})

const invitations = ({ invitations }: Sizes): Statement => ({
  what: 'invitations',
  text: `insert into invitations (id, org_path, email, role, language, token_hash, invited_by, invited_by_name, created_at, sent_at,
      expires_at, accepted_at, revoked_at)
    select bench.id('invitation', i, at), home, 'guest' || i || '@c.example', 'employee', 'en', sha256(('inv' || i)::bytea), id,
      first_name || ' ' || last_name, sent, sent, sent + interval '7 days', case when i % 3 = 0 then sent + interval '1 day' end,
      case when i % 3 = 1 then sent + interval '2 days' end
    from generate_series(1, $1::bigint) i join bench.people on n = i
    cross join lateral (select bench.moment(now() - interval '60 days' * bench.chance('invited', i)) as sent) moment`,
  values: [invitations],
})

const events = ({ events, users }: Sizes): Statement => ({
  what: 'events',
  text: `insert into events (id, at, type, org_path, org_id, actor_user, actor_name, target_kind, target_id, after)
    select bench.id('event', e, moment), moment, 'user.signed_in', home, o.id, p.id, p.first_name || ' ' || p.last_name, 'user', p.id,
      '{"address": "192.0.2.7", "userAgent": "Mozilla/5.0"}'
    from generate_series(1, $1::bigint) e
    join bench.people p on p.n = 1 + floor(bench.chance('who', e) * $2::bigint)::bigint join organizations o on o.path = p.home
    cross join lateral (select bench.moment(p.at + (now() - p.at) * bench.chance('when', e)) as moment) drawn order by moment`,
  values: [events, users],
})

/** Somebody who may read the users of each place: an account there with one seeded session each, after the others'. */
const readers = ({ sessions }: Sizes): Statement[] =>
  Object.entries(places).map(([name, path], at) => ({
    what: `reader of ${name}`,
    text: `with it as (select bench.id('reader', $1::int, now()) as id, bench.id('reader-identity', $1::int, now()) as identity),
      i as (insert into identities (id, email, language, created_at) select identity, 'reader' || $1::int || '@bench.example', 'en', now() from it),
      u as (insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, role, created_at)
        select id, $2, identity, 'reader' || $1::int || '@bench.example', 'Zoe', 'Reader', 'zoe reader', $3, now() from it),
      g as (insert into grants (user_id, org_path, node_path, role, created_at) select id, $2, $2, $3, now() from it),
      a as (insert into user_activity (user_id, org_path) select id, $2 from it)
      insert into sessions (token_hash, id, identity_id, user_id, org_path, created_at, expires_at)
      select sha256($4::text::bytea), bench.id('reader-session', $1::int, now()), identity, id, $2, now(), now() + interval '1 year' from it`,
    values: [at + 1, path, path === places.platform ? 'platform-admin' : 'admin', sessionToken(sessions + at + 1)],
  }))
export const readerToken = (place: keyof typeof places, { sessions }: Sizes): string =>
  sessionToken(sessions + Object.keys(places).indexOf(place) + 1)

export const statements = (sizes: Sizes): Statement[] => [
  functions,
  organizations(sizes),
  {
    what: 'homes',
    text: `create unlogged table bench.homes as
      select row_number() over (order by path) as n, path from organizations where level = 'tenant'`,
  },
  names('given', givenNames),
  names('family', familyNames),
  people(sizes),
  ...fills,
  sessions(sizes),
  invitations(sizes),
  {
    what: 'partitions',
    text: `select ensure_event_partitions((now() - interval '3 years')::date, 40)`,
  },
  events(sizes),
  ...readers(sizes),
  { what: 'tidying', text: 'drop table bench.people, bench.homes, bench.given, bench.family' },
]
