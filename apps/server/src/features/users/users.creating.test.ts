/** Accounts made directly: once-only passwords, first links, and people who are here already. */
import type { Me } from '@tenantry/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, outcomes } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'

let world: World
let root: string
let acme: string
let rival: string
let ada: Person & { me: Me }
let eve: Person & { me: Me }
beforeAll(async () => {
  world = await createWorld({ blueprint: 'organizations' })
  root = world.admin.me.organization.id
  acme = await place('ACME')
  rival = await place('RIVAL')
  ada = await member(world, acme, 'ada@acme.test', 'org-admin')
  eve = await member(world, rival, 'eve@rival.test', 'org-admin')
})
afterAll(() => world.stop())

const place = async (name: string) => (await world.tenant(name)).id
const names = { firstName: 'Nia', lastName: 'New' }
const initial = 'borrowed-kettle-tuesday-51'
const own = 'slow-badger-beacon-48'

test('OR16: made directly with an initial password, a user is in the list at once and signs in with it once', async () => {
  const email = 'once@acme.test'
  const made = await ada.api.users.create({ organization: acme, email, ...names, role: 'user', password: initial })
  expect(made).toMatchObject({ email, status: 'active', role: { key: 'user' }, organization: { id: acme }, version: 1 })
  expect((await ada.api.users.list({ organization: acme, search: email })).items).toEqual([made])
  const mail = await world.mailbox.next(email)
  expect(JSON.stringify(mail)).not.toContain(initial)

  const nia = world.person()
  const me = await nia.api.sessions.signIn({ email, password: initial })
  expect(me.step).toBe('change_password')
  // Nothing but the next step, whatever the route.
  expect(await refusalOf(nia.api.profile.show())).toBe('password_change_required')
  expect(await refusalOf(nia.api.sessions.list())).toBe('password_change_required')
  expect(await refusalOf(nia.api.users.list({ organization: acme }))).toBe('password_change_required')
  expect(await refusalOf(nia.api.profile.update({ firstName: 'X' }))).toBe('password_change_required')
  expect((await nia.api.sessions.check()).user).toBe(made.id)
  // The password is for one sign-in.
  expect(await refusalOf(world.person().api.sessions.signIn({ email, password: initial }))).toBe('credentials_wrong')

  const half = { cookie: nia.cookie }
  await nia.api.profile.changePassword({ currentPassword: initial, newPassword: own })
  // The session goes on under another secret: who saw the first one has nothing.
  expect(nia.cookie).not.toBe(half.cookie)
  expect(await refusalOf(Object.assign(world.person(), half).api.profile.show())).toBe('unauthenticated')
  expect(await nia.api.profile.show()).toMatchObject({ id: made.id, step: null })
  expect((await world.person().api.sessions.signIn({ email, password: own })).step).toBeNull()
})

test('OR16: of two sign-ins at once with an initial password one succeeds, and after three days none', async () => {
  const email = 'twice@acme.test'
  await ada.api.users.create({ organization: acme, email, ...names, role: 'user', password: initial })
  const signIn = () => world.person().api.sessions.signIn({ email, password: initial })
  expect(await outcomes([signIn(), signIn(), signIn()])).toEqual(['credentials_wrong', 'credentials_wrong', 'done'])
  const late = 'late@acme.test'
  await ada.api.users.create({ organization: acme, email: late, ...names, role: 'user', password: initial })
  await world.database.query(`update identities set password_expires_at = now() - interval '1 s' where email = $1`, [
    late,
  ])
  expect(await refusalOf(world.person().api.sessions.signIn({ email: late, password: initial }))).toBe(
    'credentials_wrong',
  )
})

