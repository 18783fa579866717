create table invitations (
  id uuid primary key,
  org_path text collate "C" not null references organizations (path) on update cascade,
  email text collate "C" not null check (email = lower(email)),
  first_name text,
  last_name text,
  role text not null references roles (key),
  language text not null,
  token_hash bytea not null unique,
  invited_by uuid not null,
  invited_by_name text not null,
  created_at timestamptz not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  version integer not null default 1,
  check (accepted_at is null or revoked_at is null)
);
-- One open invitation per address and organization, whatever two administrators do at once.
create unique index invitations_one_open on invitations (org_path, email) where accepted_at is null and revoked_at is null;
create index invitations_by_age on invitations (org_path, created_at, id);
create index invitations_by_email on invitations (org_path, email, id);
create index invitations_by_expiry on invitations (org_path, expires_at, id);
create index invitations_open on invitations (org_path, expires_at) where accepted_at is null and revoked_at is null;
call guard_rows('invitations');
grant select, insert, update on invitations to tenantry_app;
