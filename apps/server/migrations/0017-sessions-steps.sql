-- A session says how its person proved who they are, what is still missing before it is a whole one, and when the last proof was.
alter table sessions drop column must_change_password;
alter table sessions
  add column step text check (step in ('second_factor', 'change_password', 'enrol_factor')),
  add column methods text[] not null default '{}',
  -- Null: not within this session's life; a program's key proves nothing.
  add column proved_at timestamptz;
grant update (step, methods, proved_at, token_hash) on sessions to tenantry_app;
