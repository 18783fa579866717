-- Printed from the migrations by `npm run generate`. Not executed; for reading and comparing.
create table blueprints (
  id bigint not null generated always as identity,
  name text not null,
  digest text not null,
  document jsonb not null,
  applied_at timestamp with time zone not null,
  source text not null
);
alter table blueprints add constraint blueprints_pkey PRIMARY KEY (id);
alter table blueprints add constraint blueprints_source_check CHECK ((source = ANY (ARRAY['file'::text, 'api'::text])));
CREATE INDEX blueprints_from_files ON public.blueprints USING btree (id) WHERE (source = 'file'::text);
alter table blueprints enable row level security; alter table blueprints force row level security;
create policy readable on blueprints for select to tenantry_app, tenantry_reader using true;
create policy root_deletes on blueprints for delete to tenantry_app using (( SELECT reach_lo() AS reach_lo) = '0'::text);
create policy root_inserts on blueprints for insert to tenantry_app with check (( SELECT reach_lo() AS reach_lo) = '0'::text);
create policy root_updates on blueprints for update to tenantry_app using (( SELECT reach_lo() AS reach_lo) = '0'::text) with check (( SELECT reach_lo() AS reach_lo) = '0'::text);
CREATE TRIGGER session_rules AFTER INSERT ON public.blueprints FOR EACH ROW EXECUTE FUNCTION session_rules_of_blueprint();
grant delete, insert, select, update on blueprints to tenantry_app;
grant select on blueprints to tenantry_reader;

create table connections (
  id uuid not null,
  org_path text collate "C" not null,
  name text not null,
  issuer text collate "C" not null,
  client_id text not null,
  client_secret bytea not null,
  algorithms text[] not null,
  claims jsonb not null,
  role_claim text,
  role_map jsonb not null default '[]'::jsonb,
  default_role text,
  newcomers boolean not null default false,
  active boolean not null default false,
  set_by uuid not null,
  set_by_name text not null,
  created_at timestamp with time zone not null,
  last_sign_in_at timestamp with time zone,
  version integer not null default 1,
  role_sync text not null default 'first_sign_in'::text
);
alter table connections add constraint connections_org_path_id_key UNIQUE (org_path, id);
alter table connections add constraint connections_pkey PRIMARY KEY (id);
alter table connections add constraint connections_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE ON DELETE CASCADE;
alter table connections add constraint connections_client_id_check CHECK ((length(client_id) <= 300));
alter table connections add constraint connections_issuer_check CHECK ((length(issuer) <= 500));
alter table connections add constraint connections_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)));
alter table connections add constraint connections_role_sync_check CHECK ((role_sync = ANY (ARRAY['first_sign_in'::text, 'every_sign_in'::text])));
alter table connections enable row level security; alter table connections force row level security;
create policy look_up on connections for select to tenantry_reader using true;
create policy reach on connections for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on connections for all to tenantry_owner using true with check true;
CREATE TRIGGER kept_place AFTER DELETE ON public.connections FOR EACH ROW EXECUTE FUNCTION keep_connection_place();
grant delete, insert, select, update on connections to tenantry_app;
grant select on connections to tenantry_reader;

create table email_changes (
  id uuid not null,
  identity_id uuid not null,
  user_id uuid not null,
  email text collate "C" not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  requested_by_name text not null default ''::text,
  requested_by uuid,
  connection_id uuid
);
alter table email_changes add constraint email_changes_token_hash_key UNIQUE (token_hash);
alter table email_changes add constraint email_changes_pkey PRIMARY KEY (id);
alter table email_changes add constraint email_changes_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
alter table email_changes add constraint email_changes_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES users(id) ON DELETE CASCADE;
alter table email_changes add constraint email_changes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
alter table email_changes add constraint email_changes_email_check CHECK (((email = lower(email)) AND (length(email) <= 254)));
CREATE INDEX email_changes_by_expiry ON public.email_changes USING btree (expires_at);
CREATE INDEX email_changes_by_requester ON public.email_changes USING btree (requested_by) WHERE (requested_by IS NOT NULL);
CREATE INDEX email_changes_of_identity ON public.email_changes USING btree (identity_id, created_at);
CREATE INDEX email_changes_of_user ON public.email_changes USING btree (user_id);
CREATE UNIQUE INDEX email_changes_one_open ON public.email_changes USING btree (identity_id) WHERE (used_at IS NULL);
alter table email_changes enable row level security; alter table email_changes force row level security;
create policy look_up on email_changes for select to tenantry_reader using true;
create policy of_account_in_reach on email_changes for all to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE (u.identity_id = email_changes.identity_id))) with check (EXISTS ( SELECT
   FROM users u
  WHERE (u.identity_id = email_changes.identity_id)));
create policy own on email_changes for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy sweep on email_changes for all to tenantry_owner using true;
grant insert, select, update on email_changes to tenantry_app;
grant select on email_changes to tenantry_reader;

create table email_domains (
  id uuid not null,
  org_path text collate "C" not null,
  domain text collate "C" not null,
  token text not null,
  created_at timestamp with time zone not null,
  checked_at timestamp with time zone,
  verified_at timestamp with time zone,
  missing_since timestamp with time zone
);
alter table email_domains add constraint email_domains_org_path_domain_key UNIQUE (org_path, domain);
alter table email_domains add constraint email_domains_pkey PRIMARY KEY (id);
alter table email_domains add constraint email_domains_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE ON DELETE CASCADE;
alter table email_domains add constraint email_domains_domain_check CHECK (((domain = lower(domain)) AND (length(domain) <= 253)));
CREATE INDEX email_domains_by_check ON public.email_domains USING btree (checked_at) WHERE (verified_at IS NOT NULL);
CREATE UNIQUE INDEX email_domains_verified ON public.email_domains USING btree (domain) WHERE (verified_at IS NOT NULL);
alter table email_domains enable row level security; alter table email_domains force row level security;
create policy look_up on email_domains for select to tenantry_reader using true;
create policy reach on email_domains for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on email_domains for all to tenantry_owner using true with check true;
grant delete, insert, select, update on email_domains to tenantry_app;
grant select on email_domains to tenantry_reader;

create table ended_connections (
  id uuid not null,
  org_path text collate "C" not null
);
alter table ended_connections add constraint ended_connections_pkey PRIMARY KEY (id);
alter table ended_connections add constraint ended_connections_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE INDEX ended_connections_of_home ON public.ended_connections USING btree (org_path);
alter table ended_connections enable row level security; alter table ended_connections force row level security;
create policy look_up on ended_connections for select to tenantry_reader using true;
create policy reach on ended_connections for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on ended_connections for all to tenantry_owner using true with check true;
grant select on ended_connections to tenantry_reader;

create table events (
  id uuid not null,
  seq bigint not null generated always as identity,
  at timestamp with time zone not null,
  type text not null,
  org_path text collate "C" not null,
  org_id uuid not null,
  actor_user uuid,
  actor_name text not null,
  target_kind text not null,
  target_id uuid not null,
  before jsonb,
  after jsonb,
  reason text,
  request_id text
) partition by RANGE (at);
alter table events add constraint events_pkey PRIMARY KEY (at, id);
CREATE INDEX events_of_organization ON ONLY public.events USING btree (org_path, at DESC, seq DESC);
CREATE INDEX events_of_target ON ONLY public.events USING btree (target_id, at DESC, seq DESC);
alter table events enable row level security; alter table events force row level security;
create policy look_up on events for select to tenantry_reader using true;
create policy reach on events for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on events for all to tenantry_owner using true with check true;
grant insert, select on events to tenantry_app;
grant select on events to tenantry_reader;

