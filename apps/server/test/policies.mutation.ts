/** For the mutation run: every policy opened, every policy dropped, and every forced table let go, each by itself. */
import { writeFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOfRest, faultsOfWall, type Ask } from './catalogue.ts'
import { cloneDatabase, type TestDatabase } from './database.ts'
import type { Outcome } from './mutation.ts'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await cloneDatabase()
  owner = new pg.Client(database.as('postgres'))
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})
const ask: Ask = async (text, values) => (await owner.query(text, values)).rows
const faults = async () => [...(await faultsOfWall(ask)), ...(await faultsOfRest(ask))]

test('MUTATION', async () => {
  expect(await faults()).toEqual([]) // nothing is noticed of what is sound
  const policies = await ask<{ name: string; on: string; cmd: string; open: boolean }>(
    `select format('%I', policyname) as name, format('%I', tablename) as on, cmd,
       coalesce(qual, 'true') = 'true' and coalesce(with_check, 'true') = 'true' as open
     from pg_policies where schemaname = 'public' and 'tenantry_app' = any(roles) order by 2, 1`,
  )
  const tables = await ask<{ name: string }>(
    `select format('%I', relname) as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity and not relispartition`,
  )
  const opened = ({ name, on, cmd }: (typeof policies)[number]) =>
    `alter policy ${name} on ${on}${cmd === 'INSERT' ? '' : ' using (true)'}${/SELECT|DELETE/.test(cmd) ? '' : ' with check (true)'}`
  const statements = [
    ...policies.filter((it) => !it.open).map(opened),
    ...policies.map(({ name, on }) => `drop policy ${name} on ${on}`),
    ...tables.flatMap(({ name }) => [
      `alter table ${name} no force row level security`,
      `alter table ${name} disable row level security`,
    ]),
  ]
  const outcomes: Outcome[] = []
  for (const statement of statements) {
    await owner.query('begin')
    await owner.query(statement)
    const [first] = await faults()
    await owner.query('rollback')
    outcomes.push({ mutant: statement, killed: first !== undefined, by: first?.split('\n')[0] ?? 'the catalogue' })
  }
  writeFileSync(process.env['MUTATION_REPORT'] ?? '/dev/stdout', JSON.stringify(outcomes))
}, 300_000)
