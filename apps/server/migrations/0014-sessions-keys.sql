-- An API key is a session of a program: the same row, the same look-up, and whatever ends a user's sessions ends it.
alter table sessions
  add column kind text not null default 'session' check (kind in ('session', 'key')),
  add column name text check (length(name) between 1 and 60),
  add constraint sessions_key_named check ((kind = 'key') = (name is not null));
create index sessions_keys_of_user on sessions (user_id, created_at) where kind = 'key';

-- Who holds a role at a node, in pages: 100,000 holders of one role are walked in this order without a sort.
create index grants_holders on grants (node_path, role, user_id);
drop index grants_at_node;