create table factors (
  id uuid not null,
  identity_id uuid not null,
  kind text not null,
  name text not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_used_at timestamp with time zone,
  sealed_secret bytea,
  last_step bigint,
  credential_id bytea,
  public_key bytea,
  counter bigint,
  transports text[],
  connection_id uuid,
  beside uuid[] not null default '{}'::uuid[]
);
alter table factors add constraint factors_credential_id_key UNIQUE (credential_id);
alter table factors add constraint factors_pkey PRIMARY KEY (id);
alter table factors add constraint factors_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
alter table factors add constraint factors_check CHECK (
CASE kind
    WHEN 'app'::text THEN ((sealed_secret IS NOT NULL) AND (credential_id IS NULL))
    ELSE ((sealed_secret IS NULL) AND (credential_id IS NOT NULL) AND (public_key IS NOT NULL) AND (counter IS NOT NULL))
END);
alter table factors add constraint factors_kind_check CHECK ((kind = ANY (ARRAY['app'::text, 'passkey'::text])));
alter table factors add constraint factors_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)));
CREATE INDEX factors_of_identity ON public.factors USING btree (identity_id, created_at);
CREATE UNIQUE INDEX factors_one_unconfirmed ON public.factors USING btree (identity_id, connection_id) NULLS NOT DISTINCT WHERE (confirmed_at IS NULL);
CREATE INDEX factors_unconfirmed ON public.factors USING btree (created_at) WHERE (confirmed_at IS NULL);
alter table factors enable row level security; alter table factors force row level security;
create policy look_up on factors for select to tenantry_reader using true;
create policy own on factors for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy removed_in_reach on factors for delete to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE ((u.identity_id = factors.identity_id) AND (u.joining_hash IS NULL))));
create policy seen_in_reach on factors for select to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE ((u.identity_id = factors.identity_id) AND (u.joining_hash IS NULL))));
create policy sweep on factors for all to tenantry_owner using true;
grant delete, insert, select, update on factors to tenantry_app;
grant select on factors to tenantry_reader;

create table federated_links (
  id uuid not null,
  org_path text collate "C" not null,
  connection_id uuid not null,
  identity_id uuid not null,
  subject text collate "C" not null,
  email text,
  linked_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  refused_at timestamp with time zone,
  voucher_id uuid
);
alter table federated_links add constraint federated_links_connection_id_identity_id_key UNIQUE (connection_id, identity_id);
alter table federated_links add constraint federated_links_connection_id_subject_key UNIQUE (connection_id, subject);
alter table federated_links add constraint federated_links_pkey PRIMARY KEY (id);
alter table federated_links add constraint federated_links_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
alter table federated_links add constraint federated_links_org_path_connection_id_fkey FOREIGN KEY (org_path, connection_id) REFERENCES connections(org_path, id) ON DELETE CASCADE DEFERRABLE;
alter table federated_links add constraint federated_links_email_check CHECK ((length(email) <= 254));
alter table federated_links add constraint federated_links_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 255)));
CREATE INDEX federated_links_of_home ON public.federated_links USING btree (org_path, connection_id);
CREATE INDEX federated_links_of_identity ON public.federated_links USING btree (identity_id);
alter table federated_links enable row level security; alter table federated_links force row level security;
create policy look_up on federated_links for select to tenantry_reader using true;
create policy own on federated_links for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy reach on federated_links for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on federated_links for all to tenantry_owner using true with check true;
grant delete, insert, select, update on federated_links to tenantry_app;
grant select on federated_links to tenantry_reader;

create table federation_states (
  state_hash bytea not null,
  org_path text collate "C" not null,
  connection_id uuid not null,
  purpose text not null,
  browser_hash bytea not null,
  identity_id uuid,
  session_id uuid,
  expires_at timestamp with time zone not null,
  host text,
  invitation_id uuid,
  place text
);
alter table federation_states add constraint federation_states_pkey PRIMARY KEY (state_hash);
alter table federation_states add constraint federation_states_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
alter table federation_states add constraint federation_states_org_path_connection_id_fkey FOREIGN KEY (org_path, connection_id) REFERENCES connections(org_path, id) ON DELETE CASCADE DEFERRABLE;
alter table federation_states add constraint federation_states_check CHECK ((((purpose = 'sign_in'::text) = (session_id IS NULL)) AND ((session_id IS NULL) = (identity_id IS NULL))));
alter table federation_states add constraint federation_states_host_check CHECK ((length(host) <= 253));
alter table federation_states add constraint federation_states_place_check CHECK ((length(place) <= 64));
alter table federation_states add constraint federation_states_purpose_check CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'link'::text, 'prove'::text])));
CREATE INDEX federation_states_by_expiry ON public.federation_states USING btree (expires_at);
CREATE INDEX federation_states_of_connection ON public.federation_states USING btree (org_path, connection_id);
CREATE INDEX federation_states_of_identity ON public.federation_states USING btree (identity_id) WHERE (identity_id IS NOT NULL);
alter table federation_states enable row level security; alter table federation_states force row level security;
create policy look_up on federation_states for select to tenantry_reader using true;
create policy own on federation_states for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy reach on federation_states for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on federation_states for all to tenantry_owner using true with check true;
grant delete, insert, select on federation_states to tenantry_app;
grant select on federation_states to tenantry_reader;

create table grants (
  user_id uuid not null,
  org_path text collate "C" not null,
  node_path text collate "C" not null,
  role text not null,
  created_at timestamp with time zone not null
);
alter table grants add constraint grants_pkey PRIMARY KEY (user_id, node_path, role);
alter table grants add constraint grants_node_path_fkey FOREIGN KEY (node_path) REFERENCES organizations(path) ON UPDATE CASCADE;
alter table grants add constraint grants_org_path_user_id_fkey FOREIGN KEY (org_path, user_id) REFERENCES users(org_path, id) ON DELETE CASCADE DEFERRABLE;
alter table grants add constraint grants_role_fkey FOREIGN KEY (role) REFERENCES roles(key);
CREATE INDEX grants_by_role ON public.grants USING btree (role, org_path, user_id);
CREATE INDEX grants_holders ON public.grants USING btree (node_path, role, user_id);
CREATE INDEX grants_of_home ON public.grants USING btree (org_path, user_id);
alter table grants enable row level security; alter table grants force row level security;
create policy look_up on grants for select to tenantry_reader using true;
create policy own on grants for select to tenantry_app using (user_id = ( SELECT acting_user() AS acting_user));
create policy reach on grants for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on grants for all to tenantry_owner using true with check true;
CREATE TRIGGER grants_show_changed_role AFTER UPDATE OF role, node_path ON public.grants FOR EACH ROW WHEN ((current_setting('tenantry.moving'::text, true) IS DISTINCT FROM 'on'::text)) EXECUTE FUNCTION show_role_of_user();
CREATE TRIGGER grants_show_role AFTER INSERT OR DELETE ON public.grants FOR EACH ROW EXECUTE FUNCTION show_role_of_user();
grant delete, insert, select, update on grants to tenantry_app;
grant select on grants to tenantry_reader;

create table idempotency_keys (
  user_id uuid not null,
  key text not null,
  fingerprint bytea not null,
  status integer,
  body jsonb,
  created_at timestamp with time zone not null
);
alter table idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (user_id, key);
alter table idempotency_keys add constraint idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 100)));
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
alter table idempotency_keys enable row level security; alter table idempotency_keys force row level security;
create policy own on idempotency_keys for all to tenantry_app using (user_id = ( SELECT acting_user() AS acting_user)) with check (user_id = ( SELECT acting_user() AS acting_user));
create policy sweep on idempotency_keys for all to tenantry_owner using true;
grant delete, insert, select, update on idempotency_keys to tenantry_app;

create table identities (
  id uuid not null,
  email text collate "C" not null,
  password_hash text,
  password_changed_at timestamp with time zone,
  language text not null,
  created_at timestamp with time zone not null,
  must_change_password boolean not null default false,
  password_expires_at timestamp with time zone,
  mailbox_proven_at timestamp with time zone,
  factors_reset_at timestamp with time zone
);
alter table identities add constraint identities_email_key UNIQUE (email);
alter table identities add constraint identities_id_email_key UNIQUE (id, email);
alter table identities add constraint identities_pkey PRIMARY KEY (id);
alter table identities add constraint identities_email_check CHECK (((email = lower(email)) AND (length(email) <= 254)));
alter table identities enable row level security; alter table identities force row level security;
create policy joins on identities for insert to tenantry_app with check (( SELECT reach_lo() AS reach_lo) IS NOT NULL);
create policy look_up on identities for select to tenantry_reader using true;
create policy own on identities for all to tenantry_app using (id = ( SELECT acting_identity() AS acting_identity)) with check (id = ( SELECT acting_identity() AS acting_identity));
create policy upkeep on identities for all to tenantry_owner using true with check true;
grant insert, select, update on identities to tenantry_app;
grant select on identities to tenantry_reader;

