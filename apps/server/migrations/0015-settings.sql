-- What an organization says of a setting of the blueprint, for itself and everything below it: kept like policies (0012).
-- A row may outlive its setting, or the values that the setting can have: it is then not read, and nothing is lost when
-- an earlier blueprint is put in force again.
create table setting_values (
  id uuid primary key,
  org_path text collate "C" not null references organizations (path) on update cascade on delete cascade,
  key text not null check (length(key) between 1 and 60),
  value jsonb,
  locked boolean not null,
  version integer not null default 1,
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamptz not null,
  reason text,
  unique (org_path, key),
  check (value is not null or not locked)
);
call guard_rows('setting_values');
grant select, insert, update on setting_values to tenantry_app;
