-- Users that can be restored for a while, changes of address that can be seen and cancelled, lists without deleted organizations.

-- Deleted and restorable until `purge_at`; then a job removes the row. Out like somebody deactivated, by every rule that
-- asks for `status = 'active'`. A status and not only a date: the index of lists by name carries it, so that leaving the
-- deleted out costs no look into the table.
alter table users add column purge_at timestamptz;
alter table users drop constraint users_status_check;
alter table users add constraint users_status_check check (status in ('active', 'inactive', 'deleted'));
alter table users drop constraint users_check;
alter table users add constraint users_check check ((status = 'active') = (deactivated_at is null));
alter table users add constraint users_purge check ((status = 'deleted') = (purge_at is not null));
create index users_due on users (purge_at) where purge_at is not null;

-- Which organizations are deleted, or below one that is: few, asked for by every list of a subtree.
create index organizations_gone on organizations (path) where gone;

-- Who asked for another address.
alter table email_changes add column requested_by_name text not null default '';

-- Changes of address whose time has been over for a day go with the links of passwords: they hold an address that
-- nobody confirmed.
create index email_changes_by_expiry on email_changes (expires_at);
create policy sweep on email_changes to tenantry_owner using (true);
create or replace function sweep_resets(now timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare swept integer := 0; n integer;
begin
  delete from password_resets where id in
    (select id from password_resets where expires_at < now - interval '1 day' order by expires_at limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from email_changes where id in
    (select id from email_changes where expires_at < now - interval '1 day' order by expires_at limit most);
  get diagnostics n = row_count;
  return swept + n;
end $$;