create table installation (
  id boolean not null default true,
  set_up_at timestamp with time zone,
  set_up_token_hash bytea
);
alter table installation add constraint installation_pkey PRIMARY KEY (id);
alter table installation add constraint installation_id_check CHECK (id);
grant select, update on installation to tenantry_app;
grant select on installation to tenantry_reader;

create table invitations (
  id uuid not null,
  org_path text collate "C" not null,
  email text collate "C" not null,
  first_name text,
  last_name text,
  role text not null,
  language text not null,
  token_hash bytea not null,
  invited_by uuid not null,
  invited_by_name text not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  version integer not null default 1,
  found_version integer
);
alter table invitations add constraint invitations_token_hash_key UNIQUE (token_hash);
alter table invitations add constraint invitations_pkey PRIMARY KEY (id);
alter table invitations add constraint invitations_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE;
alter table invitations add constraint invitations_role_fkey FOREIGN KEY (role) REFERENCES roles(key);
alter table invitations add constraint invitations_check CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL)));
alter table invitations add constraint invitations_email_check CHECK ((email = lower(email)));
CREATE INDEX invitations_by_age ON public.invitations USING btree (org_path, created_at, id);
CREATE INDEX invitations_by_email ON public.invitations USING btree (org_path, email, id);
CREATE INDEX invitations_by_expiry ON public.invitations USING btree (org_path, expires_at, id);
CREATE UNIQUE INDEX invitations_one_open ON public.invitations USING btree (org_path, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE INDEX invitations_open ON public.invitations USING btree (org_path, expires_at) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
alter table invitations enable row level security; alter table invitations force row level security;
create policy look_up on invitations for select to tenantry_reader using true;
create policy reach on invitations for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on invitations for all to tenantry_owner using true with check true;
grant insert, select, update on invitations to tenantry_app;
grant select on invitations to tenantry_reader;

create table known_browsers (
  token_hash bytea not null,
  identity_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);
alter table known_browsers add constraint known_browsers_pkey PRIMARY KEY (token_hash);
alter table known_browsers add constraint known_browsers_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
CREATE INDEX known_browsers_by_expiry ON public.known_browsers USING btree (expires_at);
CREATE INDEX known_browsers_of_identity ON public.known_browsers USING btree (identity_id, created_at);
alter table known_browsers enable row level security; alter table known_browsers force row level security;
create policy look_up on known_browsers for select to tenantry_reader using true;
create policy own on known_browsers for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy sweep on known_browsers for all to tenantry_owner using true;
grant delete, insert, select on known_browsers to tenantry_app;
grant select on known_browsers to tenantry_reader;

create table known_devices (
  identity_id uuid not null,
  device bytea not null,
  last_seen_at timestamp with time zone not null
);
alter table known_devices add constraint known_devices_pkey PRIMARY KEY (identity_id, device);
alter table known_devices add constraint known_devices_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
CREATE INDEX known_devices_by_age ON public.known_devices USING btree (last_seen_at);
alter table known_devices enable row level security; alter table known_devices force row level security;
create policy own on known_devices for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy upkeep on known_devices for all to tenantry_owner using true with check true;
grant insert, select, update on known_devices to tenantry_app;

create table lockouts (
  identity_id uuid not null,
  locked_at timestamp with time zone not null,
  until timestamp with time zone not null,
  token_hash bytea,
  after text not null default 'passwords'::text
);
alter table lockouts add constraint lockouts_token_hash_key UNIQUE (token_hash);
alter table lockouts add constraint lockouts_pkey PRIMARY KEY (identity_id, after);
alter table lockouts add constraint lockouts_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
alter table lockouts add constraint lockouts_after_check CHECK ((after = ANY (ARRAY['passwords'::text, 'factors'::text])));
CREATE INDEX lockouts_by_end ON public.lockouts USING btree (until);
alter table lockouts enable row level security; alter table lockouts force row level security;
create policy look_up on lockouts for select to tenantry_reader using true;
create policy of_account_in_reach on lockouts for all to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE ((u.identity_id = lockouts.identity_id) AND (u.joining_hash IS NULL))));
create policy own on lockouts for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy upkeep on lockouts for all to tenantry_owner using true with check true;
CREATE TRIGGER lockouts_show AFTER INSERT OR DELETE OR UPDATE ON public.lockouts FOR EACH ROW EXECUTE FUNCTION show_lockout();
grant delete, insert, select, update on lockouts to tenantry_app;
grant select on lockouts to tenantry_reader;

create table mails (
  id uuid not null,
  org_path text collate "C" not null,
  kind text not null,
  about_id uuid not null,
  recipient text not null,
  subject text not null,
  sealed_content bytea,
  status text not null,
  attempts integer not null default 0,
  answer text,
  created_at timestamp with time zone not null,
  at timestamp with time zone not null,
  next_attempt_at timestamp with time zone
);
alter table mails add constraint mails_pkey PRIMARY KEY (id);
alter table mails add constraint mails_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE;
alter table mails add constraint mails_answer_check CHECK ((length(answer) <= 500));
alter table mails add constraint mails_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text));
alter table mails add constraint mails_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'deferred'::text, 'failed'::text, 'kept'::text])));
CREATE INDEX mails_about ON public.mails USING btree (about_id, created_at DESC);
CREATE INDEX mails_all_by_age ON public.mails USING btree (created_at DESC, id DESC);
CREATE INDEX mails_by_age ON public.mails USING btree (org_path, created_at DESC, id DESC);
alter table mails enable row level security; alter table mails force row level security;
create policy look_up on mails for select to tenantry_reader using true;
create policy reach on mails for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on mails for all to tenantry_owner using true with check true;
grant insert, select, update on mails to tenantry_app;
grant select on mails to tenantry_reader;

