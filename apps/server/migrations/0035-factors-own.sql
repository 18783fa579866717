-- An unconfirmed app of the person's own, and one on the word of each connection: none of these takes the place of another.
drop index factors_one_unconfirmed;
create unique index factors_one_unconfirmed on factors (identity_id, connection_id) nulls not distinct where confirmed_at is null;

-- Where connections led that were deleted before that was kept: the record knows. Without it what was set up there would count nowhere.
insert into ended_connections (id, org_path)
  select distinct on (e.target_id) e.target_id, o.path from events e join organizations o on o.id = e.org_id
    where e.type = 'connection.removed' and not exists (select from connections c where c.id = e.target_id)
    order by e.target_id, e.at desc
  on conflict do nothing;

-- By something of the person's own: a provider that vouches for somebody is no reason for their password to lead there.
alter table user_activity add column last_own_sign_in_at timestamptz;

/* Whether something of a person's that carries these counts at a place. Of two that were set up while the other one was elsewhere,
   and are at one place since an organization was moved, neither takes the other away: nothing would be asked for there. */
create or replace function counts_at(person uuid, connection uuid, beside uuid[], place text) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  return (connection is null or public.leads(connection, place))
    and not exists (select from public.factors m where m.identity_id = person and m.connection_id = any(counts_at.beside)
      and m.confirmed_at is not null and (counts_at.connection = any(m.beside)) is not true and public.leads(m.connection_id, place));
