-- When sessions end. What the policies session.* come to stands in each organization's row, because every request asks
-- for it; null: not used. Sessions keep when they began and were last used, and their end follows at every look-up, so
-- that a change acts on open sessions at once. `expires_at` of a session is what no rule can go beyond.
alter table organizations
  add column session_absolute integer,
  add column session_idle integer,
  add column session_ceiling integer not null default 2592000;
-- Not indexed, and with room beside it: it is written often, in place.
alter table sessions add column used_at timestamptz not null default now();
alter table sessions set (fillfactor = 90);
delete from sessions where kind = 'session' and expires_at <= now();
update sessions set expires_at = created_at + interval '90 days' where kind = 'session' and step is distinct from 'second_factor';
drop index sessions_by_expiry;
create index sessions_keys_by_expiry on sessions (expires_at) where kind = 'key';
create index sessions_by_age on sessions (created_at) where kind = 'session';

/* The time that a last use may be younger than what is written of it: processes write only what moved by a tenth of the idle
   time, a minute at most, and every two seconds. Sessions live so much longer, so that none ends too early. */
create function session_slack(idle integer) returns integer language sql immutable parallel safe
  return least(idle / 10, 60) + 3;
create function session_ends(kind text, created_at timestamptz, used_at timestamptz, expires_at timestamptz, absolute integer, idle integer, ceiling integer)
  returns timestamptz language sql stable parallel safe
  return case when kind = 'key' then expires_at else least(expires_at, created_at + least(absolute, ceiling) * interval '1 second',
    used_at + (idle + session_slack(idle)) * interval '1 second') end;
grant execute on function session_slack, session_ends to tenantry_app, tenantry_reader;

/* What the policies come to in each organization of a subtree, as features/policies/rules.ts says it (a test compares
   the two): the blueprint's lock, the topmost lock, the nearest value, the blueprint, the default. The paths above one are
   its beginnings, five characters a level, so that each is found by key. */
create function session_rules(top text, presets jsonb) returns table (id uuid, absolute integer, idle integer, ceiling integer)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select e.id,
    max(e.value::integer) filter (where e.key = 'session.absolute' and e.mode in ('absolute', 'both')),
    max(e.value::integer) filter (where e.key = 'session.idle' and e.mode in ('idle', 'both')),
    max(e.value::integer) filter (where e.key = 'session.ceiling')
  from (select v.*, max(v.value) filter (where v.key = 'session.mode') over (partition by v.id) as mode
    from (select d.id, k.key, coalesce(
          case when (presets -> k.key ->> 'locked')::boolean then presets -> k.key -> 'value' end,
          (select s.value from generate_series(0, (length(d.path) - 1) / 5) i
            join policy_settings s on s.org_path = left(d.path, 1 + 5 * i) and s.key = k.key
            where s.value is not null order by s.locked desc, case when s.locked then i else -i end limit 1),
          presets -> k.key -> 'value', k.otherwise) #>> '{}' as value
        from organizations d, (values ('session.mode', '"absolute"'::jsonb), ('session.absolute', '43200'),
          ('session.idle', '1800'), ('session.ceiling', '2592000')) k (key, otherwise)
        where d.path >= top collate "C" and d.path < (top || '/') collate "C") v) e
  where e.key <> 'session.mode'
  group by e.id
$$;
revoke all on function session_rules from public;

/* Makes the rows of a subtree say what its policies come to. Sessions that ended by the rule that held until now are removed, so
   that a longer one brings none back to life. */