create table organizations (
  id uuid not null,
  path text collate "C" not null,
  parent_path text collate "C" generated always as (
CASE
    WHEN (length(path) > 1) THEN "left"(path, '-5'::integer)
    ELSE NULL::text
END) stored,
  level text not null,
  name text not null,
  name_key text collate "C" not null,
  children_drawn integer not null default 0,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  code text collate "C",
  code_key text collate "C" generated always as (lower(code)) stored,
  description text,
  tier text,
  host text collate "C",
  standing text not null default 'active'::text,
  stopped boolean not null default false,
  gone boolean not null default false,
  purge_at timestamp with time zone,
  session_absolute integer,
  session_idle integer,
  session_ceiling integer not null default 2592000
);
alter table organizations add constraint organizations_path_key UNIQUE (path);
alter table organizations add constraint organizations_pkey PRIMARY KEY (id);
alter table organizations add constraint organizations_children_drawn_check CHECK (((children_drawn >= 0) AND (children_drawn <= 1679615)));
alter table organizations add constraint organizations_code_check CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'::text));
alter table organizations add constraint organizations_description_check CHECK ((length(description) <= 500));
alter table organizations add constraint organizations_host_check CHECK (((host = lower(host)) AND (length(host) <= 253)));
alter table organizations add constraint organizations_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)));
alter table organizations add constraint organizations_path_check CHECK ((path ~ '^0(\.[0-9a-z]{4}){0,5}$'::text));
alter table organizations add constraint organizations_purge CHECK (((standing = 'deleted'::text) = (purge_at IS NOT NULL)));
alter table organizations add constraint organizations_standing_check CHECK ((standing = ANY (ARRAY['active'::text, 'suspended'::text, 'deleted'::text])));
CREATE INDEX organizations_by_age ON public.organizations USING btree (created_at, id);
CREATE INDEX organizations_by_code ON public.organizations USING btree (code_key, id);
CREATE INDEX organizations_by_name ON public.organizations USING btree (name_key, id);
CREATE INDEX organizations_children_by_age ON public.organizations USING btree (parent_path, created_at, id);
CREATE INDEX organizations_children_by_code ON public.organizations USING btree (parent_path, code_key, id);
CREATE INDEX organizations_children_by_name ON public.organizations USING btree (parent_path, name_key, id);
CREATE UNIQUE INDEX organizations_code ON public.organizations USING btree (code_key);
CREATE INDEX organizations_due ON public.organizations USING btree (purge_at) WHERE (purge_at IS NOT NULL);
CREATE INDEX organizations_gone ON public.organizations USING btree (path) WHERE gone;
CREATE UNIQUE INDEX organizations_host ON public.organizations USING btree (host);
CREATE INDEX organizations_not_running ON public.organizations USING btree (path) WHERE (standing <> 'active'::text);
CREATE INDEX organizations_search ON public.organizations USING gin (name_key gin_trgm_ops);
alter table organizations enable row level security; alter table organizations force row level security;
create policy look_up on organizations for select to tenantry_reader using true;
create policy reach on organizations for all to tenantry_app using 
CASE
    WHEN ((path >= ( SELECT reach_lo() AS reach_lo)) AND (path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((path >= ( SELECT reach_lo() AS reach_lo)) AND (path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on organizations for all to tenantry_owner using true with check true;
CREATE TRIGGER session_rules BEFORE INSERT ON public.organizations FOR EACH ROW EXECUTE FUNCTION session_rules_of_parent();
CREATE TRIGGER session_rules_of_root AFTER INSERT ON public.organizations FOR EACH ROW WHEN ((new.path = '0'::text)) EXECUTE FUNCTION session_rules_of_root();
grant insert, select, update on organizations to tenantry_app;
grant select on organizations to tenantry_reader;

create table password_resets (
  id uuid not null,
  identity_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone
);
alter table password_resets add constraint password_resets_token_hash_key UNIQUE (token_hash);
alter table password_resets add constraint password_resets_pkey PRIMARY KEY (id);
alter table password_resets add constraint password_resets_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
CREATE INDEX password_resets_by_expiry ON public.password_resets USING btree (expires_at);
CREATE INDEX password_resets_of_identity ON public.password_resets USING btree (identity_id, created_at);
alter table password_resets enable row level security; alter table password_resets force row level security;
create policy look_up on password_resets for select to tenantry_reader using true;
create policy of_account_in_reach on password_resets for all to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE (u.identity_id = password_resets.identity_id))) with check (EXISTS ( SELECT
   FROM users u
  WHERE (u.identity_id = password_resets.identity_id)));
create policy own on password_resets for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy sweep on password_resets for all to tenantry_owner using true;
grant insert, select, update on password_resets to tenantry_app;
grant select on password_resets to tenantry_reader;

create table policy_settings (
  id uuid not null,
  org_path text collate "C" not null,
  key text not null,
  value jsonb,
  locked boolean not null,
  version integer not null default 1,
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamp with time zone not null,
  reason text
);
alter table policy_settings add constraint policy_settings_org_path_key_key UNIQUE (org_path, key);
alter table policy_settings add constraint policy_settings_pkey PRIMARY KEY (id);
alter table policy_settings add constraint policy_settings_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE ON DELETE CASCADE;
alter table policy_settings add constraint policy_settings_check CHECK (((value IS NOT NULL) OR (NOT locked)));
alter table policy_settings add constraint policy_settings_key_check CHECK (((length(key) >= 1) AND (length(key) <= 60)));
alter table policy_settings enable row level security; alter table policy_settings force row level security;
create policy look_up on policy_settings for select to tenantry_reader using true;
create policy reach on policy_settings for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on policy_settings for all to tenantry_owner using true with check true;
CREATE TRIGGER session_rules AFTER INSERT OR UPDATE OF value, locked ON public.policy_settings FOR EACH ROW WHEN ((new.key ~~ 'session.%'::text)) EXECUTE FUNCTION session_rules_of_policy();
grant insert, select, update on policy_settings to tenantry_app;
grant select on policy_settings to tenantry_reader;

create table recovery_codes (
  identity_id uuid not null,
  code_hash bytea not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  connection_id uuid,
  beside uuid[] not null default '{}'::uuid[]
);
alter table recovery_codes add constraint recovery_codes_pkey PRIMARY KEY (identity_id, code_hash);
alter table recovery_codes add constraint recovery_codes_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
alter table recovery_codes enable row level security; alter table recovery_codes force row level security;
create policy look_up on recovery_codes for select to tenantry_reader using true;
create policy own on recovery_codes for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy removed_in_reach on recovery_codes for delete to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE ((u.identity_id = recovery_codes.identity_id) AND (u.joining_hash IS NULL))));
create policy seen_in_reach on recovery_codes for select to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE ((u.identity_id = recovery_codes.identity_id) AND (u.joining_hash IS NULL))));
create policy sweep on recovery_codes for all to tenantry_owner using true;
grant delete, insert, select, update on recovery_codes to tenantry_app;
grant select on recovery_codes to tenantry_reader;

create table remembered_devices (
  id uuid not null,
  identity_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  address text,
  user_agent text,
  connection_id uuid,
  beside uuid[] not null default '{}'::uuid[]
);
alter table remembered_devices add constraint remembered_devices_token_hash_key UNIQUE (token_hash);
alter table remembered_devices add constraint remembered_devices_pkey PRIMARY KEY (id);
alter table remembered_devices add constraint remembered_devices_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
alter table remembered_devices add constraint remembered_devices_user_agent_check CHECK ((length(user_agent) <= 300));
CREATE INDEX remembered_devices_by_age ON public.remembered_devices USING btree (created_at);
CREATE INDEX remembered_devices_of_identity ON public.remembered_devices USING btree (identity_id, created_at);
alter table remembered_devices enable row level security; alter table remembered_devices force row level security;
create policy own on remembered_devices for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy removed_in_reach on remembered_devices for delete to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE ((u.identity_id = remembered_devices.identity_id) AND (u.joining_hash IS NULL))));
create policy seen_in_reach on remembered_devices for select to tenantry_app using (EXISTS ( SELECT
   FROM users u
  WHERE ((u.identity_id = remembered_devices.identity_id) AND (u.joining_hash IS NULL))));
create policy sweep on remembered_devices for all to tenantry_owner using true;
grant delete, insert, select, update on remembered_devices to tenantry_app;

create table roles (
  key text not null,
  label text not null,
  description text not null,
  best_for text not null,
  use_cases text[] not null,
  levels text[] not null,
  permissions text[] not null,
  assigns text[] not null,
  administrator boolean not null,
  "position" integer not null,
  retired_at timestamp with time zone,
  org_path text collate "C",
  version integer not null default 1
);
alter table roles add constraint roles_pkey PRIMARY KEY (key);
alter table roles add constraint roles_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE UNIQUE INDEX roles_own_label ON public.roles USING btree (org_path, lower(label)) WHERE ((org_path IS NOT NULL) AND (retired_at IS NULL));
alter table roles enable row level security; alter table roles force row level security;
create policy held_still on roles for update to tenantry_app using true with check false;
create policy look_up on roles for select to tenantry_reader using true;
create policy own_roles on roles for all to tenantry_app using ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy readable on roles for select to tenantry_app using ((org_path IS NULL) OR ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) OR starts_with(( SELECT reach_lo() AS reach_lo), org_path));
create policy root_deletes on roles for delete to tenantry_app using (( SELECT reach_lo() AS reach_lo) = '0'::text);
create policy root_inserts on roles for insert to tenantry_app with check (( SELECT reach_lo() AS reach_lo) = '0'::text);
create policy root_updates on roles for update to tenantry_app using (( SELECT reach_lo() AS reach_lo) = '0'::text) with check (( SELECT reach_lo() AS reach_lo) = '0'::text);
grant delete, insert, select, update on roles to tenantry_app;
grant select on roles to tenantry_reader;