test('CH10 OR25: without a password the person sets their first one with the link in their mail', async () => {
  const email = 'link@acme.test'
  await ada.api.users.create({ organization: acme, email, ...names, phone: '+4930123456', role: 'user' })
  const { token, link } = await world.mailbox.next(email)
  expect(link).toContain('/reset#')
  await world.person().api.passwords.completeReset({ token, password: own })
  const person = world.person()
  expect(await person.api.sessions.signIn({ email, password: own })).toMatchObject({ phone: '+4930123456' })
  expect(await refusalOf(world.person().api.passwords.completeReset({ token, password: own }))).toBe('reset_used')
})

test('OR16 OR17: a weak initial password, a phone that is no number, and a role above one’s own are refused by their field', async () => {
  const one = { organization: acme, email: 'no@acme.test', ...names, role: 'user' }
  expect(await refusalOf(ada.api.users.create({ ...one, password: 'short' }))).toBe('password_too_short')
  expect(await refusalOf(ada.api.users.create({ ...one, password: 'aaaaaaaaaaaaaaaa' }))).toBe('password_too_weak')
  expect(await refusalOf(ada.api.users.create({ ...one, phone: '030 12' }))).toBe('validation_failed')
  expect(await refusalOf(ada.api.users.create({ ...one, role: 'admin' }))).toMatch(/^role_/)
  expect(await refusalOf(ada.api.users.create({ ...one, organization: rival }))).toBe('organization_unknown')
  expect(await refusalOf(ada.api.users.create({ ...one, organization: root, role: 'admin' }))).toBe(
    'organization_unknown',
  )
  expect(await refusalOf(ada.api.users.create({ ...one, scope: rival }))).toBe('scope_unknown')
  const nobody = await member(world, acme, 'plain@acme.test', 'user')
  expect(await refusalOf(nobody.api.users.create(one))).toBe('permission_missing')
  expect(
    (await world.admin.api.users.create({ ...one, organization: rival, email: 'any@rival.test' })).organization.id,
  ).toBe(rival)
})

test('OR5 OR16: somebody who has a password elsewhere keeps it; the maker sees the same answer as for anybody', async () => {
  const { email } = eve.me
  const asked = { organization: acme, ...names, role: 'user', password: initial }
  const known = await ada.api.users.create({ ...asked, email })
  const fresh = await ada.api.users.create({ ...asked, email: 'fresh@acme.test' })
  const likeAny = ({ id: _, email: __, createdAt: ___, ...rest }: typeof known) => rest
  expect(likeAny(known)).toEqual(likeAny(fresh))
  const record = async (user: string) =>
    (await ada.api.users.changes({ organization: acme, user })).items.map(({ type }) => type)
  expect(await record(known.id)).toEqual(await record(fresh.id))

  // Nothing of theirs has changed, and nobody is in the new account yet.
  expect(await refusalOf(world.person().api.sessions.signIn({ email, password: initial }))).toBe('credentials_wrong')
  const before = world.person()
  expect((await before.api.sessions.signIn({ email, password: goodPassword })).accounts).toHaveLength(1)
  expect(await refusalOf(before.api.sessions.switchAccount({ user: known.id }))).toBe('account_unknown')

  const { token, link } = await world.mailbox.next(email)
  expect(link).toContain('/join#')
  expect(await world.person().api.joinings.open({ token })).toMatchObject({ email, accountExists: true })
  const joining = world.person()
  expect(await refusalOf(joining.api.joinings.confirm({ token, password: initial }))).toBe('password_wrong')
  const done = await outcomes(
    [1, 2, 3].map(() => world.person().api.joinings.confirm({ token, password: goodPassword })),
  )
  expect(done).toEqual(['done', 'joining_unknown', 'joining_unknown'])
  expect((await before.api.profile.show()).accounts.map((it) => it.user)).toContain(known.id)
  expect((await before.api.sessions.switchAccount({ user: known.id })).organization.id).toBe(acme)
})

