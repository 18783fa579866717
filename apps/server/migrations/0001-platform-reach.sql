-- The second wall. Every table of an organization's rows gets its policies from guard_rows(), so that none is
-- written by hand differently. A missing or empty setting means no rows: placeholders read '' after a commit.

create function reach_lo() returns text language sql stable parallel safe
  set search_path = pg_catalog
  return nullif(current_setting('tenantry.reach_lo', true), '');
create function reach_hi() returns text language sql stable parallel safe
  set search_path = pg_catalog
  return nullif(current_setting('tenantry.reach_hi', true), '');
-- The person and the user on whose behalf a transaction runs, for the few rows that belong to a person.
create function acting_identity() returns uuid language sql stable parallel safe
  set search_path = pg_catalog
  return nullif(current_setting('tenantry.identity', true), '')::uuid;
create function acting_user() returns uuid language sql stable parallel safe
  set search_path = pg_catalog
  return nullif(current_setting('tenantry.user', true), '')::uuid;

/* Row security for one table: tenantry_app sees and writes only rows whose path lies in the transaction's reach;
   tenantry_reader, the role of the look-up connection and of search functions, may select. The planner does not know
   the settings' values and takes a bare range of them for half a percent of the table: it then gathered and sorted
   100,000 rows (260 ms) where the query's own range gives 51 in order from an index (1 ms). Of a case expression it
   assumes one half, and makes no index condition. */
create procedure guard_rows(target regclass, path_column name default 'org_path') language plpgsql
  set search_path = pg_catalog as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy reach on %1$s to tenantry_app
       using (case when %2$I >= (select public.reach_lo()) and %2$I < (select public.reach_hi()) then true else false end)
       with check (%2$I >= (select public.reach_lo()) and %2$I < (select public.reach_hi()))', target, path_column);
  execute format('create policy look_up on %s for select to tenantry_reader using (true)', target);
  -- For definer functions of housekeeping: they run as the owner, whom row security binds as well.
  execute format('create policy upkeep on %s to tenantry_owner using (true) with check (true)', target);
  execute format('grant select on %s to tenantry_reader', target);
end $$;
revoke all on procedure guard_rows from public;

create extension if not exists pg_trgm;
-- The server looks whether its migrations are there before it starts.
grant select on kysely_migration to tenantry_app;
