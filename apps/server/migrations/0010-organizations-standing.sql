-- What an organization is called by (code, host name), what it was sold (tier), and whether it runs.
alter table organizations
  add column code text collate "C" check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  add column code_key text collate "C" generated always as (lower(code)) stored,
  add column description text check (length(description) <= 500),
  add column tier text,
  add column host text collate "C" check (host = lower(host) and length(host) <= 253),
  add column standing text not null default 'active' check (standing in ('active', 'suspended', 'deleted')),
  -- Follow from the standing of this organization and of all above it; see restand(). Kept in the row, because every
  -- request asks for them.
  add column stopped boolean not null default false,
  add column gone boolean not null default false,
  add column purge_at timestamptz,
  add constraint organizations_purge check ((standing = 'deleted') = (purge_at is not null));
-- Unique in the whole installation, and held by a deleted organization until it is purged.
create unique index organizations_code on organizations (code_key);
create unique index organizations_host on organizations (host);
create index organizations_children_by_code on organizations (parent_path, code_key, id);
create index organizations_by_code on organizations (code_key, id);
create index organizations_by_age on organizations (created_at, id);
create index organizations_not_running on organizations (path) where standing <> 'active';
create index organizations_due on organizations (purge_at) where purge_at is not null;

-- A purge removes the people who have no account left.
create policy upkeep on identities to tenantry_owner using (true) with check (true);

/* Makes `stopped` and `gone` of a subtree follow from standings, after one of them changed or the subtree moved. The
   parent is held, so that one that is suspended at the same moment is waited for. */
create function restand(top text) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  above_stopped boolean := false;
  above_gone boolean := false;
begin
  if reach_lo() is null or top collate "C" < reach_lo() collate "C" or top collate "C" >= reach_hi() collate "C" then
    raise exception 'outside the reach' using errcode = '42501';
  end if;
  select p.stopped, p.gone into above_stopped, above_gone from organizations o join organizations p on p.path = o.parent_path
    where o.path = top for share of p;
  -- Until nothing changes: while this waited for somebody who was creating below, or moving something there, they
  -- committed rows that the statement could not see yet.
  loop
  update organizations o set stopped = n.stopped, gone = n.gone
    from (select d.id,
        coalesce(above_stopped, false) or exists (select from organizations a where a.standing <> 'active' and a.path >= top
          and (a.path = d.path or starts_with(d.path, a.path || '.'))) as stopped,
        coalesce(above_gone, false) or exists (select from organizations a where a.standing = 'deleted' and a.path >= top
          and (a.path = d.path or starts_with(d.path, a.path || '.'))) as gone
      from organizations d where d.path >= top and d.path < top || '/') n
    where n.id = o.id and (o.stopped, o.gone) is distinct from (n.stopped, n.gone);
  exit when not found;
  end loop;
end $$;
revoke all on function restand from public;
grant execute on function restand to tenantry_app;

/* What lies in a subtree, exactly. Sessions count while they are open. */
create function subtree_counts(top text, now timestamptz) returns table (organizations bigint, users bigint, sessions bigint, invitations bigint)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select (select count(*) from organizations where path >= top and path < top || '/'),
    (select count(*) from users where org_path >= top and org_path < top || '/'),
    (select count(*) from sessions where org_path >= top and org_path < top || '/' and expires_at > now),
    (select count(*) from invitations where org_path >= top and org_path < top || '/' and accepted_at is null
      and revoked_at is null and expires_at > now)
$$;
grant execute on function subtree_counts to tenantry_app;

/* One step of removing a deleted organization whose grace period is over: at most `most` users with all that is theirs,
   then everything else of the subtree, then the organizations from the bottom up. Returns how much it removed; 0: done, or not due. What is recorded stays. */
create function purge_step(now timestamptz, most integer) returns table (removed bigint, finished_id uuid, finished_path text, finished_name text, finished_code text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  top record; part record; n bigint; people uuid[];
begin
  select o.* into top from organizations o where o.purge_at <= now order by o.purge_at limit 1 for update skip locked;
  if not found then return query select 0::bigint, null::uuid, null::text, null::text, null::text; return; end if;
  with doomed as (select u.id from users u where u.org_path >= top.path and u.org_path < top.path || '/' limit most),
    dead as (delete from users u using doomed d where u.id = d.id returning u.identity_id)
    select array_agg(distinct identity_id), count(*) into people, n from dead;
  if n > 0 then
    delete from identities i where i.id = any(people) and not exists (select from users u where u.identity_id = i.id);
    return query select n, null::uuid, null::text, null::text, null::text; return;
  end if;
  -- Whatever else belongs to organizations, whichever feature brought it: only facts outlive them.
  for part in select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'org_path' and t.table_type = 'BASE TABLE'
      and c.table_name !~ '^events' and c.table_name <> 'users' order by c.table_name loop
    execute format('delete from public.%I where org_path >= $1 and org_path < $2', part.table_name) using top.path, top.path || '/';
  end loop;
  delete from grants where node_path >= top.path and node_path < top.path || '/';
  select count(*) into n from organizations where path >= top.path and path < top.path || '/';
  delete from organizations where path >= top.path and path < top.path || '/';
  return query select n, top.id, top.path, top.name, top.code;
end $$;
revoke all on function purge_step from public;
grant execute on function purge_step to tenantry_app;

/* A subtree to another place, with everything that carries its path: the rows that refer to organizations follow by
   themselves, those that refer to users are rewritten a table at a time and checked at the end (a hundred thousand users
   took 216 s row by row), and so is what is recorded, which refers to nothing. */
create function move_subtree(source text, target text) returns void
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
end $$;
revoke all on function move_subtree from public;
grant execute on function move_subtree to tenantry_app;
