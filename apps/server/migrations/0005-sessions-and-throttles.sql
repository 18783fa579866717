-- A session is of one identity acting as one user. The cookie's secret is stored as its SHA-256.
create table sessions (
  token_hash bytea primary key,
  id uuid not null unique,
  identity_id uuid not null references identities (id) on delete cascade,
  user_id uuid not null,
  org_path text collate "C" not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  address text,
  user_agent text check (length(user_agent) <= 300),
  foreign key (org_path, user_id) references users (org_path, id) on delete cascade deferrable
);
create index sessions_of_identity on sessions (identity_id, created_at);
create index sessions_of_user on sessions (user_id);
create index sessions_of_home on sessions (org_path, user_id);
create index sessions_by_expiry on sessions (expires_at);
call guard_rows('sessions');
create policy own on sessions to tenantry_app
  using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()));
grant select, insert, delete on sessions to tenantry_app;

-- Attempts per account and per network address, by a keyed hash of either, counted before they are tried. Belongs to no organization: it must count
-- for addresses that do not exist, too.
create table throttles (
  key bytea primary key,
  failures integer not null,
  since timestamptz not null,
  until timestamptz not null
);
create index throttles_by_end on throttles (until);
grant select, insert, update, delete on throttles to tenantry_app;

-- Answers of unsafe calls by Idempotency-Key, written in the transaction of the call itself.
create table idempotency_keys (
  user_id uuid not null,
  key text not null check (length(key) between 1 and 100),
  fingerprint bytea not null,
  status integer,
  body jsonb,
  created_at timestamptz not null,
  primary key (user_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy own on idempotency_keys to tenantry_app
  using (user_id = (select acting_user())) with check (user_id = (select acting_user()));
grant select, insert, update, delete on idempotency_keys to tenantry_app;

-- The sweeper runs as the owner, whom forced row security binds too.
create policy sweep on sessions to tenantry_owner using (true);
create policy sweep on idempotency_keys to tenantry_owner using (true);

/* Rows whose time is over, of any organization or none; each call removes at most `most` of each kind. */
create function sweep_expired(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare swept integer := 0; n integer;
begin
  delete from sessions where token_hash in (select token_hash from sessions where expires_at < now order by expires_at limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from throttles where key in (select key from throttles where until < now order by until limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from idempotency_keys where (user_id, key) in
    (select user_id, key from idempotency_keys where created_at < now - interval '24 hours' order by created_at limit most);
  get diagnostics n = row_count;
  return swept + n;
end $$;
revoke all on function sweep_expired from public;
grant execute on function sweep_expired to tenantry_app;
