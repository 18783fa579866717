-- When it was first shown that whoever signs in as a person reads the mailbox of their address: by a link that was sent there,
-- or by the word of the domain's owner. Null: somebody else made the person, and may have signed in as them first.
alter table identities add column mailbox_proven_at timestamptz;

/* Those that are here: all but persons who were made directly and have used no link since. Everybody who came by an
   invitation, a provider or the set-up has joined; nobody who was made directly has. */
update identities i set mailbox_proven_at = i.created_at where
  exists (select from invitations v where v.email = i.email and v.accepted_at is not null)
  or exists (select from users u join events e on e.target_id = u.id
    where u.identity_id = i.id and e.type in ('user.joined', 'user.joining_confirmed', 'password.reset'));

/* A link that was sent to the person's mailbox is used. If it is the first, whoever uses it begins anew: what somebody may have
   left who signed in with the address of another is gone, in whatever organizations. True for that one use.
   Accounts first, and with new versions: a request under way that holds one is waited for, and one that comes later finds
   itself decided by what is not so any more. `kept_*`: the sign-in that a provider vouches for just now. */
create function prove_mailbox(person uuid, at timestamptz, kept_connection uuid, kept_subject text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if acting_identity() is distinct from person then
    raise exception 'not the person acted for' using errcode = '42501';
  end if;
  if exists (select from identities where id = person and mailbox_proven_at is not null) then return false; end if;
  perform from users where identity_id = person and status = 'active' and joining_hash is null order by id for no key update;
  perform from identities where id = person and mailbox_proven_at is null for no key update;
  if not found then return false; end if;
  update users set version = version + 1 where identity_id = person and status = 'active' and joining_hash is null;
  update identities set mailbox_proven_at = at, password_hash = null, password_changed_at = null,
    must_change_password = false, password_expires_at = null where id = person;
  delete from factors where identity_id = person;
  delete from recovery_codes where identity_id = person;
  delete from federated_links where identity_id = person
    and (connection_id, subject) is distinct from (kept_connection, kept_subject);
  delete from remembered_devices where identity_id = person;
  delete from known_browsers where identity_id = person;
  delete from known_devices where identity_id = person;
  update email_changes set used_at = at where identity_id = person and used_at is null;
  delete from sessions where identity_id = person; -- API keys, too
  return true;
end $$;
revoke all on function prove_mailbox from public;
grant execute on function prove_mailbox to tenantry_app;
