-- Locks after wrong second factors: their owner ends them with a new password, for the old one is known to somebody.

alter table lockouts add column after text not null default 'passwords' check (after in ('passwords', 'factors'));
