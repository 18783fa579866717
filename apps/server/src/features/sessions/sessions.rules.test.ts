/** How long sessions last: by policy, inherited and locked, at once for open ones, whichever way it changes. */
import fc from 'fast-check'
import { policyRegistry } from '@tenantry/contract'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, settled, signedIn } from '../../../test/builders.ts'
import { lookupOn } from '../../../test/database.ts'
import { createWorld, refusalOf, type Person, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'
import { inheritanceOn } from '../inheritance/index.ts'
import { policiesWith } from '../policies/index.ts'

const minute = 60_000
const hour = 60 * minute
let world: World
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
})
afterAll(() => world.stop())

type Key = 'session.mode' | 'session.absolute' | 'session.idle' | 'session.ceiling'
const set = (organization: string, policy: Key, value: unknown, locked = false, by: Person = world.admin) =>
  by.api.policies.set({ organization, policy, value, locked })
const reset = (organization: string, policy: Key) => world.admin.api.policies.reset({ organization, policy })
const root = () => world.admin.me.organization.id
let places = 0
const below = (parent: string) => {
  places += 1
  return world.admin.api.organizations.create({ organization: parent, name: `Place ${places}`, code: `P${places}` })
}
/** Partner, tenant and somebody signed in at home there. */
async function chain() {
  const distributor = await below(root())
  const partner = await below(distributor.id)
  const tenant = await below(partner.id)
  const email = `p${places}@example.com`
  const person = await member(world, tenant.id, email, 'tenant-admin')
  return { distributor, partner, tenant, email, person }
}
const alive = async (person: Person) => (await person.send('GET', '/sessions/current')).status === 200
/** As a page does that only looks. */
const look = async (person: Person) =>
  (await person.send('GET', '/sessions/current', undefined, { 'tenantry-background': '1' })).status === 200
const again = () => world.admin.api.sessions.signIn({ email: 'root@example.com', password: 'quiet-otter-lantern-93' })
/** Time passes; the one who sets policies is there again. */
const pass = async (milliseconds: number) => {
  world.advance(milliseconds)
  await again()
}

test('AU11: by default a session ends an absolute time after sign-in, however much it is used', async () => {
  const { person } = await chain()
  const { expiresAt, idle } = await person.api.sessions.check()
  expect([Date.parse(expiresAt) - Date.parse(person.me.signedInAt), idle]).toEqual([12 * hour, null])
  for (let i = 0; i < 4; i += 1) {
    expect(await alive(person)).toBe(true)
    await pass(3 * hour)
  }
  expect(await alive(person)).toBe(false)
})

test('AU9, AU11: with the idle timeout on a session ends by inactivity instead; use keeps it alive up to the ceiling', async () => {
  const { tenant, person } = await chain()
  await set(tenant.id, 'session.mode', 'idle', false, person)
  await set(tenant.id, 'session.idle', 1_800, false, person)
  expect((await person.api.sessions.check()).idle).toBe(1_800)
  for (let i = 0; i < 30; i += 1) {
    world.advance(29 * minute) // fourteen hours in all
    expect(await alive(person)).toBe(true)
  }
  // Some seconds late, never early: half an hour, a minute that need not be written, three seconds to write it.
  world.advance(30 * minute)
  expect(await look(person)).toBe(true)
  world.advance(minute + 4_000)
  expect(await alive(person)).toBe(false)

  await again()
  const other = await chain()
  await set(other.tenant.id, 'session.mode', 'idle')
  await set(other.tenant.id, 'session.idle', 6 * 3_600)
  await set(root(), 'session.ceiling', 86_400)
  for (let i = 0; i < 5; i += 1) {
    await pass(4.5 * hour)
    expect(await alive(other.person)).toBe(true)
  }
  const { expiresAt, idle } = await other.person.api.sessions.check()
  expect([Date.parse(expiresAt) - Date.parse(other.person.me.signedInAt), idle]).toEqual([24 * hour, null])
  await pass(1.6 * hour)
  expect(await alive(other.person)).toBe(false)
  await reset(root(), 'session.ceiling')
})

test('AU9: what a page asks by itself keeps no session alive, and both ends hold where both are chosen', async () => {
  const { tenant, person, email } = await chain()
  await set(tenant.id, 'session.mode', 'both')
  await set(tenant.id, 'session.idle', 600)
  await set(tenant.id, 'session.absolute', 3_600)
  for (let i = 0; i < 10; i += 1) {
    world.advance(minute)
    expect(await look(person)).toBe(true)
  }
  world.advance(64_000)
  expect(await look(person)).toBe(false)
  const second = await signedIn(world, email)
  for (let i = 0; i < 7; i += 1) {
    expect(await alive(second)).toBe(true)
    world.advance(9 * minute)
  }
  expect(await alive(second)).toBe(false)
})