create function hold_session_rules(top text, at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare presets jsonb;
begin
  -- One change after the other: two that do not see each other's would leave out what each says of the other's place.
  perform pg_advisory_xact_lock(hashtext('tenantry session rules'));
  select b.document -> 'policies' into presets from blueprints b order by b.id desc limit 1;
  -- Until nothing changes: an organization made below meanwhile has what its parent had.
  loop
    with changed as (select o.id, o.path, o.session_absolute, o.session_idle, o.session_ceiling, r.absolute, r.idle, r.ceiling
        from session_rules(top, coalesce(presets, '{}')) r join organizations o on o.id = r.id
        where (o.session_absolute, o.session_idle, o.session_ceiling) is distinct from (r.absolute, r.idle, r.ceiling)),
      over as (delete from sessions s using changed c where s.org_path = c.path and s.kind = 'session'
        and session_ends(s.kind, s.created_at, s.used_at, s.expires_at, c.session_absolute, c.session_idle, c.session_ceiling) <= at)
    update organizations o set session_absolute = c.absolute, session_idle = c.idle, session_ceiling = c.ceiling
      from changed c where o.id = c.id;
    exit when not found;
  end loop;
end $$;
revoke all on function hold_session_rules from public;

-- By triggers, so that no path that changes a policy, a blueprint or the tree can forget it.
create function session_rules_of_policy() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform hold_session_rules(new.org_path, new.set_at); return null; end $$;
create trigger session_rules after insert or update of value, locked on policy_settings
  for each row when (new.key like 'session.%') execute function session_rules_of_policy();

create function session_rules_of_blueprint() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform hold_session_rules('0', new.applied_at); return null; end $$;
create trigger session_rules after insert on blueprints for each row execute function session_rules_of_blueprint();

create function session_rules_of_parent() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare above record;
begin
  select o.session_absolute, o.session_idle, o.session_ceiling into above from organizations o
    where o.path = left(new.path, greatest(length(new.path) - 5, 0));
  if found then
    new.session_absolute := above.session_absolute;
    new.session_idle := above.session_idle;
    new.session_ceiling := above.session_ceiling;
  end if;
  return new;
end $$;
create trigger session_rules before insert on organizations for each row execute function session_rules_of_parent();
create function session_rules_of_root() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform hold_session_rules(new.path, new.created_at); return null; end $$;
create trigger session_rules_of_root after insert on organizations
  for each row when (new.path = '0') execute function session_rules_of_root();
revoke all on function session_rules_of_policy, session_rules_of_blueprint, session_rules_of_parent, session_rules_of_root from public;

/* As before, and what the new place says of sessions holds for what came there. */
create or replace function move_subtree(source text, target text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare part record;
begin
  if reach_lo() is null or source collate "C" < reach_lo() collate "C" or source collate "C" >= reach_hi() collate "C"
    or target collate "C" < reach_lo() collate "C" or target collate "C" >= reach_hi() collate "C" then
    raise exception 'outside the reach' using errcode = '42501';
  end if;
  perform set_config('tenantry.moving', 'on', true);
  set constraints all deferred;
  update organizations set path = target || substr(path, length(source) + 1), version = version + (path = source)::integer
    where path >= source and path < source || '/';
  for part in select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      join pg_class k on k.oid = format('public.%I', c.table_name)::regclass
    where c.table_schema = 'public' and c.column_name = 'org_path' and t.table_type = 'BASE TABLE' and not k.relispartition
    order by c.table_name loop
    execute format('update public.%I set org_path = $2 || substr(org_path, length($1) + 1) where org_path >= $1 and org_path < $1 || %L',
      part.table_name, '/') using source, target;
  end loop;
  perform set_config('tenantry.moving', '', true);
  perform hold_session_rules(target, clock_timestamp());
end $$;

/* Last uses as one process saw them; the newest of all counts. Locked in one order, so that no two wait for each other. */
create function note_session_uses(ids uuid[], uses timestamptz[]) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with used as (select s.id, v.at from unnest(ids, uses) v (id, at) join sessions s on s.id = v.id
      where s.kind = 'session' and s.used_at < v.at order by s.id for no key update of s)
    update sessions s set used_at = u.at from used u where s.id = u.id
$$;
revoke all on function note_session_uses from public;
grant execute on function note_session_uses to tenantry_app;

create or replace function subtree_counts(top text, now timestamptz) returns table (organizations bigint, users bigint, sessions bigint, invitations bigint)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select (select count(*) from organizations where path >= top and path < top || '/'),
    (select count(*) from users where org_path >= top and org_path < top || '/'),
    (select count(*) from sessions s join organizations o on o.path = s.org_path where s.org_path >= top and s.org_path < top || '/'
      and session_ends(s.kind, s.created_at, s.used_at, s.expires_at, o.session_absolute, o.session_idle, o.session_ceiling) > now),
    (select count(*) from invitations where org_path >= top and org_path < top || '/' and accepted_at is null
      and revoked_at is null and expires_at > now)
$$;

/* As before; sessions by the rule of their organization. Only those older than the shortest rule anywhere are looked at. */
create or replace function sweep_expired(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare swept integer := 0; n integer; shortest integer;
begin
  delete from sessions where token_hash in (select token_hash from sessions where kind = 'key' and expires_at < now order by expires_at limit most);
  get diagnostics n = row_count; swept := swept + n;
  select min(least(o.session_absolute, o.session_idle, o.session_ceiling)) into shortest from organizations o;
  delete from sessions where token_hash in (select s.token_hash from sessions s join organizations o on o.path = s.org_path
    where s.kind = 'session' and s.created_at < now - shortest * interval '1 second'
      and session_ends(s.kind, s.created_at, s.used_at, s.expires_at, o.session_absolute, o.session_idle, o.session_ceiling) < now limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from throttles where key in (select key from throttles where until < now order by until limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from idempotency_keys where (user_id, key) in
    (select user_id, key from idempotency_keys where created_at < now - interval '24 hours' order by created_at limit most);
  get diagnostics n = row_count;
  return swept + n;
end $$;

-- Those that are there already.
do $$ begin perform hold_session_rules('0', now()); end $$;
