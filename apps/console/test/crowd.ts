/** People by the hundred, straight into the database: what a list does with them is the question, not how they came. */
import type { Bare } from './installation.ts'

/** "Person 001" and so on; every fourth is View Only, the others Employee where nothing else is said, every tenth inactive. None of them can sign in. */
export async function addPeople(
  query: Bare['query'],
  organization: string,
  count: number,
  [fourth, others] = ['viewer', 'employee'],
): Promise<void> {
  await query(
    `with org as (select path from organizations where id = $1::uuid),
      made as (
        select n, gen_random_uuid() as person, gen_random_uuid() as account, 'Person ' || lpad(n::text, 3, '0') as name,
          'person' || n || '@' || $1 || '.example' as email
        from generate_series(1, $2::int) n),
      identity as (
        insert into identities (id, email, language, created_at) select person, email, 'en', now() from made returning id),
      account as (
        insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, status, deactivated_at, created_at)
        select account, path, person, email, 'Person', lpad(n::text, 3, '0'), lower(name),
          case when n % 10 = 0 then 'inactive' else 'active' end, case when n % 10 = 0 then now() end, now()
        from made, org where exists (select from identity) returning id),
      activity as (
        insert into user_activity (user_id, org_path) select account, path from made, org where exists (select from account))
    insert into grants (user_id, org_path, node_path, role, created_at)
    select account, path, path, case when n % 4 = 0 then $3 else $4 end, now()
    from made, org where exists (select from account)`,
    [organization.replace('org_', ''), count, fourth, others],
  )
}
