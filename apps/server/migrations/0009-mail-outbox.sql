-- Every mail that was ordered, and what became of it. The text holds a one-time link: it is sealed with a key that is
-- not in the database, and removed once the mail server took the mail.
create table mails (
  id uuid primary key,
  org_path text collate "C" not null references organizations (path) on update cascade,
  kind text not null check (kind in ('invitation', 'password_reset', 'password_changed')),
  -- the invitation or user the mail is about
  about_id uuid not null,
  recipient text not null,
  subject text not null,
  sealed_content bytea,
  status text not null check (status in ('queued', 'sent', 'deferred', 'failed', 'kept')),
  attempts integer not null default 0,
  answer text check (length(answer) <= 500),
  created_at timestamptz not null,
  at timestamptz not null,
  next_attempt_at timestamptz
);
create index mails_by_age on mails (org_path, created_at desc, id desc);
create index mails_about on mails (about_id, created_at desc);
create index mails_all_by_age on mails (created_at desc, id desc);
call guard_rows('mails');
grant select, insert, update on mails to tenantry_app;
