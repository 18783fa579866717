-- What happened. Written in the transaction of what it tells about, never changed, never deleted by the server: it may
-- only follow its organization to another place in the tree (docs/decisions/0003). No foreign keys: a fact outlives
-- what it tells about. Ordered by `seq`, because UUIDv7 and clocks are not strictly monotonic.
create table events (
  id uuid not null,
  seq bigint generated always as identity,
  at timestamptz not null,
  type text not null,
  org_path text collate "C" not null,
  org_id uuid not null,
  actor_user uuid,
  actor_name text not null,
  target_kind text not null,
  target_id uuid not null,
  before jsonb,
  after jsonb,
  reason text,
  request_id text,
  primary key (at, id)
) partition by range (at);
create index events_of_target on events (target_id, at desc, seq desc);
create index events_of_organization on events (org_path, at desc, seq desc);
call guard_rows('events');
grant select, insert on events to tenantry_app;
grant update (org_path) on events to tenantry_app;

/* Makes the partitions of the month of `day` and the `months` after it. Partitions are read through `events` only: the
   server's role has no right on them, and they carry the same policy all the same. A month of which facts stand in
   events_other already (a clock that jumped) keeps them there and gets no partition: PostgreSQL refuses to make it, and a
   server that makes partitions at its start would never start again. */
create function ensure_event_partitions(day date, months integer) returns integer
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
revoke all on function ensure_event_partitions from public;
grant execute on function ensure_event_partitions to tenantry_app;
-- A fact whose month has no partition (a clock that jumped) is kept all the same.
create table events_other partition of events default;
call guard_rows('events_other');
revoke all on events_other from tenantry_reader;
