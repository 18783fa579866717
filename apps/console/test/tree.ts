/** Organizations by the thousand, straight into the database, as crowd.ts does it with people. */
import type { Bare } from './installation.ts'

/**
 * Below the top, which has only them: distributors, each with so many partners, each with so many tenants. "Distributor
 * 01", "Partner 01-02", "Tenant 01-02-03"; tenants have codes, T010203.
 */
export async function growTree(
  query: Bare['query'],
  [distributors, partners, tenants]: readonly [number, number, number],
): Promise<void> {
  const level = async (name: string, above: string, code: boolean, count: number) => {
    await query(
      `with made as (
        select p.path || '.' || lpad(to_base36(p.children_drawn + n), 4, '0') as path, $1 as level,
          initcap($1) || case when p.level = 'platform' then ' ' else ' ' || split_part(p.name, ' ', 2) || '-' end
            || lpad(n::text, 2, '0') as name
        from organizations p, generate_series(1, $4::int) n where p.level = $2 and (p.level = 'platform' or p.name like initcap($2) || ' %'))
      insert into organizations (id, path, level, name, name_key, code, created_at)
      select gen_random_uuid(), path, level, name, lower(name),
        case when $3 then 'T' || replace(split_part(name, ' ', 2), '-', '') end, now() from made`,
      [name, above, code, count],
    )
    await query('update organizations set children_drawn = children_drawn + $2::int where level = $1', [above, count])
  }
  await query(`create or replace function to_base36(n int) returns text language sql immutable as $$
    select substr('0123456789abcdefghijklmnopqrstuvwxyz', n / 1296 % 36 + 1, 1)
      || substr('0123456789abcdefghijklmnopqrstuvwxyz', n / 36 % 36 + 1, 1)
      || substr('0123456789abcdefghijklmnopqrstuvwxyz', n % 36 + 1, 1) $$`)
  await level('distributor', 'platform', false, distributors)
  await level('partner', 'distributor', false, partners)
  await level('tenant', 'partner', true, tenants)
  await query('drop function to_base36; analyze organizations')
}
