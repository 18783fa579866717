-- Federated sign-in: the providers an organization trusts, the domains it has shown to be its own, and whose sign-ins they vouch for.
create table connections (
  id uuid primary key,
  org_path text collate "C" not null references organizations (path) on update cascade on delete cascade,
  name text not null check (length(name) between 1 and 60),
  -- Of one issuer for ever: a subject means nothing under another, and links would.
  issuer text collate "C" not null check (length(issuer) <= 500),
  client_id text not null check (length(client_id) <= 300),
  client_secret bytea not null, -- sealed
  algorithms text[] not null,
  claims jsonb not null,
  role_claim text,
  role_map jsonb not null default '[]',
  default_role text,
  newcomers boolean not null default false,
  active boolean not null default false,
  -- Whoever set it up last: what it confers is never more than they could.
  set_by uuid not null,
  set_by_name text not null,
  created_at timestamptz not null,
  last_sign_in_at timestamptz,
  version integer not null default 1,
  unique (org_path, id)
);
call guard_rows('connections');
grant select, insert, update, delete on connections to tenantry_app;

-- Who a subject of a provider is: a person, by proof on both sides. `org_path` is the connection's.
create table federated_links (
  id uuid primary key,
  org_path text collate "C" not null,
  connection_id uuid not null,
  identity_id uuid not null references identities (id) on delete cascade,
  subject text collate "C" not null check (length(subject) between 1 and 255),
  -- As the provider said last; for people to read, nothing is decided by it.
  email text check (length(email) <= 254),
  linked_at timestamptz not null,
  last_used_at timestamptz,
  unique (connection_id, subject),
  unique (connection_id, identity_id),
  foreign key (org_path, connection_id) references connections (org_path, id) on delete cascade deferrable
);
create index federated_links_of_identity on federated_links (identity_id);
create index federated_links_of_home on federated_links (org_path, connection_id);
call guard_rows('federated_links');
create policy own on federated_links to tenantry_app
  using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()));
grant select, insert, update, delete on federated_links to tenantry_app;

-- A sign-in that is at the provider: used once, by the browser that began it, within some minutes.
create table federation_states (
  state_hash bytea primary key,
  org_path text collate "C" not null,
  connection_id uuid not null,
  purpose text not null check (purpose in ('sign_in', 'link', 'prove')),
  browser_hash bytea not null,
  -- Of whoever is signed in already.
  identity_id uuid references identities (id) on delete cascade,
  session_id uuid,
  expires_at timestamptz not null,
  foreign key (org_path, connection_id) references connections (org_path, id) on delete cascade deferrable,
  check ((purpose = 'sign_in') = (session_id is null) and (session_id is null) = (identity_id is null))
);
create index federation_states_by_expiry on federation_states (expires_at);
create index federation_states_of_connection on federation_states (org_path, connection_id);
create index federation_states_of_identity on federation_states (identity_id) where identity_id is not null;
call guard_rows('federation_states');
create policy own on federation_states to tenantry_app
  using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()));
grant select, insert, delete on federation_states to tenantry_app;

-- Domains of e-mail addresses, shown to be the organization's by a record in the domain name system.
create table email_domains (
  id uuid primary key,
  org_path text collate "C" not null references organizations (path) on update cascade on delete cascade,
  domain text collate "C" not null check (domain = lower(domain) and length(domain) <= 253),
  token text not null,
  created_at timestamptz not null,
  checked_at timestamptz,
  verified_at timestamptz,
  -- Since when the record of a verified domain is gone.
  missing_since timestamptz,
  unique (org_path, domain)
);
create unique index email_domains_verified on email_domains (domain) where verified_at is not null;
create index email_domains_by_check on email_domains (checked_at) where verified_at is not null;
call guard_rows('email_domains');
grant select, insert, update, delete on email_domains to tenantry_app;

-- Through which connection a session was opened: it enters nothing else, and ends with it.
alter table sessions add column connection_id uuid;
create index sessions_of_connection on sessions (connection_id) where connection_id is not null;

/* Whether accounts at a place may be entered through its organization's provider only: the policy signin.federated_only,
   which no blueprint presets. A lock from above first, then the nearest value. Asked for beneath every path that yields
   a session, and by transactions that do not reach what stands above. */
create function federated_only_at(place text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  return coalesce((select s.value = '"on"'::jsonb from generate_series(0, (length(place) - 1) / 5) n
    join public.policy_settings s on s.org_path = left(place, 1 + 5 * n) collate "C" and s.key = 'signin.federated_only'
    where s.value is not null order by s.locked desc, case when s.locked then n else -n end limit 1), false);

/* Whether whoever came through a connection (null: with a password, a passkey or a link) may be at a place. */
create function enters(connection uuid, place text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  return case when connection is null then not public.federated_only_at(place)
    else exists (select from public.connections c where c.id = connection and c.active
      and starts_with(place || '.', c.org_path || '.')) end;

/* Whether somebody has signed in through a connection that still leads to accounts at a place. */
create function federated_at(identity uuid, place text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  return exists (select from public.federated_links l join public.connections c on c.id = l.connection_id
    where l.identity_id = identity and l.last_used_at is not null and c.active
      and starts_with(place || '.', c.org_path || '.'));

grant create on schema public to tenantry_reader; -- a function's owner needs it, for these lines only
alter function federated_only_at owner to tenantry_reader;
alter function enters owner to tenantry_reader;
alter function federated_at owner to tenantry_reader;
revoke create on schema public from tenantry_reader;
revoke all on function federated_only_at, enters, federated_at from public;
grant execute on function federated_only_at, enters, federated_at to tenantry_app;

create function sweep_federation(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  delete from federation_states where state_hash in
    (select state_hash from federation_states where expires_at < now order by expires_at limit most);
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function sweep_federation from public;
grant execute on function sweep_federation to tenantry_app;
