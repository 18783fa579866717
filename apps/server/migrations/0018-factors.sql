-- Second factors belong to a person, not to an organization; whoever reaches one of their accounts may see that they are
-- there and remove them. An account that nobody confirmed is not the person's and opens nothing.
create table factors (
  id uuid primary key,
  identity_id uuid not null references identities (id) on delete cascade,
  kind text not null check (kind in ('app', 'passkey')),
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null,
  -- Null: an authenticator app of which no code was shown yet. It counts for nothing.
  confirmed_at timestamptz,
  last_used_at timestamptz,
  -- An app: its secret, sealed with a key outside the database, and the time step of the last code that was accepted.
  sealed_secret bytea,
  last_step bigint,
  -- A passkey.
  credential_id bytea unique,
  public_key bytea,
  counter bigint,
  transports text[],
  check (case kind when 'app' then sealed_secret is not null and credential_id is null
    else sealed_secret is null and credential_id is not null and public_key is not null and counter is not null end)
);
create index factors_of_identity on factors (identity_id, created_at);
create unique index factors_one_unconfirmed on factors (identity_id) where confirmed_at is null;

-- Kept when used, so that a code that was used is told from one that never was; 120 random bits, so a plain hash will do.
create table recovery_codes (
  identity_id uuid not null references identities (id) on delete cascade,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (identity_id, code_hash)
);

-- Browsers in which a second factor was shown. Whether that still counts is for the policy of the account that is entered.
create table remembered_devices (
  id uuid primary key,
  identity_id uuid not null references identities (id) on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz,
  address text,
  user_agent text check (length(user_agent) <= 300)
);
create index remembered_devices_of_identity on remembered_devices (identity_id, created_at);

do $$
declare it text;
begin
  foreach it in array array['factors', 'recovery_codes', 'remembered_devices'] loop
    execute format('alter table %I enable row level security', it);
    execute format('alter table %I force row level security', it);
    execute format('create policy own on %I to tenantry_app
      using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()))', it);
    execute format('create policy seen_in_reach on %1$I for select to tenantry_app using
      (exists (select from users u where u.identity_id = %1$I.identity_id and u.joining_hash is null))', it);
    execute format('create policy removed_in_reach on %1$I for delete to tenantry_app using
      (exists (select from users u where u.identity_id = %1$I.identity_id and u.joining_hash is null))', it);
    execute format('create policy sweep on %I to tenantry_owner using (true)', it);
    execute format('grant select, insert, update, delete on %I to tenantry_app', it);
  end loop;
end $$;
-- Whose passkey is this, and has somebody a factor, before any reach exists.
create policy look_up on factors for select to tenantry_reader using (true);
grant select on factors to tenantry_reader;
create policy look_up on recovery_codes for select to tenantry_reader using (true);
grant select on recovery_codes to tenantry_reader;

-- Challenges of passkeys that were answered. A challenge is made without writing anything; it is good once because of this.
create table used_challenges (
  hash bytea primary key,
  expires_at timestamptz not null
);
create index used_challenges_by_end on used_challenges (expires_at);
grant select, insert on used_challenges to tenantry_app;

-- A session that waits for the second factor is short; the step taken gives it its whole life.
grant update (expires_at) on sessions to tenantry_app;

alter table mails drop constraint mails_kind_check;
alter table mails add constraint mails_kind_check check (kind in ('invitation', 'account_created', 'password_reset',
  'password_changed', 'change_requested', 'email_change', 'email_change_asked', 'email_changed', 'factors_changed'));

/* What counts for nothing any more: see sweep_expired. 90 days is the longest that a device is remembered. */
create function sweep_factors(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare swept integer := 0; n integer;
begin
  delete from used_challenges where hash in (select hash from used_challenges where expires_at < now order by expires_at limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from factors where id in
    (select id from factors where confirmed_at is null and created_at < now - interval '1 day' limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from remembered_devices where id in
    (select id from remembered_devices where created_at < now - interval '90 days' limit most);
  get diagnostics n = row_count;
  return swept + n;
end $$;
revoke all on function sweep_factors from public;
grant execute on function sweep_factors to tenantry_app;
create index factors_unconfirmed on factors (created_at) where confirmed_at is null;
create index remembered_devices_by_age on remembered_devices (created_at);
