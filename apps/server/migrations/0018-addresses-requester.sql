-- Who ordered the change of somebody else's address; null where they asked themselves. The link works while that one
-- still may change it, and goes with their account.
alter table email_changes add column requested_by uuid references users (id) on delete cascade;
create index email_changes_by_requester on email_changes (requested_by) where requested_by is not null;
