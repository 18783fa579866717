-- When the provider last said that its groups let somebody in no more. Null: it has not, or has let them in since.
alter table federated_links add column refused_at timestamptz;

/* What was set up on a provider's word is over with that word: it opens nothing once the link is gone, or groups have
   ended it: both change while the person is locked. The connection is held against being switched off until somebody is in,
   also where it lies above the reach. */
drop function hold_connection;
create function hold_word(connection uuid, person uuid) returns boolean
  language sql security definer set search_path = pg_catalog, public, pg_temp as
  $$ select exists (select from connections c join federated_links l on l.connection_id = c.id and l.identity_id = person
    where c.id = connection and c.active and l.refused_at is null for share of c) $$;
revoke all on function hold_word from public;
grant execute on function hold_word to tenantry_app;
