-- Delegated administration: accounts made directly, scopes below the home, flags, removal, e-mail changes, own roles.

-- A password that somebody else chose opens one session, in which nothing can be done but to change it.
alter table identities add column must_change_password boolean not null default false;
alter table identities add column password_expires_at timestamptz;
alter table sessions add column must_change_password boolean not null default false;
grant update (must_change_password, org_path) on sessions to tenantry_app;
-- Whoever reaches any organization may add a person; who is there already is nobody's to see or to alter.
create policy joins on identities for insert to tenantry_app with check ((select reach_lo()) is not null);

-- `joining_hash`: an account made for somebody who had a password here before. It is theirs once they said so with the
-- link from their mail and that password; until then nobody acts as it.
alter table users add column mfa_required boolean not null default false;
alter table users add column federated_only boolean not null default false;
alter table users add column joining_hash bytea unique;
alter table users add column joining_until timestamptz;
grant delete on users to tenantry_app;

-- The grant shown is the one nearest to the home; it may lie below it.
create or replace function show_role_of_user() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  target uuid := coalesce(new.user_id, old.user_id);
  shown text := coalesce((select g.role from grants g where g.user_id = target order by g.node_path, g.role limit 1), '');
begin
  update users u set role = shown where u.id = target and u.role <> shown;
  return null;
end $$;

/* With the last account goes the person: password, links and sessions. Locked first, so that an account that joins in the
   same moment is either seen or waits and finds nobody. */
create function forget_persons() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from identities i where i.id in (select identity_id from gone) order by i.id for update;
  delete from identities i where i.id in (select identity_id from gone)
    and not exists (select from users u where u.identity_id = i.id);
  return null;
end $$;
revoke all on function forget_persons from public;
create trigger users_forget_persons after delete on users referencing old table as gone
  for each statement execute function forget_persons();

-- All counters of one account, so that an administrator can clear them without knowing from where it was tried.
alter table throttles add column account bytea;
create index throttles_of_account on throttles (account) where account is not null;

-- Links that confirm a new address. They belong to a person; `user_id` says for which account it was asked.
create table email_changes (
  id uuid primary key,
  identity_id uuid not null references identities (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  email text collate "C" not null check (email = lower(email) and length(email) <= 254),
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create unique index email_changes_one_open on email_changes (identity_id) where used_at is null;
create index email_changes_of_identity on email_changes (identity_id, created_at);
create index email_changes_of_user on email_changes (user_id);
alter table email_changes enable row level security;
alter table email_changes force row level security;
create policy own on email_changes to tenantry_app
  using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()));
create policy of_account_in_reach on email_changes to tenantry_app
  using (exists (select from users u where u.identity_id = email_changes.identity_id))
  with check (exists (select from users u where u.identity_id = email_changes.identity_id));
create policy look_up on email_changes for select to tenantry_reader using (true);
grant select, insert, update on email_changes to tenantry_app;
grant select on email_changes to tenantry_reader;

-- Roles of an organization's own: seen and given there and below. The blueprint's stay the root's.
alter table roles add column org_path text collate "C" references organizations (path) on update cascade on delete cascade;
alter table roles add column version integer not null default 1;
create unique index roles_own_label on roles (org_path, lower(label)) where org_path is not null and retired_at is null;
drop policy readable on roles;
create policy readable on roles for select to tenantry_app
  using (org_path is null or (org_path >= (select reach_lo()) and org_path < (select reach_hi()))
    or starts_with((select reach_lo()), org_path));
create policy look_up on roles for select to tenantry_reader using (true);
create policy own_roles on roles to tenantry_app
  using (org_path >= (select reach_lo()) and org_path < (select reach_hi()))
  with check (org_path >= (select reach_lo()) and org_path < (select reach_hi()));

alter table mails drop constraint mails_kind_check;
alter table mails add constraint mails_kind_check check (kind in ('invitation', 'account_created', 'password_reset',
  'password_changed', 'change_requested', 'email_change', 'email_change_asked', 'email_changed'));
