/** CH11: a new address counts once it is confirmed; the old one is told; one change is open at a time. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, member, outcomes } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
let tenant: string
let second: string
let partner: string
type Somebody = Awaited<ReturnType<typeof member>>
let tina: Somebody
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  const create = async (organization: string, name: string) =>
    (await world.admin.api.organizations.create({ organization, name })).id
  partner = await create(await create(world.admin.me.organization.id, 'North'), 'Reseller')
  tenant = await create(partner, 'Customer')
  second = await create(partner, 'Second')
  tina = await member(world, tenant, 'tina@customer.test', 'tenant-admin')
})
afterAll(() => world.stop())

const signIn = (email: string) => world.person().api.sessions.signIn({ email, password: goodPassword })

test('CH11: an administrator asks, the person confirms from the new mailbox, and the old one is told twice', async () => {
  const one = await member(world, tenant, 'old@customer.test', 'tenant-user')
  const target = { organization: tenant, user: one.user }
  await tina.api.addresses.change({ ...target, email: 'New@customer.test', reason: 'Married' })
  const { token } = await world.mailbox.next('new@customer.test')
  await world.mailbox.next('old@customer.test')
  expect((await tina.api.users.show(target)).email).toBe('old@customer.test')
  expect((await signIn('old@customer.test')).id).toBe(one.user)
  expect(await outcomes([1, 2, 3].map(() => world.person().api.addresses.confirm({ token })))).toEqual([
    'done',
    'email_change_used',
    'email_change_used',
  ])
  expect((await world.mailbox.next('old@customer.test', 2)).text).toContain('new@customer.test')
  expect(await refusalOf(signIn('old@customer.test'))).toBe('credentials_wrong')
  expect((await signIn('new@customer.test')).id).toBe(one.user)
  const [first] = (await tina.api.users.changes(target)).items.filter((it) => it.type === 'user.email_changed')
  expect(first).toMatchObject({ before: { email: 'old@customer.test' }, after: { email: 'new@customer.test' } })
})

test('CH11: one’s own address takes a fresh proof; a second request ends the first; links expire', async () => {
  const one = await member(world, tenant, 'self@customer.test', 'tenant-user')
  const ask = (email: string) => one.api.addresses.changeOwn({ email })
  world.advance(11 * 60_000)
  expect(await refusalOf(ask('x@customer.test'))).toBe('proof_required')
  await one.api.sessions.prove({ password: goodPassword })
  expect(await refusalOf(ask('SELF@customer.test'))).toBe('email_unchanged')
  await ask('first@customer.test')
  const first = await world.mailbox.next('first@customer.test')
  await ask('second@customer.test')
  const next = await world.mailbox.next('second@customer.test')
  expect(await refusalOf(world.person().api.addresses.confirm({ token: first.token }))).toBe('email_change_used')
  world.advance(25 * 3_600_000)
  expect(await refusalOf(world.person().api.addresses.confirm({ token: next.token }))).toBe('email_change_expired')
  world.advance(-25 * 3_600_000)
})

test('CH11: a change is over once the password changes: who knew the old one may have asked for it', async () => {
  const one = await member(world, tenant, 'robbed@customer.test', 'tenant-user')
  const ask = async (email: string) => {
    await one.api.addresses.changeOwn({ email })
    return (await world.mailbox.next(email)).token
  }
  const changed = await ask('thief@evil.test')
  const newPassword = 'slow-badger-beacon-48'
  await one.api.profile.changePassword({ currentPassword: goodPassword, newPassword })
  const reset = await ask('again@evil.test')
  await tina.api.passwords.sendReset({ organization: tenant, user: one.user })
  const { token } = (await eventually(
    async () => world.mailbox.received.find((it) => it.to === one.me.email && it.link?.includes('/reset#')),
    (it) => it !== undefined,
  )) ?? { token: '' }
  await world.person().api.passwords.completeReset({ token, password: goodPassword })
  for (const link of [changed, reset])
    expect(await refusalOf(world.person().api.addresses.confirm({ token: link }))).toBe('email_change_used')
  expect((await signIn(one.me.email)).id).toBe(one.user)
})

test('CH11: a link that an administrator ordered is dead once they are out, or the person is above them', async () => {
  const [max, one, two] = await Promise.all([
    member(world, tenant, 'max@customer.test', 'tenant-admin'),
    member(world, tenant, 'one@customer.test', 'tenant-user'),
    member(world, tenant, 'two@customer.test', 'tenant-user'),
  ])
  const order = async (by: Somebody, user: string, email: string) => {
    await by.api.addresses.change({ organization: tenant, user, email })
    return (await world.mailbox.next(email)).token
  }
  const confirming = (token: string) => refusalOf(world.person().api.addresses.confirm({ token }))
  const ofLeaver = await order(max, one.user, 'one@evil.test')
  await tina.api.users.deactivate({ organization: tenant, user: max.user })
  expect(await confirming(ofLeaver)).toBe('email_change_unknown')
  const ofRisen = await order(tina, two.user, 'two@evil.test')
  await world.admin.api.users.move({ organization: tenant, user: two.user, to: partner, role: 'partner-admin' })
  expect(await confirming(ofRisen)).toBe('email_change_unknown')
  expect((await signIn('two@customer.test')).organization.id).toBe(partner)
})

test('CH11: whoever made an account for an address does not learn where its person went', async () => {
  const [one, sara] = await Promise.all([
    member(world, tenant, 'former@customer.test', 'tenant-user'),
    member(world, second, 'sara@second.test', 'tenant-admin'),
  ])
  const asked = { organization: second, email: one.me.email, firstName: 'F', lastName: 'F', role: 'tenant-user' }
  const made = await sara.api.users.create(asked)
  await one.api.addresses.changeOwn({ email: 'hidden@customer.test' })
  const { token } = await world.mailbox.next('hidden@customer.test')
  await world.person().api.addresses.confirm({ token })
  expect((await one.api.profile.show()).email).toBe('hidden@customer.test')
  expect((await sara.api.users.show({ organization: second, user: made.id })).email).toBe('former@customer.test')
  // The link went to the former mailbox, and is for whoever reads it now.
  const joining = world.mailbox.received.find((it) => it.to === one.me.email && it.link?.includes('/join#'))
  const person = world.person()
  const newPassword = 'slow-badger-beacon-48'
  const joined = await person.api.joinings.confirm({ token: joining?.token ?? '', password: newPassword })
  expect(joined).toMatchObject({ id: made.id, accounts: [{ user: made.id }] })
  expect((await signIn('hidden@customer.test')).id).toBe(one.user)
})

test('CH11: an address that is somebody’s is answered like any other, and no link goes there', async () => {
  const one = await member(world, tenant, 'taker@customer.test', 'tenant-user')
  const other = await member(world, second, 'taken@second.test', 'tenant-user')
  await tina.api.addresses.change({ organization: tenant, user: one.user, email: other.me.email })
  await world.mailbox.next('taker@customer.test')
  expect(world.mailbox.received.filter((it) => it.to === other.me.email)).toEqual([])
})

test('CH11: who has an account elsewhere, holds more, or is oneself is out of an administrator’s hands', async () => {
  const one = await member(world, tenant, 'both@customer.test', 'tenant-user')
  const target = { organization: tenant, user: one.user }
  await world.database.query(
    `with it as (insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
       select gen_random_uuid(), o.path, u.identity_id, u.email, 'B', 'B', 'b b', now() from users u, organizations o
       where u.email = 'both@customer.test' and o.name = 'Second' returning id, org_path)
     select 1 from it`,
  )
  await world.database.query(
    `insert into grants (user_id, org_path, node_path, role, created_at) select u.id, u.org_path, u.org_path, 'tenant-user', now()
     from users u join organizations o on o.path = u.org_path where u.email = 'both@customer.test' and o.name = 'Second'`,
  )
  expect(await refusalOf(tina.api.addresses.change({ ...target, email: 'mine@customer.test' }))).toBe('rank_too_low')
  const own = { organization: tenant, user: tina.user, email: 'mine@customer.test' }
  expect(await refusalOf(tina.api.addresses.change(own))).toBe('user_own')
  expect(await refusalOf(one.api.addresses.change({ ...target, email: 'x@y.test' }))).toBe('permission_missing')
  expect(await world.admin.api.addresses.change({ ...target, email: 'fine@customer.test' })).toBeNull()
})
