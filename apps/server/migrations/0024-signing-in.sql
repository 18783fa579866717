-- A sign-in begun at a tenant's address ends there: providers send everybody to the installation's own, which hands on.
alter table federation_states add column host text check (length(host) <= 253);
-- The invitation whose link the sign-in was begun with.
alter table federation_states add column invitation_id uuid;

/* Ends all sessions of a person, in whatever organizations: whoever may take their second factors away for all of them may,
   and nobody beyond the reach. API keys stay. */
create function end_sessions_of_person(person uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  if not exists (select from users where identity_id = person and joining_hash is null
    and org_path >= reach_lo() and org_path < reach_hi()) then return 0; end if;
  delete from sessions where identity_id = person and kind = 'session';
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function end_sessions_of_person from public;
grant execute on function end_sessions_of_person to tenantry_app;