create table sessions (
  token_hash bytea not null,
  id uuid not null,
  identity_id uuid not null,
  user_id uuid not null,
  org_path text collate "C" not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  address text,
  user_agent text,
  kind text not null default 'session'::text,
  name text,
  step text,
  methods text[] not null default '{}'::text[],
  proved_at timestamp with time zone,
  connection_id uuid,
  used_at timestamp with time zone not null default now(),
  own_proof boolean not null default false,
  factor_connection_id uuid,
  factor_beside uuid[] not null default '{}'::uuid[]
);
alter table sessions add constraint sessions_id_key UNIQUE (id);
alter table sessions add constraint sessions_pkey PRIMARY KEY (token_hash);
alter table sessions add constraint sessions_identity_id_fkey FOREIGN KEY (identity_id) REFERENCES identities(id) ON DELETE CASCADE;
alter table sessions add constraint sessions_org_path_user_id_fkey FOREIGN KEY (org_path, user_id) REFERENCES users(org_path, id) ON DELETE CASCADE DEFERRABLE;
alter table sessions add constraint sessions_key_named CHECK (((kind = 'key'::text) = (name IS NOT NULL)));
alter table sessions add constraint sessions_kind_check CHECK ((kind = ANY (ARRAY['session'::text, 'key'::text])));
alter table sessions add constraint sessions_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)));
alter table sessions add constraint sessions_step_check CHECK ((step = ANY (ARRAY['second_factor'::text, 'change_password'::text, 'enrol_factor'::text])));
alter table sessions add constraint sessions_user_agent_check CHECK ((length(user_agent) <= 300));
CREATE INDEX sessions_by_age ON public.sessions USING btree (created_at) WHERE (kind = 'session'::text);
CREATE INDEX sessions_keys_by_expiry ON public.sessions USING btree (expires_at) WHERE (kind = 'key'::text);
CREATE INDEX sessions_keys_of_user ON public.sessions USING btree (user_id, created_at) WHERE (kind = 'key'::text);
CREATE INDEX sessions_of_connection ON public.sessions USING btree (connection_id) WHERE (connection_id IS NOT NULL);
CREATE INDEX sessions_of_home ON public.sessions USING btree (org_path, user_id);
CREATE INDEX sessions_of_identity ON public.sessions USING btree (identity_id, created_at);
CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id);
alter table sessions enable row level security; alter table sessions force row level security;
create policy look_up on sessions for select to tenantry_reader using true;
create policy own on sessions for all to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy reach on sessions for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy sweep on sessions for all to tenantry_owner using true;
create policy upkeep on sessions for all to tenantry_owner using true with check true;
grant delete, insert, select on sessions to tenantry_app;
grant select on sessions to tenantry_reader;

create table setting_values (
  id uuid not null,
  org_path text collate "C" not null,
  key text not null,
  value jsonb,
  locked boolean not null,
  version integer not null default 1,
  set_by uuid not null,
  set_by_name text not null,
  set_at timestamp with time zone not null,
  reason text
);
alter table setting_values add constraint setting_values_org_path_key_key UNIQUE (org_path, key);
alter table setting_values add constraint setting_values_pkey PRIMARY KEY (id);
alter table setting_values add constraint setting_values_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE ON DELETE CASCADE;
alter table setting_values add constraint setting_values_check CHECK (((value IS NOT NULL) OR (NOT locked)));
alter table setting_values add constraint setting_values_key_check CHECK (((length(key) >= 1) AND (length(key) <= 60)));
alter table setting_values enable row level security; alter table setting_values force row level security;
create policy look_up on setting_values for select to tenantry_reader using true;
create policy reach on setting_values for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on setting_values for all to tenantry_owner using true with check true;
grant insert, select, update on setting_values to tenantry_app;
grant select on setting_values to tenantry_reader;

create table sign_ins (
  id uuid not null,
  at timestamp with time zone not null,
  org_path text collate "C" not null,
  user_id uuid not null,
  identity_id uuid not null,
  address text,
  user_agent text,
  methods text[] not null,
  result text not null,
  session_id uuid
) partition by RANGE (at);
alter table sign_ins add constraint sign_ins_pkey PRIMARY KEY (at, id);
alter table sign_ins add constraint sign_ins_result_check CHECK ((result ~ '^[a-z_]{1,40}$'::text));
alter table sign_ins add constraint sign_ins_user_agent_check CHECK ((length(user_agent) <= 300));
CREATE INDEX sign_ins_failed ON ONLY public.sign_ins USING btree (org_path, result, at DESC, id DESC) WHERE (result <> 'succeeded'::text);
CREATE INDEX sign_ins_of_organization ON ONLY public.sign_ins USING btree (org_path, at DESC, id DESC) INCLUDE (result);
CREATE INDEX sign_ins_of_user ON ONLY public.sign_ins USING btree (user_id, at DESC, id DESC);
alter table sign_ins enable row level security; alter table sign_ins force row level security;
create policy look_up on sign_ins for select to tenantry_reader using true;
create policy reach on sign_ins for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on sign_ins for all to tenantry_owner using true with check true;
grant insert, select on sign_ins to tenantry_app;
grant select on sign_ins to tenantry_reader;

create table throttles (
  key bytea not null,
  failures integer not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  account bytea,
  held boolean not null default false
);
alter table throttles add constraint throttles_pkey PRIMARY KEY (key);
CREATE INDEX throttles_by_end ON public.throttles USING btree (until);
CREATE INDEX throttles_of_account ON public.throttles USING btree (account) WHERE (account IS NOT NULL);
grant delete, insert, select, update on throttles to tenantry_app;

create table used_challenges (
  hash bytea not null,
  expires_at timestamp with time zone not null
);
alter table used_challenges add constraint used_challenges_pkey PRIMARY KEY (hash);
CREATE INDEX used_challenges_by_end ON public.used_challenges USING btree (expires_at);
grant insert, select on used_challenges to tenantry_app;

create table user_activity (
  user_id uuid not null,
  org_path text collate "C" not null,
  last_sign_in_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  last_active_at timestamp with time zone,
  last_own_sign_in_at timestamp with time zone
);
alter table user_activity add constraint user_activity_pkey PRIMARY KEY (user_id);
alter table user_activity add constraint user_activity_org_path_user_id_fkey FOREIGN KEY (org_path, user_id) REFERENCES users(org_path, id) ON DELETE CASCADE DEFERRABLE;
CREATE INDEX user_activity_all ON public.user_activity USING btree (last_sign_in_at, user_id);
CREATE INDEX user_activity_home ON public.user_activity USING btree (org_path, last_sign_in_at, user_id);
alter table user_activity enable row level security; alter table user_activity force row level security;
create policy look_up on user_activity for select to tenantry_reader using true;
create policy reach on user_activity for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on user_activity for all to tenantry_owner using true with check true;
grant insert, select, update on user_activity to tenantry_app;
grant select on user_activity to tenantry_reader;

create table users (
  id uuid not null,
  org_path text collate "C" not null,
  identity_id uuid not null,
  email text collate "C" not null,
  first_name text not null,
  last_name text not null,
  name_key text collate "C" not null,
  search_key text collate "C" not null generated always as (((name_key || ' '::text) || email)) stored,
  phone text,
  status text not null default 'active'::text,
  role text not null default ''::text,
  deactivated_at timestamp with time zone,
  invitation_id uuid,
  created_at timestamp with time zone not null,
  version integer not null default 1,
  replaced_by uuid,
  mfa_required boolean not null default false,
  federated_only boolean not null default false,
  joining_hash bytea,
  joining_until timestamp with time zone,
  purge_at timestamp with time zone,
  locked_until timestamp with time zone
);
alter table users add constraint users_joining_hash_key UNIQUE (joining_hash);
alter table users add constraint users_org_path_id_key UNIQUE (org_path, id);
alter table users add constraint users_pkey PRIMARY KEY (id);
alter table users add constraint users_identity_id_email_fkey FOREIGN KEY (identity_id, email) REFERENCES identities(id, email) ON UPDATE CASCADE;
alter table users add constraint users_org_path_fkey FOREIGN KEY (org_path) REFERENCES organizations(path) ON UPDATE CASCADE;
alter table users add constraint users_check CHECK (((status = 'active'::text) = (deactivated_at IS NULL)));
alter table users add constraint users_first_name_check CHECK (((length(first_name) >= 1) AND (length(first_name) <= 100)));
alter table users add constraint users_last_name_check CHECK (((length(last_name) >= 1) AND (length(last_name) <= 100)));
alter table users add constraint users_purge CHECK (((status = 'deleted'::text) = (purge_at IS NOT NULL)));
alter table users add constraint users_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text, 'deleted'::text])));
CREATE INDEX users_by_email ON public.users USING btree (email, id);
CREATE INDEX users_by_name ON public.users USING btree (name_key, id);
CREATE INDEX users_by_role ON public.users USING btree (role, id);
CREATE INDEX users_by_status ON public.users USING btree (status, id);
CREATE INDEX users_due ON public.users USING btree (purge_at) WHERE (purge_at IS NOT NULL);
CREATE INDEX users_home_by_email ON public.users USING btree (org_path, email, id);
CREATE INDEX users_home_by_name ON public.users USING btree (org_path, name_key, id) INCLUDE (identity_id, email, status, role);
CREATE INDEX users_home_by_role ON public.users USING btree (org_path, role, id) INCLUDE (status, identity_id);
CREATE INDEX users_home_by_status ON public.users USING btree (org_path, status, id) INCLUDE (role, identity_id);
CREATE INDEX users_inactive_by_name ON public.users USING btree (name_key, id) WHERE (status = 'inactive'::text);
CREATE INDEX users_locked_by_name ON public.users USING btree (name_key, id) WHERE (locked_until IS NOT NULL);
CREATE INDEX users_locked_home_by_name ON public.users USING btree (org_path, name_key, id) WHERE (locked_until IS NOT NULL);
CREATE INDEX users_of_identity ON public.users USING btree (identity_id);
CREATE UNIQUE INDEX users_one_account ON public.users USING btree (identity_id, org_path) WHERE (replaced_by IS NULL);
CREATE INDEX users_replaced ON public.users USING btree (replaced_by) WHERE (replaced_by IS NOT NULL);
CREATE INDEX users_search ON public.users USING gin (search_key gin_trgm_ops);
alter table users enable row level security; alter table users force row level security;
create policy look_up on users for select to tenantry_reader using true;
create policy own on users for select to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity));
create policy own_lock on users for update to tenantry_app using (identity_id = ( SELECT acting_identity() AS acting_identity)) with check false;
create policy reach on users for all to tenantry_app using 
CASE
    WHEN ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi))) THEN true
    ELSE false
