-- Functions that run as their owner must not look into the caller's temporary schema, which is searched first for tables
-- unless it is named last: a caller's own "sessions" would stand in for ours, and its triggers run as the owner.
alter function matching_users set search_path = pg_catalog, public, pg_temp;
alter function language_of set search_path = pg_catalog, public, pg_temp;
alter function sweep_expired set search_path = pg_catalog, public, pg_temp;

/* As before, but a month of which facts stand in events_other already (a clock that jumped) keeps them there and gets no
   partition: PostgreSQL refuses to make it, and a server that makes partitions at its start would never start again. */
create or replace function ensure_event_partitions(day date, months integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  first date; part text; made integer := 0;
begin
  if months not between 0 and 120 then raise exception 'months out of range'; end if;
  for i in 0..months loop
    first := (date_trunc('month', day) + make_interval(months => i))::date;
    part := 'events_' || to_char(first, 'YYYY_MM');
    if to_regclass('public.' || part) is null then
      begin
        execute format('create table public.%I partition of public.events for values from (%L) to (%L)',
          part, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
        call public.guard_rows(format('public.%I', part)::regclass);
        execute format('revoke all on public.%I from tenantry_reader', part);
        made := made + 1;
      exception when check_violation then null;
      end;
    end if;
  end loop;
  return made;
end $$;
