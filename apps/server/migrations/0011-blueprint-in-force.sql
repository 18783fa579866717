-- What was applied over the API is not reverted by a restart with the same old file: so it is kept where each came from.
alter table blueprints add column source text not null default 'file' check (source in ('file', 'api'));
alter table blueprints alter column source drop default;
create index blueprints_from_files on blueprints (id) where source = 'file';

-- A role that the blueprint no longer has, and that is still named by invitations which were closed long ago.
alter table roles add column retired_at timestamptz;
-- Whoever gives a role holds it still meanwhile, so that it cannot be retired under their hands. A lock needs an update
-- policy; its check lets nothing be written.
create policy held_still on roles for update to tenantry_app using (true) with check (false);