END with check ((org_path >= ( SELECT reach_lo() AS reach_lo)) AND (org_path < ( SELECT reach_hi() AS reach_hi)));
create policy upkeep on users for all to tenantry_owner using true with check true;
CREATE TRIGGER users_forget_persons AFTER DELETE ON public.users REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_persons();
CREATE TRIGGER users_forget_sign_ins AFTER DELETE ON public.users REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_sign_ins();
grant delete, insert, select, update on users to tenantry_app;
grant select on users to tenantry_reader;

CREATE OR REPLACE FUNCTION public.acting_identity()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
RETURN (NULLIF(current_setting('tenantry.identity'::text, true), ''::text))::uuid;

CREATE OR REPLACE FUNCTION public.acting_user()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
RETURN (NULLIF(current_setting('tenantry.user'::text, true), ''::text))::uuid;

CREATE OR REPLACE FUNCTION public.counts_at(person uuid, connection uuid, beside uuid[], place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN (((connection IS NULL) OR leads(connection, place)) AND (NOT (EXISTS (SELECT FROM factors m WHERE ((m.identity_id = counts_at.person) AND (m.connection_id = ANY (counts_at.beside)) AND (m.confirmed_at IS NOT NULL) AND ((counts_at.connection = ANY (m.beside)) IS NOT TRUE) AND leads(m.connection_id, counts_at.place))))));

CREATE OR REPLACE FUNCTION public.drop_sign_in_partitions(before timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '300ms'
AS $function$
declare part text; dropped integer := 0; n integer;
begin
  for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'public.sign_ins'::regclass and c.relname ~ '^sign_ins_\d{4}_\d\d_\d\d$'
        and ((to_date(right(c.relname, 10), 'YYYY_MM_DD') + 1)::timestamp at time zone 'UTC') <= before order by 1 loop
    begin
      execute format('drop table public.%I', part);
      dropped := dropped + 1;
    exception when lock_not_available then exit; -- somebody reads for long: the next time
    end;
  end loop;
  delete from sign_ins_other where (at, id) in (select at, id from sign_ins_other where at < before order by at limit most);
  get diagnostics n = row_count;
  return dropped + n;
end $function$;

CREATE OR REPLACE FUNCTION public.end_held_session(secret_hash bytea)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ delete from sessions where token_hash = secret_hash and kind = 'session' $function$;

CREATE OR REPLACE FUNCTION public.end_sessions_of_person(person uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare n integer;
begin
  if not exists (select from users where identity_id = person and joining_hash is null
    and org_path >= reach_lo() and org_path < reach_hi()) then return 0; end if;
  delete from sessions where identity_id = person and kind = 'session';
  get diagnostics n = row_count;
  return n;
end $function$;

CREATE OR REPLACE FUNCTION public.ensure_event_partitions(day date, months integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  first date; part text; made integer := 0;
begin
  if months not between 0 and 120 then raise exception 'months out of range'; end if;
  for i in 0..months loop
    first := (date_trunc('month', day) + make_interval(months => i))::date;
    part := 'events_' || to_char(first, 'YYYY_MM');
    if to_regclass('public.' || part) is null then
      begin
        execute format('create table public.%I partition of public.events for values from (%L) to (%L)',
          part, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
        call public.guard_rows(format('public.%I', part)::regclass);
        execute format('revoke all on public.%I from tenantry_reader', part);
        made := made + 1;
      exception when check_violation then null;
      end;
    end if;
  end loop;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION public.ensure_sign_in_partitions(day date, days integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '300ms'
AS $function$
declare
  first date; part text; made integer := 0;
begin
  if days not between 0 and 3660 then raise exception 'days out of range'; end if;
  for i in 0..days loop
    first := day + i;
    part := 'sign_ins_' || to_char(first, 'YYYY_MM_DD');
    if to_regclass('public.' || part) is null then
      begin
        execute format('create table public.%I partition of public.sign_ins for values from (%L) to (%L)',
          part, first::timestamp at time zone 'UTC', (first + 1)::timestamp at time zone 'UTC');
        call public.guard_rows(format('public.%I', part)::regclass);
        execute format('revoke all on public.%I from tenantry_reader', part);
        made := made + 1;
      exception when check_violation or lock_not_available then null;
      end;
    end if;
  end loop;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION public.enters(connection uuid, place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN CASE WHEN (connection IS NULL) THEN (NOT federated_only_at(place)) ELSE (EXISTS (SELECT FROM connections c WHERE ((c.id = enters.connection) AND c.active AND starts_with((enters.place || '.'::text), (c.org_path || '.'::text))))) END;

CREATE OR REPLACE FUNCTION public.federated_at(identity uuid, place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN (EXISTS (SELECT FROM (federated_links l JOIN connections c ON ((c.id = l.connection_id))) WHERE ((l.identity_id = federated_at.identity) AND (l.last_used_at IS NOT NULL) AND c.active AND starts_with((federated_at.place || '.'::text), (c.org_path || '.'::text)))));

CREATE OR REPLACE FUNCTION public.federated_only_at(place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN COALESCE((SELECT (s.value = '"on"'::jsonb) FROM (generate_series(0, ((length(federated_only_at.place) - 1) / 5)) n(n) JOIN policy_settings s ON (((s.org_path = ("left"(federated_only_at.place, (1 + (5 * n.n))) COLLATE "C")) AND (s.key = 'signin.federated_only'::text)))) WHERE (s.value IS NOT NULL) ORDER BY s.locked DESC, CASE WHEN s.locked THEN n.n ELSE (- n.n) END LIMIT 1), false);

CREATE OR REPLACE FUNCTION public.forget_persons()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  perform from identities i where i.id in (select identity_id from gone) order by i.id for update;
  delete from identities i where i.id in (select identity_id from gone)
    and not exists (select from users u where u.identity_id = i.id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.forget_sign_ins()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  delete from sign_ins where user_id in (select id from gone);
  return null;
end $function$;

CREATE OR REPLACE PROCEDURE public.guard_rows(IN target regclass, IN path_column name DEFAULT 'org_path'::name)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $procedure$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy reach on %1$s to tenantry_app
       using (case when %2$I >= (select public.reach_lo()) and %2$I < (select public.reach_hi()) then true else false end)
       with check (%2$I >= (select public.reach_lo()) and %2$I < (select public.reach_hi()))', target, path_column);
  execute format('create policy look_up on %s for select to tenantry_reader using (true)', target);
  -- For definer functions of housekeeping: they run as the owner, whom row security binds as well.
  execute format('create policy upkeep on %s to tenantry_owner using (true) with check (true)', target);
  execute format('grant select on %s to tenantry_reader', target);
end $procedure$;

CREATE OR REPLACE FUNCTION public.hold_session_rules(top text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare presets jsonb;
begin
  -- One change after the other: two that do not see each other's would leave out what each says of the other's place.
  perform pg_advisory_xact_lock(hashtext('tenantry session rules'));
  select b.document -> 'policies' into presets from blueprints b order by b.id desc limit 1;
  -- Until nothing changes: an organization made below meanwhile has what its parent had.
  loop
    with changed as (select o.id, o.path, o.session_absolute, o.session_idle, o.session_ceiling, r.absolute, r.idle, r.ceiling
        from session_rules(top, coalesce(presets, '{}')) r join organizations o on o.id = r.id
        where (o.session_absolute, o.session_idle, o.session_ceiling) is distinct from (r.absolute, r.idle, r.ceiling)),
      over as (delete from sessions s using changed c where s.org_path = c.path and s.kind = 'session'
        and session_ends(s.kind, s.created_at, s.used_at, s.expires_at, c.session_absolute, c.session_idle, c.session_ceiling) <= at)
    update organizations o set session_absolute = c.absolute, session_idle = c.idle, session_ceiling = c.ceiling
      from changed c where o.id = c.id;
    exit when not found;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION public.hold_word(connection uuid, person uuid)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ select exists (select from connections c join federated_links l on l.connection_id = c.id and l.identity_id = person
    where c.id = connection and c.active and l.refused_at is null for share of c) $function$;

CREATE OR REPLACE FUNCTION public.keep_connection_place()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  -- Not where the organization goes as well.
  insert into ended_connections (id, org_path) select old.id, o.path from organizations o where o.path = old.org_path;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.language_of(person uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN (SELECT i.language FROM identities i WHERE ((i.id = language_of.person) AND (EXISTS (SELECT FROM users u WHERE ((u.identity_id = language_of.person) AND (u.org_path >= reach_lo()) AND (u.org_path < reach_hi()))))));

CREATE OR REPLACE FUNCTION public.leads(connection uuid, place text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN ((EXISTS (SELECT FROM connections c WHERE ((c.id = leads.connection) AND starts_with((leads.place || '.'::text), (c.org_path || '.'::text))))) OR (EXISTS (SELECT FROM ended_connections c WHERE ((c.id = leads.connection) AND starts_with((leads.place || '.'::text), (c.org_path || '.'::text))))));

CREATE OR REPLACE FUNCTION public.leave_unconfirmed(person uuid, former text, successor uuid, now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if acting_identity() is distinct from person then
    raise exception 'not the person acted for' using errcode = '42501';
  end if;
  if not exists (select from users where identity_id = person and joining_hash is not null) then return; end if;
  insert into identities (id, email, language, created_at)
    select successor, former, i.language, now from identities i where i.id = person;
  update users set identity_id = successor, email = former where identity_id = person and joining_hash is not null;
end $function$;

CREATE OR REPLACE FUNCTION public.matching_users(lo text, hi text, needle text, most integer)
 RETURNS SETOF users
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if reach_lo() is null or reach_hi() is null or lo collate "C" < reach_lo() collate "C" or hi collate "C" > reach_hi() collate "C" then
    raise exception 'range outside the reach' using errcode = '42501';
  end if;
  return query execute
    'select * from users where org_path >= $1 and org_path < $2 and search_key like $3 limit $4'
    using lo, hi, needle, most;
end $function$;

CREATE OR REPLACE FUNCTION public.move_subtree(source text, target text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare part record;
begin
  if reach_lo() is null or source collate "C" < reach_lo() collate "C" or source collate "C" >= reach_hi() collate "C"
    or target collate "C" < reach_lo() collate "C" or target collate "C" >= reach_hi() collate "C" then
    raise exception 'outside the reach' using errcode = '42501';
  end if;
  perform set_config('tenantry.moving', 'on', true);
  set constraints all deferred;
  update organizations set path = target || substr(path, length(source) + 1), version = version + (path = source)::integer
    where path >= source and path < source || '/';
  for part in select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      join pg_class k on k.oid = format('public.%I', c.table_name)::regclass
    where c.table_schema = 'public' and c.column_name = 'org_path' and t.table_type = 'BASE TABLE' and not k.relispartition
    order by c.table_name loop
    execute format('update public.%I set org_path = $2 || substr(org_path, length($1) + 1) where org_path >= $1 and org_path < $1 || %L',
      part.table_name, '/') using source, target;
  end loop;
  perform set_config('tenantry.moving', '', true);
  perform hold_session_rules(target, clock_timestamp());
end $function$;

CREATE OR REPLACE FUNCTION public.note_session_uses(ids uuid[], uses timestamp with time zone[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  with used as (select s.id, v.at from unnest(ids, uses) v (id, at) join sessions s on s.id = v.id
      where s.kind = 'session' and s.used_at < v.at order by s.id for no key update of s)
    update sessions s set used_at = u.at from used u where s.id = u.id
$function$;

CREATE OR REPLACE FUNCTION public.prove_mailbox(person uuid, at timestamp with time zone, kept_connection uuid, kept_subject text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if acting_identity() is distinct from person then
    raise exception 'not the person acted for' using errcode = '42501';
  end if;
  if exists (select from identities where id = person and mailbox_proven_at is not null) then return false; end if;
  perform from users where identity_id = person and status = 'active' and joining_hash is null order by id for no key update;
  perform from identities where id = person and mailbox_proven_at is null for no key update;
  if not found then return false; end if;
  update users set version = version + 1 where identity_id = person and status = 'active' and joining_hash is null;
  update identities set mailbox_proven_at = at, password_hash = null, password_changed_at = null,
    must_change_password = false, password_expires_at = null where id = person;
  delete from factors where identity_id = person;
  delete from recovery_codes where identity_id = person;
  delete from federated_links where identity_id = person
    and (connection_id, subject) is distinct from (kept_connection, kept_subject);
  delete from remembered_devices where identity_id = person;
  delete from known_browsers where identity_id = person;
  delete from known_devices where identity_id = person;
  update email_changes set used_at = at where identity_id = person and used_at is null;
  delete from sessions where identity_id = person; -- API keys, too
  return true;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_step(now timestamp with time zone, most integer)
 RETURNS TABLE(removed bigint, finished_id uuid, finished_path text, finished_name text, finished_code text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  top record; part record; n bigint; people uuid[];
begin
  select o.* into top from organizations o where o.purge_at <= now order by o.purge_at limit 1 for update skip locked;
  if not found then return query select 0::bigint, null::uuid, null::text, null::text, null::text; return; end if;
  with doomed as (select u.id from users u where u.org_path >= top.path and u.org_path < top.path || '/' limit most),
    dead as (delete from users u using doomed d where u.id = d.id returning u.identity_id)
    select array_agg(distinct identity_id), count(*) into people, n from dead;
  if n > 0 then
    delete from identities i where i.id = any(people) and not exists (select from users u where u.identity_id = i.id);
    return query select n, null::uuid, null::text, null::text, null::text; return;
  end if;
  -- Whatever else belongs to organizations, whichever feature brought it: only facts outlive them.
  for part in select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'org_path' and t.table_type = 'BASE TABLE'
      and c.table_name !~ '^events' and c.table_name <> 'users' order by c.table_name loop
    execute format('delete from public.%I where org_path >= $1 and org_path < $2', part.table_name) using top.path, top.path || '/';
  end loop;
  delete from grants where node_path >= top.path and node_path < top.path || '/';
  select count(*) into n from organizations where path >= top.path and path < top.path || '/';
  delete from organizations where path >= top.path and path < top.path || '/';
  return query select n, top.id, top.path, top.name, top.code;
end $function$;

CREATE OR REPLACE FUNCTION public.reach_hi()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
RETURN NULLIF(current_setting('tenantry.reach_hi'::text, true), ''::text);

CREATE OR REPLACE FUNCTION public.reach_lo()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
RETURN NULLIF(current_setting('tenantry.reach_lo'::text, true), ''::text);

CREATE OR REPLACE FUNCTION public.restand(top text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  above_stopped boolean := false;
  above_gone boolean := false;
begin
  if reach_lo() is null or top collate "C" < reach_lo() collate "C" or top collate "C" >= reach_hi() collate "C" then
    raise exception 'outside the reach' using errcode = '42501';
  end if;
  select p.stopped, p.gone into above_stopped, above_gone from organizations o join organizations p on p.path = o.parent_path
    where o.path = top for share of p;
  -- Until nothing changes: while this waited for somebody who was creating below, or moving something there, they
  -- committed rows that the statement could not see yet.
  loop
  update organizations o set stopped = n.stopped, gone = n.gone
    from (select d.id,
        coalesce(above_stopped, false) or exists (select from organizations a where a.standing <> 'active' and a.path >= top
          and (a.path = d.path or starts_with(d.path, a.path || '.'))) as stopped,
        coalesce(above_gone, false) or exists (select from organizations a where a.standing = 'deleted' and a.path >= top
          and (a.path = d.path or starts_with(d.path, a.path || '.'))) as gone
      from organizations d where d.path >= top and d.path < top || '/') n
    where n.id = o.id and (o.stopped, o.gone) is distinct from (n.stopped, n.gone);
  exit when not found;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION public.session_ends(kind text, created_at timestamp with time zone, used_at timestamp with time zone, expires_at timestamp with time zone, absolute integer, idle integer, ceiling integer)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (kind = 'key'::text) THEN expires_at ELSE LEAST(expires_at, (created_at + ((LEAST(absolute, ceiling))::double precision * '00:00:01'::interval)), (used_at + (((idle + session_slack(idle)))::double precision * '00:00:01'::interval))) END;

CREATE OR REPLACE FUNCTION public.session_rules(top text, presets jsonb)
 RETURNS TABLE(id uuid, absolute integer, idle integer, ceiling integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select e.id,
    max(e.value::integer) filter (where e.key = 'session.absolute' and e.mode in ('absolute', 'both')),
    max(e.value::integer) filter (where e.key = 'session.idle' and e.mode in ('idle', 'both')),
    max(e.value::integer) filter (where e.key = 'session.ceiling')
  from (select v.*, max(v.value) filter (where v.key = 'session.mode') over (partition by v.id) as mode
    from (select d.id, k.key, coalesce(
          case when (presets -> k.key ->> 'locked')::boolean then presets -> k.key -> 'value' end,
          (select s.value from generate_series(0, (length(d.path) - 1) / 5) i
            join policy_settings s on s.org_path = left(d.path, 1 + 5 * i) and s.key = k.key
            where s.value is not null order by s.locked desc, case when s.locked then i else -i end limit 1),
          presets -> k.key -> 'value', k.otherwise) #>> '{}' as value
        from organizations d, (values ('session.mode', '"absolute"'::jsonb), ('session.absolute', '43200'),
          ('session.idle', '1800'), ('session.ceiling', '2592000')) k (key, otherwise)
        where d.path >= top collate "C" and d.path < (top || '/') collate "C") v) e
  where e.key <> 'session.mode'
  group by e.id
$function$;

CREATE OR REPLACE FUNCTION public.session_rules_of_blueprint()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin perform hold_session_rules('0', new.applied_at); return null; end $function$;

CREATE OR REPLACE FUNCTION public.session_rules_of_parent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare above record;
begin
  select o.session_absolute, o.session_idle, o.session_ceiling into above from organizations o
    where o.path = left(new.path, greatest(length(new.path) - 5, 0));
  if found then
    new.session_absolute := above.session_absolute;
    new.session_idle := above.session_idle;
    new.session_ceiling := above.session_ceiling;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.session_rules_of_policy()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin perform hold_session_rules(new.org_path, new.set_at); return null; end $function$;

CREATE OR REPLACE FUNCTION public.session_rules_of_root()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin perform hold_session_rules(new.path, new.created_at); return null; end $function$;

CREATE OR REPLACE FUNCTION public.session_slack(idle integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (LEAST((idle / 10), 60) + 3);

CREATE OR REPLACE FUNCTION public.show_lockout()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare person uuid := coalesce(new.identity_id, old.identity_id);
begin
  update users set locked_until = (select max(l.until) from lockouts l where l.identity_id = person)
    where identity_id = person and joining_hash is null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.show_role_of_user()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  target uuid := coalesce(new.user_id, old.user_id);
  shown text := coalesce((select g.role from grants g where g.user_id = target order by g.node_path, g.role limit 1), '');
begin
  update users u set role = shown where u.id = target and u.role <> shown;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.subtree_counts(top text, now timestamp with time zone)
 RETURNS TABLE(organizations bigint, users bigint, sessions bigint, invitations bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select (select count(*) from organizations where path >= top and path < top || '/'),
    (select count(*) from users where org_path >= top and org_path < top || '/'),
    (select count(*) from sessions s join organizations o on o.path = s.org_path where s.org_path >= top and s.org_path < top || '/'
      and session_ends(s.kind, s.created_at, s.used_at, s.expires_at, o.session_absolute, o.session_idle, o.session_ceiling) > now),
    (select count(*) from invitations where org_path >= top and org_path < top || '/' and accepted_at is null
      and revoked_at is null and expires_at > now)
$function$;

CREATE OR REPLACE FUNCTION public.sweep_expired(now timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare swept integer := 0; n integer; shortest integer;
begin
  delete from sessions where token_hash in (select token_hash from sessions where kind = 'key' and expires_at < now order by expires_at limit most);
  get diagnostics n = row_count; swept := swept + n;
  select min(least(o.session_absolute, o.session_idle, o.session_ceiling)) into shortest from organizations o;
  delete from sessions where token_hash in (select s.token_hash from sessions s join organizations o on o.path = s.org_path
    where s.kind = 'session' and s.created_at < now - shortest * interval '1 second'
      and session_ends(s.kind, s.created_at, s.used_at, s.expires_at, o.session_absolute, o.session_idle, o.session_ceiling) < now limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from throttles where key in (select key from throttles where until < now order by until limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from idempotency_keys where (user_id, key) in
    (select user_id, key from idempotency_keys where created_at < now - interval '24 hours' order by created_at limit most);
  get diagnostics n = row_count;
  return swept + n;
end $function$;

CREATE OR REPLACE FUNCTION public.sweep_factors(now timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare swept integer := 0; n integer;
begin
  delete from used_challenges where hash in (select hash from used_challenges where expires_at < now order by expires_at limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from factors where id in
    (select id from factors where confirmed_at is null and created_at < now - interval '1 day' limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from remembered_devices where id in
    (select id from remembered_devices where created_at < now - interval '90 days' limit most);
  get diagnostics n = row_count;
  return swept + n;
end $function$;

CREATE OR REPLACE FUNCTION public.sweep_federation(now timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare n integer;
begin
  delete from federation_states where state_hash in
    (select state_hash from federation_states where expires_at < now order by expires_at limit most);
  get diagnostics n = row_count;
  return n;
end $function$;

CREATE OR REPLACE FUNCTION public.sweep_known_devices(now timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare n integer;
begin
  delete from known_devices where (identity_id, device) in (
    select d.identity_id, d.device from known_devices d where d.last_seen_at < now - interval '90 days'
      and exists (select from known_devices l where l.identity_id = d.identity_id
        and (l.last_seen_at, l.device) > (d.last_seen_at, d.device)) order by d.last_seen_at limit most);
  get diagnostics n = row_count;
  return n;
end $function$;

CREATE OR REPLACE FUNCTION public.sweep_lockouts(now timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare swept integer := 0; n integer;
begin
  delete from lockouts l using (select identity_id, after from lockouts where until < now order by until limit most) gone
    where l.identity_id = gone.identity_id and l.after = gone.after;
  get diagnostics n = row_count; swept := swept + n;
  delete from known_browsers where token_hash in
    (select token_hash from known_browsers where expires_at < now order by expires_at limit most);
  get diagnostics n = row_count;
  return swept + n;
end $function$;

CREATE OR REPLACE FUNCTION public.sweep_resets(now timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare swept integer := 0; n integer;
begin
  delete from password_resets where id in
    (select id from password_resets where expires_at < now - interval '1 day' order by expires_at limit most);
  get diagnostics n = row_count; swept := swept + n;
  delete from email_changes where id in
    (select id from email_changes where expires_at < now - interval '1 day' order by expires_at limit most);
  get diagnostics n = row_count;
  return swept + n;
end $function$;

CREATE OR REPLACE FUNCTION public.sweep_sign_ins(place text, before timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare n integer;
begin
  delete from sign_ins where (at, id) in
    (select s.at, s.id from sign_ins s where s.org_path = place and s.at < before order by s.at, s.id limit most) and at < before;
  get diagnostics n = row_count;
  return n;
end $function$;

