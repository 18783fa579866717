-- A person's lock after wrong passwords and the one after wrong second factors stand beside each other, each with its own end.

alter table lockouts drop constraint lockouts_pkey, add primary key (identity_id, after);

/* The accounts of a person lie beyond the reach of whoever locks or unlocks them. What lasts longest is shown. */
create or replace function show_lockout() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare person uuid := coalesce(new.identity_id, old.identity_id);
begin
  update users set locked_until = (select max(l.until) from lockouts l where l.identity_id = person)
    where identity_id = person and joining_hash is null;
  return null;
end $$;

-- When a new password by link ended a lock after wrong second factors: it does so once in a time.
alter table identities add column factors_reset_at timestamptz;

/* As before, each lock by itself. */
create or replace function sweep_lockouts(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare swept integer := 0; n integer;
begin
  delete from lockouts l using (select identity_id, after from lockouts where until < now order by until limit most) gone
    where l.identity_id = gone.identity_id and l.after = gone.after;
  get diagnostics n = row_count; swept := swept + n;
  delete from known_browsers where token_hash in
    (select token_hash from known_browsers where expires_at < now order by expires_at limit most);
  get diagnostics n = row_count;
  return swept + n;
end $$;
