-- Set up on a provider's word alone, and so as good as that word: through which connection. It is kept for good, whatever its
-- person proves later, and has no foreign key: what carries a connection that is gone opens nothing by itself. Null: set up
-- with something of the person's own.
alter table factors add column connection_id uuid;
alter table recovery_codes add column connection_id uuid;
alter table email_changes add column connection_id uuid;
-- Something of the person's own was shown in this session: a password, or a factor that carries no connection. It is asked of
-- those that came through a connection.
alter table sessions add column own_proof boolean not null default false;
grant update (own_proof) on sessions to tenantry_app;
update sessions set own_proof = true where connection_id is null and kind = 'session';
-- A key goes as far as the session that made it, which until now was the provider's own wherever there was a connection.
update sessions set methods = '{federated}' where connection_id is not null and kind = 'key';

/* Of those that are here it can be told of one kind of person alone: whoever never had a password (it is taken away by
   prove_mailbox only, and factors with it) was never in but by a provider, or by a passkey that was set up so. With one link,
   it was through that connection; of several nobody can tell any more which. Neither can it be told of whoever has a password
   whether it, or a provider, was what they came with: theirs stay as they are. So do sessions: what was shown in those that
   came through a connection counts as the provider's word. */
create temporary table by_one_provider on commit drop as
  select i.id, min(l.connection_id::text)::uuid as connection_id from identities i join federated_links l on l.identity_id = i.id
  where i.password_hash is null and i.password_changed_at is null group by i.id having count(*) = 1;
update factors f set connection_id = o.connection_id from by_one_provider o where o.id = f.identity_id;
update recovery_codes r set connection_id = o.connection_id from by_one_provider o where o.id = r.identity_id;

/* Held against being switched off until somebody is in, also where it lies above the reach: whether it is on. */
create function hold_connection(connection uuid) returns boolean
  language sql security definer set search_path = pg_catalog, public, pg_temp as
  $$ select exists (select from connections where id = connection and active for share) $$;
revoke all on function hold_connection from public;
grant execute on function hold_connection to tenantry_app;
