-- Sign-in activity: who tried to come in, when, from where, how and with what result. A day is a partition, dropped when
-- the longest retention in force is over; what an organization keeps for less is hidden when read and then swept. No
-- foreign key: making and dropping partitions of a table that refers to users would lock out everybody who signs in.
-- Rows go with their user (a trigger), move with them and with their organization.
create table sign_ins (
  id uuid not null,
  at timestamptz not null,
  org_path text collate "C" not null,
  user_id uuid not null,
  identity_id uuid not null,
  address text,
  user_agent text check (length(user_agent) <= 300),
  methods text[] not null,
  -- One of the contract's; which, is its business.
  result text not null check (result ~ '^[a-z_]{1,40}$'),
  session_id uuid,
  primary key (at, id)
) partition by range (at);
create index sign_ins_of_user on sign_ins (user_id, at desc, id desc);
-- With the result, so that the days of a chart are counted from the index alone.
create index sign_ins_of_organization on sign_ins (org_path, at desc, id desc) include (result);
-- Of a million sign-ins a hundred were refused: a filter on a result would walk over all the others first.
create index sign_ins_failed on sign_ins (org_path, result, at desc, id desc) where result <> 'succeeded';
call guard_rows('sign_ins');
grant select, insert on sign_ins to tenantry_app;
grant update (org_path) on sign_ins to tenantry_app;
-- A sign-in whose day has no partition (a clock that jumped) is kept all the same, and swept row by row.
create table sign_ins_other partition of sign_ins default;
call guard_rows('sign_ins_other');
revoke all on sign_ins_other from tenantry_reader;

/* Makes the partitions of `day` and the `days` after it, as ensure_event_partitions does for months. Made days ahead, so
   that waiting is never worth it: whoever signs in meanwhile would wait behind. */
create function ensure_sign_in_partitions(day date, days integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '300ms' as $$
declare
  first date; part text; made integer := 0;
begin
  if days not between 0 and 3660 then raise exception 'days out of range'; end if;
  for i in 0..days loop
    first := day + i;
    part := 'sign_ins_' || to_char(first, 'YYYY_MM_DD');
    if to_regclass('public.' || part) is null then
      begin
        execute format('create table public.%I partition of public.sign_ins for values from (%L) to (%L)',
          part, first::timestamp at time zone 'UTC', (first + 1)::timestamp at time zone 'UTC');
        call public.guard_rows(format('public.%I', part)::regclass);
        execute format('revoke all on public.%I from tenantry_reader', part);
        made := made + 1;
      exception when check_violation or lock_not_available then null;
      end;
    end if;
  end loop;
  return made;
end $$;
revoke all on function ensure_sign_in_partitions from public;
grant execute on function ensure_sign_in_partitions to tenantry_app;

/* Drops the days that were over before `before`, and up to `most` rows of days that have no partition of their own. */
create function drop_sign_in_partitions(before timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp set lock_timeout = '300ms' as $$
declare part text; dropped integer := 0; n integer;
begin
  for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'public.sign_ins'::regclass and c.relname ~ '^sign_ins_\d{4}_\d\d_\d\d$'
        and ((to_date(right(c.relname, 10), 'YYYY_MM_DD') + 1)::timestamp at time zone 'UTC') <= before order by 1 loop
    begin
      execute format('drop table public.%I', part);
      dropped := dropped + 1;
    exception when lock_not_available then exit; -- somebody reads for long: the next time
    end;
  end loop;
  delete from sign_ins_other where (at, id) in (select at, id from sign_ins_other where at < before order by at limit most);
  get diagnostics n = row_count;
  return dropped + n;
end $$;
revoke all on function drop_sign_in_partitions from public;
grant execute on function drop_sign_in_partitions to tenantry_app;

/* At most `most` rows of one organization that are older than it keeps them. */
create function sweep_sign_ins(place text, before timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  delete from sign_ins where (at, id) in
    (select s.at, s.id from sign_ins s where s.org_path = place and s.at < before order by s.at, s.id limit most) and at < before;
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function sweep_sign_ins from public;
grant execute on function sweep_sign_ins to tenantry_app;

/* With a user go the records of their sign-ins. */
create function forget_sign_ins() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from sign_ins where user_id in (select id from gone);
  return null;
end $$;
revoke all on function forget_sign_ins from public;
create trigger users_forget_sign_ins after delete on users referencing old table as gone
  for each statement execute function forget_sign_ins();

-- Written every few seconds for those who were there: outside every index, on pages with room for it, so that an update
-- touches no index (HOT).
alter table user_activity add column last_active_at timestamptz;
alter table user_activity set (fillfactor = 80);

-- From where a person signed in, for the mail that tells of a new device. Not an organization's row: a person has the same
-- browser in all of their accounts. A hash of browser, system and network; without versions, without the full address.
create table known_devices (
  identity_id uuid not null references identities (id) on delete cascade,
  device bytea not null,
  last_seen_at timestamptz not null,
  primary key (identity_id, device)
);
create index known_devices_by_age on known_devices (last_seen_at);
alter table known_devices enable row level security;
alter table known_devices force row level security;
create policy own on known_devices to tenantry_app
  using (identity_id = (select acting_identity())) with check (identity_id = (select acting_identity()));
create policy upkeep on known_devices to tenantry_owner using (true) with check (true);
grant select, insert, update on known_devices to tenantry_app;

/* Devices that were not used for 90 days; not the last one of a person, without which the next sign-in would be their first. */
create function sweep_known_devices(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  delete from known_devices where (identity_id, device) in (
    select d.identity_id, d.device from known_devices d where d.last_seen_at < now - interval '90 days'
      and exists (select from known_devices l where l.identity_id = d.identity_id
        and (l.last_seen_at, l.device) > (d.last_seen_at, d.device)) order by d.last_seen_at limit most);
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function sweep_known_devices from public;
grant execute on function sweep_known_devices to tenantry_app;

-- Which kinds there are is the contract's business: every feature that sends a mail of its own would rewrite this list.
alter table mails drop constraint mails_kind_check;
alter table mails add constraint mails_kind_check check (kind ~ '^[a-z_]{1,40}$');