test('AU10, AU11: a changed duration acts on open sessions at the very next request, from any place above, locked or reset', async () => {
  const { distributor, partner, tenant, person, email } = await chain()
  await pass(2 * hour)
  await set(partner.id, 'session.absolute', 3_600)
  expect(await alive(person)).toBe(false)
  // A longer one brings nobody back who was out.
  await set(partner.id, 'session.absolute', 36_000)
  expect(await alive(person)).toBe(false)

  const second = await signedIn(world, email)
  await pass(2 * hour)
  expect(await alive(second)).toBe(true)
  await set(tenant.id, 'session.absolute', 18_000)
  expect(Date.parse((await second.api.sessions.check()).expiresAt)).toBe(Date.parse(second.me.signedInAt) + 5 * hour)
  await set(distributor.id, 'session.absolute', 28_800, true) // locked: what is said below does not count
  expect(Date.parse((await second.api.sessions.check()).expiresAt)).toBe(Date.parse(second.me.signedInAt) + 8 * hour)
  expect(await refusalOf(set(tenant.id, 'session.absolute', 600, false, second))).toBe('policy_locked')
  await reset(distributor.id, 'session.absolute')
  expect(Date.parse((await second.api.sessions.check()).expiresAt)).toBe(Date.parse(second.me.signedInAt) + 5 * hour)
  await reset(tenant.id, 'session.absolute')
  expect(Date.parse((await second.api.sessions.check()).expiresAt)).toBe(Date.parse(second.me.signedInAt) + 10 * hour)
  const { items } = await world.admin.api.policies.history({ organization: partner.id, policy: 'session.absolute' })
  await world.admin.api.policies.restore({
    organization: partner.id,
    policy: 'session.absolute',
    change: items[1]?.id ?? '',
  })
  expect(await alive(second)).toBe(false)
  // Who comes in below has the rule that holds there.
  const young = await below(partner.id)
  const newcomer = await member(world, young.id, `young${places}@example.com`, 'tenant-admin')
  const ends = Date.parse((await newcomer.api.sessions.check()).expiresAt)
  expect(ends - Date.parse(newcomer.me.signedInAt)).toBe(hour)
})

test('AU11: a tenant that moves gets the rules of its new place, and a blueprint that says another changes them everywhere', async () => {
  const [strict, lenient] = [await chain(), await chain()]
  await set(strict.partner.id, 'session.absolute', 3_600)
  await pass(2 * hour)
  expect(await alive(lenient.person)).toBe(true)
  await world.admin.api.organizations.move({ organization: lenient.tenant.id, to: strict.partner.id })
  expect(await alive(lenient.person)).toBe(false)

  const staying = await signedIn(world, lenient.email)
  const text = await readFile(new URL('../../../../../blueprints/channel.yaml', import.meta.url), 'utf8')
  const apply = (policies: string) =>
    world.admin.api.blueprint.apply({
      organization: root(),
      text: text.replace(/^policies:\n/m, `policies:\n${policies}`),
    })
  expect(text).toMatch(/^policies:\n/m)
  await apply('  session.absolute: { value: 1800, locked: true }\n')
  const ends = async (of: Person) => Date.parse((await of.api.sessions.check()).expiresAt)
  expect((await ends(staying)) - Date.parse(staying.me.signedInAt)).toBe(hour / 2)
  await apply('')
  expect((await ends(staying)) - Date.parse(staying.me.signedInAt)).toBe(hour)
})

test('API keys end when they say, whatever sessions do, and are not used up by it', async () => {
  const { tenant, person } = await chain()
  const { secret } = await person.api.keys.create({ name: 'Nightly' })
  await set(tenant.id, 'session.mode', 'both')
  await set(tenant.id, 'session.absolute', 300)
  await set(tenant.id, 'session.idle', 60)
  world.advance(hour)
  expect(await alive(person)).toBe(false)
  const answer = await world.person().send('GET', '/sessions/current', undefined, { authorization: `Bearer ${secret}` })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ idle: null })
  await again()
})

