-- A sign-in begun at a tenant's address ends there: providers send everybody to the installation's own, which hands on.
alter table federation_states add column host text check (length(host) <= 253);
