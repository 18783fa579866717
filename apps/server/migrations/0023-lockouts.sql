-- Accounts that are locked after failed sign-ins, and the browsers that their owners are known by.

-- What stopped an account stays as it is when attempts go on, and when one that was under way succeeds.
alter table throttles add column held boolean not null default false;

-- A person's, as the password is; every account of theirs shows it (`users.locked_until`), so that lists find it in an index.
create table lockouts (
  identity_id uuid primary key references identities (id) on delete cascade,
  locked_at timestamptz not null,
  -- Infinity: until somebody ends it.
  until timestamptz not null,
  -- The link in the mail that tells of it; null where only an administrator ends it.
  token_hash bytea unique
);
create index lockouts_by_end on lockouts (until);
alter table lockouts enable row level security;
alter table lockouts force row level security;
create policy own on lockouts to tenantry_app
  using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()));
-- An administrator who reaches an account ends its lock; accounts that nobody confirmed are none of the person's.
create policy of_account_in_reach on lockouts to tenantry_app
  using (exists (select from users u where u.identity_id = lockouts.identity_id and u.joining_hash is null));
create policy look_up on lockouts for select to tenantry_reader using (true);
create policy upkeep on lockouts to tenantry_owner using (true) with check (true);
grant select, insert, update, delete on lockouts to tenantry_app;
grant select on lockouts to tenantry_reader;

alter table users add column locked_until timestamptz;
create index users_locked_home_by_name on users (org_path, name_key, id) where locked_until is not null;
create index users_locked_by_name on users (name_key, id) where locked_until is not null;

/* The accounts of a person lie beyond the reach of whoever locks or unlocks them. */
create function show_lockout() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update users set locked_until = case when tg_op = 'DELETE' then null else new.until end
    where identity_id = coalesce(new.identity_id, old.identity_id) and joining_hash is null;
  return null;
end $$;
revoke all on function show_lockout from public;
create trigger lockouts_show after insert or update or delete on lockouts for each row execute function show_lockout();

-- Browsers in which a person signed in before: wrong passwords of strangers do not lock these out.
create table known_browsers (
  token_hash bytea primary key,
  identity_id uuid not null references identities (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index known_browsers_of_identity on known_browsers (identity_id, created_at);
create index known_browsers_by_expiry on known_browsers (expires_at);
alter table known_browsers enable row level security;
alter table known_browsers force row level security;
create policy own on known_browsers to tenantry_app
  using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()));
create policy look_up on known_browsers for select to tenantry_reader using (true);
create policy sweep on known_browsers to tenantry_owner using (true);
grant select, insert, delete on known_browsers to tenantry_app;
grant select on known_browsers to tenantry_reader;

/* Locks and known browsers whose time is over; see sweep_expired. */
create function sweep_lockouts(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare swept integer := 0; n integer;
begin
  delete from lockouts where identity_id in (select identity_id from lockouts where until < now order by until limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from known_browsers where token_hash in
    (select token_hash from known_browsers where expires_at < now order by expires_at limit most);
  get diagnostics n = row_count;
  return swept + n;
end $$;
revoke all on function sweep_lockouts from public;
grant execute on function sweep_lockouts to tenantry_app;

