-- Who ordered the change of somebody else's address; null where they asked themselves. The link works while that one
-- still may change it, and goes with their account.
alter table email_changes add column requested_by uuid references users (id) on delete cascade;
create index email_changes_by_requester on email_changes (requested_by) where requested_by is not null;

/* Accounts that somebody made for an address and nobody confirmed are none of the person's: when the person goes to another
   address they stay at the former one, as whoever reads its mailbox now. Else their makers would be shown the new one. */
create function leave_unconfirmed(person uuid, former text, successor uuid, now timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if acting_identity() is distinct from person then
    raise exception 'not the person acted for' using errcode = '42501';
  end if;
  if not exists (select from users where identity_id = person and joining_hash is not null) then return; end if;
  insert into identities (id, email, language, created_at)
    select successor, former, i.language, now from identities i where i.id = person;
  update users set identity_id = successor, email = former where identity_id = person and joining_hash is not null;
end $$;
revoke all on function leave_unconfirmed from public;
grant execute on function leave_unconfirmed to tenantry_app;
