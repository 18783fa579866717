-- When the groups of a provider decide the roles that a connection names: once, or whenever somebody comes.
alter table connections add column role_sync text not null default 'first_sign_in'
  check (role_sync in ('first_sign_in', 'every_sign_in'));