test('a last use is written after a tenth of the idle time, in one statement for all, and counts on the other process', async () => {
  const { tenant, person } = await chain()
  await set(tenant.id, 'session.mode', 'idle')
  await set(tenant.id, 'session.idle', 600)
  const [user] = [innerId(person.user)]
  const usedAt = async () =>
    (await world.database.query<{ used_at: Date }>('select used_at from sessions where user_id = $1', [user]))[0]
      ?.used_at
  const before = await usedAt()
  world.advance(50_000)
  expect(await alive(person)).toBe(true)
  await world.app.flush()
  expect(await usedAt()).toEqual(before)
  world.advance(9 * minute)
  expect(await alive(person)).toBe(true)
  expect((await person.api.sessions.list()).items).toMatchObject([{ current: true, methods: ['password'] }])
  await world.app.flush()
  expect((await usedAt())?.getTime()).toBeGreaterThan((before?.getTime() ?? 0) + 9 * minute)
  const second = await world.secondNode()
  world.advance(10 * minute)
  const there = Object.assign(second.person(), { cookie: person.cookie })
  expect(await alive(there)).toBe(true)
  expect(await alive(person)).toBe(true)
})

test('AU11: two who change rules at once, one above the other, leave what both said', async () => {
  const deadlocks = async () =>
    (await world.database.query('select deadlocks from pg_stat_database where datname = current_database()'))[0]
  const before = await deadlocks()
  const { distributor, tenant } = await chain()
  for (let i = 0; i < 5; i += 1) {
    await Promise.all([
      set(distributor.id, 'session.mode', i % 2 ? 'absolute' : 'idle'),
      set(tenant.id, 'session.idle', 600 + i),
    ])
    const [row] = await world.database.query('select session_idle from organizations where id = $1', [
      innerId(tenant.id),
    ])
    expect(row).toEqual({ session_idle: i % 2 ? null : 600 + i })
  }
  expect(await deadlocks()).toEqual(before)
})

test('sessions that are over are swept, open ones stay, and neither is counted wrongly', async () => {
  const { tenant, partner } = await chain()
  const { sweep } = await import('../../platform/jobs/sweep.ts')
  const { databaseOn, openPool } = await import('../../platform/db/pool.ts')
  const emails = ['one', 'two'].map((it) => `${it}.${places}@example.com`)
  await settled(
    world,
    tenant.id,
    emails.map((email) => ({ email, role: 'tenant-user' })),
  )
  await signedIn(world, emails[0] ?? '')
  await pass(7 * hour)
  await signedIn(world, emails[1] ?? '')
  await pass(6 * hour)
  const preview = await world.admin.api.organizations.previewDelete({ organization: tenant.id })
  expect(preview.sessions).toBe(1)
  const pool = openPool(world.database.as('tenantry_app'), 1, () => undefined)
  await sweep(databaseOn(pool), world.now())
  await pool.end()
  const left = await world.database.query(
    'select from sessions s join organizations o on o.path = s.org_path where o.id = $1',
    [innerId(tenant.id)],
  )
  expect(left).toHaveLength(1)
  expect(partner.id).not.toBe(tenant.id)
})

test('what stands in the rows of organizations is what the policies come to, whatever is set, locked and reset where', async () => {
  const { distributor, partner, tenant } = await chain()
  const ids = [root(), distributor.id, partner.id, tenant.id, (await below(partner.id)).id]
  const rows = await world.database.query<{ id: string; path: string }>(
    'select id, path from organizations order by path',
  )
  const policies = policiesWith(inheritanceOn(lookupOn(world.database)))
  const act = fc.record({
    at: fc.nat(ids.length - 1),
    key: fc.constantFrom<Key>('session.mode', 'session.absolute', 'session.idle'),
    value: fc.nat(2),
    locked: fc.boolean(),
    take: fc.boolean(),
  })
  const values = { mode: ['absolute', 'idle', 'both'], seconds: [600, 1_200, 7_200] }
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 8 }), async (acts) => {
      for (const it of acts) {
        const organization = ids[it.at] ?? ''
        const value = it.key === 'session.mode' ? values.mode[it.value] : values.seconds[it.value]
        await (it.take ? reset(organization, it.key) : set(organization, it.key, value, it.locked)).catch(() => null)
      }
      for (const { id, path } of rows) {
        const said = await policies.values(path, 'session.mode', 'session.absolute', 'session.idle', 'session.ceiling')
        const mode = said['session.mode']
        const [held] = await world.database.query(
          'select session_absolute as absolute, session_idle as idle, session_ceiling as ceiling from organizations where id = $1',
          [id],
        )
        expect(held).toEqual({
          absolute: mode === 'idle' ? null : said['session.absolute'],
          idle: mode === 'absolute' ? null : said['session.idle'],
          ceiling: said['session.ceiling'],
        })
      }
    }),
    { numRuns: 12 },
  )
  expect(Object.keys(policyRegistry).filter((key) => key.startsWith('session.'))).toHaveLength(4)
})
