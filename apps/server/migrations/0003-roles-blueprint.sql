-- Roles come from the blueprint and are the same for the whole installation: everybody may read them, only a
-- transaction that reaches the root may change them.
create table blueprints (
  id bigint generated always as identity primary key,
  name text not null,
  digest text not null,
  document jsonb not null,
  applied_at timestamptz not null
);
create table roles (
  key text primary key,
  label text not null,
  description text not null,
  best_for text not null,
  use_cases text[] not null,
  levels text[] not null,
  permissions text[] not null,
  assigns text[] not null,
  administrator boolean not null,
  position integer not null
);
do $$
declare t text;
begin
  foreach t in array array['blueprints', 'roles'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy readable on %I for select to tenantry_app, tenantry_reader using (true)', t);
    execute format('create policy root_inserts on %I for insert to tenantry_app with check ((select reach_lo()) = ''0'')', t);
    execute format('create policy root_updates on %I for update to tenantry_app using ((select reach_lo()) = ''0'') with check ((select reach_lo()) = ''0'')', t);
    execute format('create policy root_deletes on %I for delete to tenantry_app using ((select reach_lo()) = ''0'')', t);
    execute format('grant select on %I to tenantry_reader', t);
    execute format('grant select, insert, update, delete on %I to tenantry_app', t);
  end loop;
end $$;
