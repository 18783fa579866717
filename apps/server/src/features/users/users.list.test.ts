/** The users list: its columns, every sort in both orders, every filter, search in any script, bounded counts. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, type Member, settled, walked } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
let acme: { id: string }
let ada: Member
const people = [
  { email: 'zoe@list.test', firstName: 'Zoë', lastName: 'Ärmel', role: 'viewer' },
  { email: 'aerzte@list.test', firstName: 'Anna', lastName: 'Ärzte', role: 'employee' },
  { email: 'percent@list.test', firstName: '100%', lastName: 'Sure', role: 'employee' },
  { email: 'under_score@list.test', firstName: 'Una', lastName: 'Score' },
  { email: 'underxscore@list.test', firstName: 'Uno', lastName: 'Score' },
  { email: 'backslash@list.test', firstName: 'Back\\slash', lastName: 'Quote\'s "x"', status: 'inactive' },
  { email: 'hebrew@list.test', firstName: 'דנה', lastName: 'כהן', role: 'viewer', status: 'inactive' },
  { email: 'astro@list.test', firstName: '👩‍🚀𝒜stra', lastName: 'Naut', role: 'admin' },
  { email: 'li@list.test', firstName: 'Li', lastName: 'Wu' },
  { email: 'li.two@list.test', firstName: 'Li', lastName: 'Wu', lastSignInAt: new Date('2020-01-01T00:00:00.123Z') },
  { email: 'seldom@list.test', firstName: 'Sel', lastName: 'Dom', lastSignInAt: new Date('2021-06-01T00:00:00Z') },
] as const
beforeAll(async () => {
  world = await createWorld()
  acme = await world.tenant('Acme GmbH')
  await settled(world, acme.id, people)
  ada = await member(world, acme.id, 'ada@acme.test', 'admin')
  const other = await world.tenant('Foreign')
  await settled(world, other.id, [{ email: 'li@foreign.test', firstName: 'Li', lastName: 'Wu' }])
})
afterAll(() => world.stop())

const all = people.length + 1
const list = (query: object, by = ada) => by.api.users.list({ organization: acme.id, ...query })
const found = async (query: object) => {
  const { items, next } = await list({ sort: 'email', limit: 200, ...query })
  expect(next).toBeNull()
  expect(await ada.api.users.count({ organization: acme.id, ...query })).toEqual({ count: items.length, more: false })
  return items.map((it) => it.email.split('@')[0])
}

test('BO12: the list shows name, e-mail, role, status and last sign-in of each user', async () => {
  const { items } = await list({})
  expect(items).toHaveLength(all)
  expect(items.find((it) => it.email === 'hebrew@list.test')).toMatchObject({
    firstName: 'דנה',
    lastName: 'כהן',
    role: { key: 'viewer', label: 'View Only' },
    status: 'inactive',
    lastSignInAt: null,
  })
  const me = items.find((it) => it.email === 'ada@acme.test')
  expect(Date.parse(me?.lastSignInAt ?? '')).toBeGreaterThan(world.now().getTime() - 60_000)
})

test('BO13: the list holds all users of this tenant and nobody else, for its own administrator and for the platform', async () => {
  const everybody = [...people.map((it) => it.email), 'ada@acme.test'].sort()
  for (const by of [ada, world.admin]) {
    for (const within of ['organization', 'subtree']) {
      expect((await list({ sort: 'email', within }, by)).items.map((it) => it.email)).toEqual(everybody)
    }
  }
  const root = world.admin.me.organization.id
  const alone = await world.admin.api.users.list({ organization: root })
  expect(alone.items.map((it) => it.email)).toEqual(['root@example.com'])
  const below = await world.admin.api.users.list({ organization: root, within: 'subtree', search: 'Li Wu' })
  expect(below.items.map((it) => it.organization.name).sort()).toEqual(['Acme GmbH', 'Acme GmbH', 'Foreign'])
})

test('BO1 BO13: employees and viewers see no list; a foreign tenant answers like one that does not exist', async () => {
  const eve = await member(world, acme.id, 'eve@evil.test', 'employee')
  expect(await refusalOf(list({}, eve))).toBe('permission_missing')
  expect(await refusalOf(eve.api.users.count({ organization: acme.id }))).toBe('permission_missing')
  const elsewhere = await world.tenant('Elsewhere')
  for (const organization of [elsewhere.id, `org_${'0'.repeat(32)}`, world.admin.me.organization.id]) {
    expect(await refusalOf(ada.api.users.list({ organization }))).toBe('organization_unknown')
  }
  await world.database.query(`delete from users where email = 'eve@evil.test'`)
})

for (const sort of ['name', 'email', 'role', 'status', 'lastSignInAt', 'createdAt'] as const) {
  test(`walking the pages sorted by ${sort} gives everybody exactly once, and backwards in the other order`, async () => {
    for (const limit of [1, 5]) {
      const pages = (order: string) => walked((cursor) => list({ sort, order, limit, ...(cursor && { cursor }) }))
      const [up, down] = [await pages('asc'), await pages('desc')]
      expect(new Set(up.map((it) => it.id)).size).toBe(all)
      expect(up).toHaveLength(all)
      expect(down.map((it) => it.id)).toEqual(up.map((it) => it.id).reverse())
    }
  })
}

test('names sort without case and accents, roles and states by their keys, never signed in before everybody who has', async () => {
  const of = async (sort: string) => (await list({ sort })).items
  expect((await of('name')).map((it) => it.firstName).slice(0, 4)).toEqual(['100%', 'ada', 'Anna', 'Back\\slash'])
  const roles = (await of('role')).map((it) => it.role.key)
  expect(roles).toEqual([...roles].sort())
  const states = (await of('status')).map((it) => it.status)
  expect(states).toEqual([...states].sort())
  const times = (await of('lastSignInAt')).map((it) => it.lastSignInAt ?? '')
  expect(times).toEqual([...times].sort())
  expect(times.filter((it) => it === '')).toHaveLength(all - 3)
})

test('filters by role, by status and by both', async () => {
  expect(await found({ role: 'viewer' })).toEqual(['hebrew', 'zoe'])
  expect(await found({ status: 'inactive' })).toEqual(['backslash', 'hebrew'])
  expect(await found({ status: 'inactive', role: 'viewer' })).toEqual(['hebrew'])
  expect(await found({ status: 'active', role: 'viewer', search: 'ärm' })).toEqual(['zoe'])
  expect(await found({ role: 'no-such-role' })).toEqual([])
})

test.each([
  ['case and accents do not matter', 'ÄRZ', ['aerzte']],
  ['accents may be left out', 'zoe arm', ['zoe']],
  ['a letter and its accent apart are one', 'Zoe\u0308', ['zoe']],
  ['anywhere in an e-mail', 'TRO@lis', ['astro']],
  ['a percent sign is a percent sign', '0% s', ['percent']],
  ['three of them are nothing', '%%%', []],
  ['an underscore is an underscore', 'under_', ['under_score']],
  ['a backslash is a backslash', 'back\\sl', ['backslash']],
  ['quotes are quotes', '\'s "x', ['backslash']],
  ['right to left', 'דנה כ', ['hebrew']],
  ['characters of four bytes', '👩‍🚀', ['astro']],
  ['mathematical letters are letters', 'astra', ['astro']],
  ['one character: the beginning of name or e-mail', 'z', ['zoe']],
  ['two characters: the same', 'LI', ['li.two', 'li']],
  ['one percent sign', '%', []],
  ['one backslash', '\\', []],
  ['one character of four bytes', '👩', ['astro']],
  ['blanks around and within', '  li   wu ', ['li.two', 'li']],
  ['what is nowhere', 'nobody at all', []],
])('search: %s (%s)', async (_, search, expected) => {
  expect(await found({ search })).toEqual(expected)
})

test('search, filter and sort together still walk every page exactly once', async () => {
  const pages = await walked((cursor) =>
    list({
      search: 'list.test',
      status: 'active',
      sort: 'lastSignInAt',
      order: 'desc',
      limit: 2,
      ...(cursor && { cursor }),
    }),
  )
  expect(pages).toHaveLength(9)
  expect(pages.slice(0, 2).map((it) => it.email)).toEqual(['seldom@list.test', 'li.two@list.test'])
  expect(new Set(pages.map((it) => it.id)).size).toBe(9)
})

test('the count stops at 1,000 and says that there are more', async () => {
  const big = await world.tenant('Big')
  const crowd = Array.from({ length: 1_001 }, (_, n) => ({
    email: `n${n}@big.test`,
    firstName: 'Same',
    lastName: 'Name',
  }))
  await settled(world, big.id, crowd)
  const count = (query: object) => world.admin.api.users.count({ organization: big.id, ...query })
  expect(await count({})).toEqual({ count: 1_000, more: true })
  expect(await count({ search: 'same' })).toEqual({ count: 1_000, more: true })
  expect(await count({ search: 'n1000@' })).toEqual({ count: 1, more: false })
  // Everybody has one name: only the id tells them apart at the page's edge.
  const pages = await walked((cursor) =>
    world.admin.api.users.list({ organization: big.id, limit: 200, search: 'same', ...(cursor && { cursor }) }),
  )
  expect(new Set(pages.map((it) => it.id)).size).toBe(1_001)
  expect(pages).toHaveLength(1_001)
})

test('somebody who joins while pages are walked disturbs none of them', async () => {
  const place = await world.tenant('Moving')
  await settled(
    world,
    place.id,
    ['b', 'd', 'f'].map((it) => ({ email: `${it}@moving.test`, firstName: it })),
  )
  let added = false
  const names = await walked(async (cursor) => {
    const page = await world.admin.api.users.list({ organization: place.id, limit: 1, ...(cursor && { cursor }) })
    if (!added)
      await settled(
        world,
        place.id,
        ['a', 'e'].map((it) => ({ email: `${it}@moving.test`, firstName: it })),
      )
    added = true
    return page
  })
  expect(names.map((it) => it.firstName)).toEqual(['b', 'd', 'e', 'f'])
})
