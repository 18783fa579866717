-- Links to set a new password. They belong to a person, not to an organization.
create table password_resets (
  id uuid primary key,
  identity_id uuid not null references identities (id) on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_resets_of_identity on password_resets (identity_id, created_at);
alter table password_resets enable row level security;
alter table password_resets force row level security;
create policy own on password_resets to tenantry_app
  using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()));
create policy look_up on password_resets for select to tenantry_reader using (true);
grant select, insert, update on password_resets to tenantry_app;
grant select on password_resets to tenantry_reader;
-- An administrator who reaches an account may order a link for its person, and end the links there are. The look into
-- users obeys their own row security: it finds only accounts within the transaction's reach.
create policy of_account_in_reach on password_resets to tenantry_app
  using (exists (select from users u where u.identity_id = password_resets.identity_id))
  with check (exists (select from users u where u.identity_id = password_resets.identity_id));

-- Links whose time has been over for a day; see sweep_expired.
create index password_resets_by_expiry on password_resets (expires_at);
create policy sweep on password_resets to tenantry_owner using (true);
create function sweep_resets(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  delete from password_resets where id in
    (select id from password_resets where expires_at < now - interval '1 day' order by expires_at limit most);
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function sweep_resets from public;
grant execute on function sweep_resets to tenantry_app;
