-- What was set up on a provider's word counts where its connection leads, and nowhere else. `beside`: the connections of such
-- factors that were there already and were not shown when this was set up. Where a factor of one of them counts, this does not:
-- whoever was let in elsewhere without it would get past it.
alter table factors add column beside uuid[] not null default '{}';
alter table recovery_codes add column beside uuid[] not null default '{}';
-- The same of the factor that was shown when a browser was remembered, and of the one that was shown in a session.
alter table remembered_devices add column connection_id uuid, add column beside uuid[] not null default '{}';
alter table sessions add column factor_connection_id uuid, add column factor_beside uuid[] not null default '{}';
grant update (factor_connection_id, factor_beside) on sessions to tenantry_app;

-- Where connections led that were deleted.
create table ended_connections (
  id uuid primary key,
  org_path text collate "C" not null references organizations (path) on update cascade on delete cascade
);
call guard_rows('ended_connections');
create index ended_connections_of_home on ended_connections (org_path);
create function keep_connection_place() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  -- Not where the organization goes as well.
  insert into ended_connections (id, org_path) select old.id, o.path from organizations o where o.path = old.org_path;
  return null;
end $$;
revoke all on function keep_connection_place from public;
create trigger kept_place after delete on connections for each row execute function keep_connection_place();

/* Where a connection leads, on or off, and led that is gone: what somebody shows beside their password does not end because
   somebody else, who may be below them, takes the connection away. */
create function leads(connection uuid, place text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  return exists (select from public.connections c where c.id = leads.connection and starts_with(leads.place || '.', c.org_path || '.'))
    or exists (select from public.ended_connections c where c.id = leads.connection and starts_with(leads.place || '.', c.org_path || '.'));

/* Whether something of a person's that carries these counts at a place. */
create function counts_at(person uuid, connection uuid, beside uuid[], place text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  return (connection is null or public.leads(connection, place))
    and not exists (select from public.factors m where m.identity_id = person and m.connection_id = any(counts_at.beside)
      and m.confirmed_at is not null and public.leads(m.connection_id, place));

grant create on schema public to tenantry_reader; -- a function's owner needs it, for these lines only
alter function leads owner to tenantry_reader;
alter function counts_at owner to tenantry_reader;
revoke create on schema public from tenantry_reader;
revoke all on function leads, counts_at from public;
grant execute on function leads, counts_at to tenantry_app;

-- Which factor was shown in sessions and browsers that are there nobody can tell any more: of whoever has marked ones it
-- counts as one of them, and the devices are forgotten.
update sessions s set factor_connection_id = m.connection_id
  from (select identity_id, min(connection_id::text)::uuid as connection_id from
    (select identity_id, connection_id from factors union all select identity_id, connection_id from recovery_codes) both_kinds
    where connection_id is not null group by identity_id) m
  where s.identity_id = m.identity_id and s.kind = 'session' and s.methods && '{totp,passkey,recovery_code}';
delete from remembered_devices d where exists (select from factors f where f.identity_id = d.identity_id and f.connection_id is not null);
