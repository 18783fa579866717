/** Organizations: creating and renaming them, the list with its counts, and what a tenant's people see of the tree. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invited, later, member, type Member, outcomes, settled, walked } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
let root: string
let acme: { id: string }
let ada: Member
beforeAll(async () => {
  world = await createWorld()
  root = world.admin.me.organization.id
  acme = await world.tenant('Acme GmbH')
  ada = await member(world, acme.id, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

test('BO4: an organization shows name, identifier and creation date', async () => {
  const before = world.now().getTime()
  const made = await world.admin.api.organizations.create({ organization: root, name: '  Blau   & Söhne ' })
  expect(made).toMatchObject({ name: 'Blau & Söhne', level: 'tenant', parent: root, version: 1 })
  expect(made.id).toMatch(/^org_[0-9a-f]{32}$/)
  expect(Date.parse(made.createdAt)).toBeGreaterThanOrEqual(before)
  expect(made.ancestors.map((it) => it.id)).toEqual([root])
  expect(await world.admin.api.organizations.show({ organization: made.id })).toEqual(made)
})

test('BO4 BO13: a tenant’s administrator sees their own tenant, and nothing above or beside it', async () => {
  const own = await ada.api.organizations.show({ organization: acme.id })
  expect(own).toMatchObject({ name: 'Acme GmbH', parent: null, ancestors: [] })
  expect((await ada.api.organizations.list({ organization: acme.id })).items).toEqual([])
  const other = await world.tenant('Beside')
  const answers = await Promise.all(
    [other.id, root, `org_${'0'.repeat(32)}`].map((it) => ada.send('GET', `/organizations/${it}`)),
  )
  const bodies = await Promise.all(answers.map(async (it) => ({ ...((await it.json()) as object), requestId: '' })))
  // A foreign one answers exactly like a random one.
  expect(answers.map((it) => it.status)).toEqual([404, 404, 404])
  expect(new Set(bodies.map((it) => JSON.stringify(it))).size).toBe(1)
  expect(bodies[0]).toMatchObject({ code: 'organization_unknown' })
})

test('BO1: who is no administrator sees no tenant information', async () => {
  const bob = await member(world, acme.id, 'bob@acme.test', 'employee')
  expect(await refusalOf(bob.api.organizations.show({ organization: acme.id }))).toBe('permission_missing')
  expect(await refusalOf(world.person().api.organizations.show({ organization: acme.id }))).toBe('unauthenticated')
})

test('only the platform creates tenants, and none below a tenant', async () => {
  const name = 'Mine'
  expect(await refusalOf(ada.api.organizations.create({ organization: acme.id, name }))).toBe('permission_missing')
  expect(await refusalOf(ada.api.organizations.create({ organization: root, name }))).toBe('organization_unknown')
  expect(await refusalOf(world.admin.api.organizations.create({ organization: acme.id, name }))).toBe('level_lowest')
})

test('BO5: its administrator renames the tenant; the new name is everywhere at once', async () => {
  const place = await world.tenant('Old name')
  const olga = await member(world, place.id, 'olga@place.test', 'admin')
  const { token } = await invited(world, place.id, 'guest@place.test')
  const done = await olga.api.organizations.update({ organization: place.id, name: ' New  name ' }, { version: 1 })
  expect(done).toMatchObject({ name: 'New name', version: 2 })
  expect((await olga.api.profile.show()).organization.name).toBe('New name')
  expect((await world.person().api.invitations.open({ token })).organization).toBe('New name')
  const [event] = await world.database.query(
    `select actor_name, before, after from events where type = 'organization.renamed'`,
  )
  expect(event).toEqual({ actor_name: 'olga Example', before: { name: 'Old name' }, after: { name: 'New name' } })
  expect((await olga.api.organizations.update({ organization: place.id, name: 'New name' })).version).toBe(2)
})

test('BO5: not under a version that is past, not by others, and not to what is no name', async () => {
  const { id: organization } = await world.tenant('Kept')
  const path = `/organizations/${organization}`
  const stale = await world.admin.send('PATCH', path, { name: 'X' }, { 'if-match': '"7"' })
  expect([stale.status, ((await stale.json()) as { code: string }).code]).toEqual([412, 'version_differs'])
  const vera = await member(world, organization, 'vera@kept.test', 'viewer')
  expect(await refusalOf(vera.api.organizations.update({ organization, name: 'X' }))).toBe('permission_missing')
  expect(await refusalOf(ada.api.organizations.update({ organization, name: 'X' }))).toBe('organization_unknown')
  for (const name of ['', ' ', 'a\u0000b', 'a\nb', '\u202eevil', 'x'.repeat(121), 7, null]) {
    const answer = await world.admin.send('PATCH', path, { name })
    expect(answer.status).toBe(400)
    const { fields } = (await answer.json()) as { fields: { path: string }[] }
    expect(fields[0]?.path).toBe('body.name')
  }
  expect((await world.admin.api.organizations.show({ organization })).name).toBe('Kept')
  expect((await world.admin.api.organizations.update({ organization, name: '株'.repeat(120) })).version).toBe(2)
})

test('where a level has no codes, none fits', async () => {
  const { organizations } = world.admin.api
  expect(await refusalOf(organizations.update({ organization: root, code: 'TOP-1' }))).toBe('code_unfit')
  expect((await organizations.update({ organization: acme.id, code: 'ACME-1' })).code).toBe('ACME-1')
})

test('of ten renamings under one version at once exactly one takes place', async () => {
  const { id: organization } = await world.tenant('Race')
  const names = Array.from({ length: 10 }, (_, n) => `Race ${n}`)
  const all = await outcomes(
    names.map((name) => world.admin.api.organizations.update({ organization, name }, { version: 1 })),
  )
  expect(all).toEqual(['done', ...Array.from({ length: 9 }, () => 'version_differs')])
})

test('ten tenants created at once are ten tenants', async () => {
  const names = Array.from({ length: 10 }, (_, n) => `Parallel ${n}`)
  await Promise.all(names.map((name) => world.tenant(name)))
  const { items } = await world.admin.api.organizations.list({ organization: root, search: 'parallel' })
  expect(items.map((it) => it.name)).toEqual(names)
})

test('the list counts users and pending invitations of each tenant; expired and cancelled ones do not count', async () => {
  const place = await world.tenant('Counted')
  await settled(world, place.id, [{ email: 'a@counted.test' }, { email: 'b@counted.test', status: 'inactive' }])
  const make = (email: string) => world.admin.api.invitations.create({ organization: place.id, email, role: 'viewer' })
  await make('old@counted.test')
  await later(world, 7 * 86_400_000, world.admin, ada)
  const gone = await make('gone@counted.test')
  await world.admin.api.invitations.cancel({ organization: place.id, invitation: gone.id })
  await make('new@counted.test')
  const { items } = await world.admin.api.organizations.list({ organization: root, search: 'COUNT' })
  expect(items).toMatchObject([
    { users: { count: 2, more: false }, pendingInvitations: { count: 1, more: false }, parent: { id: root } },
  ])
})

test('the list walks its pages in either order, by name and by age, each tenant exactly once', async () => {
  const { admin } = world
  for (const sort of ['name', 'createdAt'] as const) {
    const pages = (order: 'asc' | 'desc') =>
      walked((cursor) =>
        admin.api.organizations.list({ organization: root, sort, order, limit: 4, ...(cursor && { cursor }) }),
      )
    const [up, down] = [await pages('asc'), await pages('desc')]
    expect(new Set(up.map((it) => it.id)).size).toBe(up.length)
    expect(down.map((it) => it.id)).toEqual(up.map((it) => it.id).reverse())
    expect(up.length).toBeGreaterThan(15)
  }
  const below = await admin.api.organizations.list({ organization: root, within: 'subtree', limit: 200 })
  expect(below.items.map((it) => it.id)).not.toContain(root)
})

test('the search finds names without case and accents, and takes %, _ and \\ as they are', async () => {
  for (const name of ['Zürich AG', '50% Off', 'snake_case', 'back\\slash', 'שלום בעמ', '𝒜𝒷 Mathe'])
    await world.tenant(name)
  const found = async (search: string) =>
    (await world.admin.api.organizations.list({ organization: root, search })).items.map((it) => it.name)
  expect(await found('ZURICH')).toEqual(['Zürich AG'])
  expect(await found('zu')).toEqual(['Zürich AG'])
  expect(await found('0%')).toEqual(['50% Off'])
  expect(await found('_')).toEqual(['snake_case'])
  expect(await found('\\')).toEqual(['back\\slash'])
  expect(await found('שלום')).toEqual(['שלום בעמ'])
  expect(await found('ab m')).toEqual(['𝒜𝒷 Mathe'])
  expect(await found('nothing like it')).toEqual([])
})

test('an organization whose numbers for children are used up makes no further one, and no number is used twice', async () => {
  await world.database.query(`update organizations set children_drawn = 36 ^ 4 - 2 where path = '0'`)
  expect((await world.tenant('The last')).level).toBe('tenant')
  expect(await refusalOf(world.tenant('One too many'))).toBe('organization_full')
})
