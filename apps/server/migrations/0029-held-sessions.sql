-- Where the network lies that a sign-in was begun from: its attempt is taken back there, wherever it ends.
alter table federation_states add column place text check (length(place) <= 64);

/* Ends the session of a secret, whose ever it is: the browser that had it goes on as somebody else and forgets it. Whoever
   shows the secret could sign out with it, too; it is not told whether there was one. API keys stay. */
create function end_held_session(secret_hash bytea) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as
  $$ delete from sessions where token_hash = secret_hash and kind = 'session' $$;
revoke all on function end_held_session from public;
grant execute on function end_held_session to tenantry_app;
