-- A path is the parent's path and one segment of four base-36 digits: 0, 0.0001, 0.0001.0007. A subtree is the range
-- from its path up to path || '/' ('/' follows '.' in "C"). Segments are drawn from the parent's counter and never
-- used again, so that what is recorded under a path can never come to lie under another organization.
create table organizations (
  id uuid primary key,
  path text collate "C" not null unique check (path ~ '^0(\.[0-9a-z]{4}){0,5}$'),
  parent_path text collate "C" generated always as (case when length(path) > 1 then left(path, -5) end) stored,
  level text not null,
  name text not null check (length(name) between 1 and 120),
  name_key text collate "C" not null,
  children_drawn integer not null default 0 check (children_drawn between 0 and 1679615),
  created_at timestamptz not null,
  version integer not null default 1
);
create index organizations_children_by_name on organizations (parent_path, name_key, id);
create index organizations_children_by_age on organizations (parent_path, created_at, id);
create index organizations_by_name on organizations (name_key, id);
create index organizations_search on organizations using gin (name_key gin_trgm_ops);
call guard_rows('organizations', 'path');
grant select, insert, update on organizations to tenantry_app;

-- One row: whether the installation has its first administrator. Not an organization's row.
create table installation (
  id boolean primary key default true check (id),
  set_up_at timestamptz,
  set_up_token_hash bytea
);
insert into installation default values;
grant select, update on installation to tenantry_app;
grant select on installation to tenantry_reader;
