-- What an organization says about itself and everything below it. A row stays when its policy is reset (value null), so
-- that its version goes on counting and its history keeps its target; JSON's null is a value like any other.
create table policy_settings (
  id uuid primary key,
  org_path text collate "C" not null references organizations (path) on update cascade on delete cascade,
  key text not null check (length(key) between 1 and 60),
  value jsonb,
  locked boolean not null,
  version integer not null default 1,
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamptz not null,
  reason text,
  unique (org_path, key),
  check (value is not null or not locked)
);
call guard_rows('policy_settings');
grant select, insert, update on policy_settings to tenantry_app;

-- A person invited again after their account was deactivated may get a new one in its place: one account of theirs
-- per organization that nothing has replaced. No foreign key: both may move to different places.
alter table users add column replaced_by uuid;
drop index users_one_account;
create unique index users_one_account on users (identity_id, org_path) where replaced_by is null;
-- A person's accounts, those that were replaced too: what is partial above would leave every look-up by person to a scan of all users.
create index users_of_identity on users (identity_id);
create index users_replaced on users (replaced_by) where replaced_by is not null;
-- The deactivated account that an invitation was sent to, as it was then: whoever invites it must be of its rank, so
-- that one which was changed since needs another look.
alter table invitations add column found_version integer;

alter table mails drop constraint mails_kind_check;
alter table mails add check (kind in ('invitation', 'password_reset', 'password_changed', 'change_requested'));
