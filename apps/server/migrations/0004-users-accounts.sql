-- The person who signs in. Not an organization's row: visible only to a transaction that acts for this very person.
create table identities (
  id uuid primary key,
  email text collate "C" not null unique check (email = lower(email) and length(email) <= 254),
  password_hash text,
  password_changed_at timestamptz,
  language text not null,
  created_at timestamptz not null,
  unique (id, email)
);
alter table identities enable row level security;
alter table identities force row level security;
create policy own on identities to tenantry_app
  using (id = (select acting_identity())) with check (id = (select acting_identity()));
create policy look_up on identities for select to tenantry_reader using (true);
grant select, insert, update on identities to tenantry_app;
grant select on identities to tenantry_reader;

-- A person's account in one organization. `email` follows the identity; `role` shows the grant at home (trigger below),
-- so that lists can sort by it; `name_key` is the name folded for sorting and searching.
create table users (
  id uuid primary key,
  org_path text collate "C" not null references organizations (path) on update cascade,
  identity_id uuid not null,
  email text collate "C" not null,
  first_name text not null check (length(first_name) between 1 and 100),
  last_name text not null check (length(last_name) between 1 and 100),
  name_key text collate "C" not null,
  search_key text collate "C" not null generated always as (name_key || ' ' || email) stored,
  phone text,
  status text not null default 'active' check (status in ('active', 'inactive')),
  role text not null default '',
  deactivated_at timestamptz,
  invitation_id uuid,
  created_at timestamptz not null,
  version integer not null default 1,
  foreign key (identity_id, email) references identities (id, email) on update cascade,
  unique (org_path, id),
  check ((status = 'inactive') = (deactivated_at is not null))
);
create unique index users_one_account on users (identity_id, org_path);
-- With all that other sorts, filters and the policies of users ask for: a subtree of some thousand users is read from
-- this index alone and sorted (2 ms where fetching each row took 65 ms).
create index users_home_by_name on users (org_path, name_key, id) include (identity_id, email, status, role);
create index users_by_name on users (name_key, id);
create index users_home_by_email on users (org_path, email, id);
create index users_by_email on users (email, id);
create index users_home_by_status on users (org_path, status, id);
create index users_by_status on users (status, id);
create index users_home_by_role on users (org_path, role, id);
create index users_by_role on users (role, id);
-- Inactive users are few: without their own index a filter on them walks everybody else first.
create index users_inactive_by_name on users (name_key, id) where status = 'inactive';
create index users_search on users using gin (search_key gin_trgm_ops);
-- Finer than by default: ranges of paths are what every list is about, and whether to sort depends on their sizes.
alter table users alter column org_path set statistics 1000;
call guard_rows('users');
-- A person may see their own accounts wherever they are, and hold them still while they act: a lock needs an update
-- policy, whose check lets nothing be written.
create policy own on users for select to tenantry_app using (identity_id = (select acting_identity()));
create policy own_lock on users for update to tenantry_app
  using (identity_id = (select acting_identity())) with check (false);
grant select, insert, update on users to tenantry_app;

-- A role at a node; it reaches the node's whole subtree. The node lies in the subtree of the user's home.
create table grants (
  user_id uuid not null,
  org_path text collate "C" not null,
  node_path text collate "C" not null references organizations (path) on update cascade,
  role text not null references roles (key),
  created_at timestamptz not null,
  primary key (user_id, node_path, role),
  -- Deferrable, and not cascading: moving a subtree rewrites each table at once, see move_subtree().
  foreign key (org_path, user_id) references users (org_path, id) on delete cascade deferrable
);
create index grants_by_role on grants (role, org_path, user_id);
create index grants_at_node on grants (node_path, role);
create index grants_of_home on grants (org_path, user_id);
call guard_rows('grants');
create policy own on grants for select to tenantry_app using (user_id = (select acting_user()));
grant select, insert, update, delete on grants to tenantry_app;

create function show_role_of_user() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare target uuid := coalesce(new.user_id, old.user_id);
begin
  update users u set role = coalesce(
    (select g.role from grants g where g.user_id = target and g.node_path = u.org_path order by g.role limit 1), '')
  where u.id = target;
  return null;
end $$;
create trigger grants_show_role after insert or delete on grants for each row execute function show_role_of_user();
-- Where a whole subtree moves, nobody's role changes.
create trigger grants_show_changed_role after update of role, node_path on grants for each row
  when (current_setting('tenantry.moving', true) is distinct from 'on') execute function show_role_of_user();

-- Kept apart from users: written at every sign-in, and an update of an indexed column of users would rewrite a dozen
-- indexes. '-infinity' is "never", so that one index orders both.
create table user_activity (
  user_id uuid primary key,
  org_path text collate "C" not null,
  last_sign_in_at timestamptz not null default '-infinity',
  foreign key (org_path, user_id) references users (org_path, id) on delete cascade deferrable
);
create index user_activity_home on user_activity (org_path, last_sign_in_at, user_id);
create index user_activity_all on user_activity (last_sign_in_at, user_id);
alter table user_activity alter column org_path set statistics 1000;
call guard_rows('user_activity');
grant select, insert, update on user_activity to tenantry_app;

-- Definer functions name pg_temp last: it would otherwise be searched first for tables, and a caller's own temporary
-- "sessions" would stand in for ours.
/* Up to `most` users in a range whose name or e-mail contains `needle` (already folded and escaped for LIKE), in no
   order. Row security would keep the trigram index from being used, so this runs as tenantry_reader and checks its
   range against the reach itself. Planned with its values: a generic plan took 15 s where this takes 1 ms. */
create function matching_users(lo text, hi text, needle text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if reach_lo() is null or reach_hi() is null or lo collate "C" < reach_lo() collate "C" or hi collate "C" > reach_hi() collate "C" then
    raise exception 'range outside the reach' using errcode = '42501';
  end if;
  return query execute
    'select id from users where org_path >= $1 and org_path < $2 and search_key like $3 limit $4'
    using lo, hi, needle, most;
end $$;
grant create on schema public to tenantry_reader; -- a function's owner needs it, for the next line only
alter function matching_users owner to tenantry_reader;
revoke create on schema public from tenantry_reader;
revoke all on function matching_users from public;
grant execute on function matching_users to tenantry_app;

/* The language somebody reads mails in, for whoever reaches one of their accounts; nothing else of a person is told. */
create function language_of(person uuid) returns text language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select i.language from public.identities i where i.id = person and exists (
    select from public.users u where u.identity_id = person and u.org_path >= public.reach_lo() and u.org_path < public.reach_hi()));
grant create on schema public to tenantry_reader;
alter function language_of owner to tenantry_reader;
revoke create on schema public from tenantry_reader;
revoke all on function language_of from public;
grant execute on function language_of to tenantry_app;
