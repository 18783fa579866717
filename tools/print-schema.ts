/** The schema as one readable SQL text, from the catalogue: the embedded PostgreSQL brings no pg_dump. */
import pg from 'pg'
import type { Connection } from '../apps/server/src/platform/db/pool.ts'

const tables = `
  select c.oid, c.relname as name, pg_get_partkeydef(c.oid) as partition_by, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
    (select string_agg(format('  %s %s%s%s', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        case when co.collname is not null and co.collname <> 'default' then ' collate ' || quote_ident(co.collname) else '' end
          || case when a.attnotnull then ' not null' else '' end,
        case when a.attidentity = 'a' then ' generated always as identity'
             when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
             when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end), E',\\n' order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join pg_collation co on co.oid = a.attcollation where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname not like 'kysely%' order by c.relname`
const constraints = `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint
  where conrelid = $1 and contype <> 'n' order by contype desc, conname`
const indexes = `select pg_get_indexdef(i.indexrelid) as text from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1 and not exists (select from pg_constraint where conindid = i.indexrelid) order by c.relname`
const policies = `select policyname as name, cmd, array_to_string(roles, ', ') as roles, qual, with_check from pg_policies
  where schemaname = 'public' and tablename = $1 order by policyname`
const triggers = `select pg_get_triggerdef(oid) as text from pg_trigger where tgrelid = $1 and not tgisinternal order by tgname`
const grants = `select grantee, string_agg(lower(privilege_type), ', ' order by privilege_type) as rights from information_schema.role_table_grants
  where table_schema = 'public' and table_name = $1 and grantee like 'tenantry%' and grantee <> 'tenantry_owner' group by grantee order by grantee`
const routines = `select pg_get_functiondef(p.oid) as text from pg_proc p where p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by p.proname`

export async function printSchema(connection: Connection): Promise<string> {
  const client = new pg.Client(connection)
  await client.connect()
  const ask = async (text: string, values: unknown[] = []) =>
    (await client.query<Record<string, string>>(text, values)).rows
  try {
    const parts = ['-- Printed from the migrations by `npm run generate`. Not executed; for reading and comparing.']
    for (const row of await ask(tables)) {
      const of = [row['oid']]
      const name = row['name']
      parts.push(
        `create table ${name} (\n${row['columns']}\n)${row['partition_by'] ? ` partition by ${row['partition_by']}` : ''};`,
      )
      for (const it of await ask(constraints, of))
        parts.push(`alter table ${name} add constraint ${it['name']} ${it['text']};`)
      for (const it of await ask(indexes, of)) parts.push(`${it['text']};`)
      if (row['secured'])
        parts.push(
          `alter table ${name} enable row level security;${row['forced'] ? ` alter table ${name} force row level security;` : ''}`,
        )
      for (const it of await ask(policies, [name])) {
        const check = it['with_check'] ? ` with check ${it['with_check']}` : ''
        parts.push(
          `create policy ${it['name']} on ${name} for ${it['cmd']?.toLowerCase()} to ${it['roles']}${it['qual'] ? ` using ${it['qual']}` : ''}${check};`,
        )
      }
      for (const it of await ask(triggers, of)) parts.push(`${it['text']};`)
      for (const it of await ask(grants, [name])) parts.push(`grant ${it['rights']} on ${name} to ${it['grantee']};`)
      parts.push('')
    }
    for (const it of await ask(routines)) parts.push(`${it['text']?.trimEnd()};`, '')
    return `${parts.join('\n')}\n`
  } finally {
    await client.end()
  }
}