test('OR5: the link to confirm an account is good for seven days; after them the administrator sends another', async () => {
  const { email } = await member(world, rival, 'late@rival.test', 'user').then((it) => it.me)
  const made = await ada.api.users.create({ organization: acme, email, ...names, role: 'user' })
  const { token } = await world.mailbox.next(email)
  const passed = `update users set joining_until = joining_until - interval '7 days' where email = $1`
  await world.database.query(passed, [email])
  expect(await refusalOf(world.person().api.joinings.open({ token }))).toBe('joining_expired')
  const confirm = (by: string) => world.person().api.joinings.confirm({ token: by, password: goodPassword })
  expect(await refusalOf(confirm(token))).toBe('joining_expired')
  await ada.api.passwords.sendReset({ organization: acme, user: made.id })
  expect((await confirm((await world.mailbox.next(email, 2)).token)).id).toBe(made.id)
})

test('an address that is a user here, deactivated here, or invited here is refused beside its field; an unconfirmed one gets its link again', async () => {
  const one = { organization: acme, ...names, role: 'user' }
  expect(await refusalOf(ada.api.users.create({ ...one, email: 'ADA@acme.test' }))).toBe('user_exists')
  const gone = await ada.api.users.create({ ...one, email: 'gone@acme.test' })
  await ada.api.users.deactivate({ organization: acme, user: gone.id })
  expect(await refusalOf(ada.api.users.create({ ...one, email: 'gone@acme.test' }))).toBe('user_exists_inactive')
  await ada.api.invitations.create({ organization: acme, email: 'guest@acme.test', role: 'user' })
  expect(await refusalOf(ada.api.users.create({ ...one, email: 'guest@acme.test' }))).toBe('invitation_pending')
  const all = await outcomes([1, 2, 3].map(() => ada.api.users.create({ ...one, email: 'race@acme.test' })))
  expect(all).toEqual(['done', 'user_exists', 'user_exists'])

  const zoe = await member(world, rival, 'zoe@rival.test', 'user')
  const made = await ada.api.users.create({ ...one, email: zoe.me.email })
  const first = await world.mailbox.next(zoe.me.email)
  await ada.api.passwords.sendReset({ organization: acme, user: made.id })
  const second = await world.mailbox.next(zoe.me.email, 2)
  expect(await refusalOf(world.person().api.joinings.open({ token: first.token }))).toBe('joining_unknown')
  expect((await world.person().api.joinings.open({ token: second.token })).email).toBe(zoe.me.email)
  await ada.api.users.deactivate({ organization: acme, user: made.id })
  expect(await refusalOf(world.person().api.joinings.open({ token: second.token }))).toBe('joining_unknown')
})

test('OR1 OR2 OR3 OR4 OR14: an Org Admin sees their own organization, its users and invitations; a User none of it', async () => {
  const user = await member(world, acme, 'looker@acme.test', 'user')
  for (const call of [
    (by: Person, organization: string) => by.api.users.list({ organization }),
    (by: Person, organization: string) => by.api.invitations.list({ organization }),
  ]) {
    await call(ada, acme)
    await call(world.admin, acme)
    expect(await refusalOf(call(ada, rival))).toBe('organization_unknown')
    expect(await refusalOf(call(user, acme))).toBe('permission_missing')
  }
  const items = (await world.admin.api.users.list({ organization: root, within: 'subtree', limit: 200 })).items
  expect(new Set(items.map((it) => it.organization.id))).toEqual(new Set([root, acme, rival]))
  // OR13: the "Global Administrators" are the administrators at the top.
  expect((await world.admin.api.users.list({ organization: root, role: 'admin' })).items.map((it) => it.email)).toEqual(
    ['root@example.com'],
  )
})

test('OR12 OR13 OR15: each user has one home and one role there, and the list names both', async () => {
  const { items } = await world.admin.api.users.list({ organization: root, within: 'subtree', sort: 'email' })
  for (const it of items) {
    expect(it.role.label).not.toBe('')
    expect(it.scope.id).toBe(it.organization.id)
  }
})
