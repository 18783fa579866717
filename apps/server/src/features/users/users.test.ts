/** Changing users: names under If-Match, roles within one's rank, and never losing the last administrator. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, outcomes, settled, signedIn } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { mayChangeRole, mayDeactivate } from './rules.ts'

let world: World
let root: string
beforeAll(async () => {
  world = await createWorld()
  root = world.admin.me.organization.id
})
afterAll(() => world.stop())

let tenants = 0
/** A tenant with an administrator and an employee. */
async function place() {
  const domain = `t${(tenants += 1)}.test`
  const organization = (await world.tenant(domain)).id
  const ada = await member(world, organization, `ada@${domain}`, 'admin')
  const bob = await member(world, organization, `bob@${domain}`, 'employee')
  return { organization, ada, bob, target: { organization, user: bob.user } }
}

test('an administrator changes names and phone; blanks are tidied, an unchanged record keeps its version', async () => {
  const { ada, target } = await place()
  const done = await ada.api.users.update({ ...target, firstName: '  Bob  James ', phone: '+4930123456' })
  expect(done).toMatchObject({ firstName: 'Bob James', lastName: 'Example', phone: '+4930123456', version: 2 })
  expect((await ada.api.users.update({ ...target, firstName: 'Bob James' })).version).toBe(2)
  expect((await ada.api.users.update({ ...target, phone: null })).phone).toBeNull()
})

test('who is no administrator changes nobody; a wrong phone number is refused beside its field', async () => {
  const { ada, bob, target } = await place()
  expect(await refusalOf(bob.api.users.update({ ...target, firstName: 'Bo' }))).toBe('permission_missing')
  const path = `/organizations/${target.organization}/users/${target.user}`
  const answer = await ada.send('PATCH', path, { phone: '030 / 12 34' })
  expect(await answer.json()).toMatchObject({ code: 'validation_failed' })
  expect((await ada.send('PATCH', path, {})).status).toBe(400)
})

test('If-Match: the right version and * are obeyed, a wrong or malformed one changes nothing', async () => {
  const { ada, target } = await place()
  const path = `/organizations/${target.organization}/users/${target.user}`
  const shown = await ada.send('GET', path)
  expect(shown.headers.get('etag')).toBe('"1"')
  const send = (firstName: string, version: string) => ada.send('PATCH', path, { firstName }, { 'if-match': version })
  expect((await send('One', '"1"')).headers.get('etag')).toBe('"2"')
  for (const wrong of ['"1"', '"3"', '2', 'W/"2"', '"2", "3"', '""', '"two"', '"99999999999"']) {
    const answer = await send('Two', wrong)
    expect(answer.status, wrong).toBe(412)
    expect(await answer.json()).toMatchObject({ code: 'version_differs' })
  }
  expect((await send('Three', '*')).status).toBe(200)
  expect((await ada.api.users.show(target)).firstName).toBe('Three')
})

test('BO16 BO18: a new role is obeyed by the very next request, on every node, without a new sign-in', async () => {
  const { organization, ada, bob, target } = await place()
  const node = await world.secondNode()
  const elsewhere = Object.assign(node.person(), { cookie: bob.cookie })
  const list = () => elsewhere.api.users.list({ organization })
  expect(await refusalOf(list())).toBe('permission_missing')
  const done = await ada.api.users.changeRole({ ...target, role: 'admin', reason: 'Deputy' })
  expect(done).toMatchObject({ role: { key: 'admin' }, version: 2 })
  expect((await list()).items).toHaveLength(2)
  await ada.api.users.changeRole({ ...target, role: 'viewer' })
  expect(await refusalOf(list())).toBe('permission_missing')
  expect((await bob.api.profile.show()).grants.map((it) => it.role.key)).toEqual(['viewer'])
})

test('BO16: nobody changes their own role, an unknown one, or one of another level; a viewer changes none', async () => {
  const { organization, ada, bob, target } = await place()
  const own = { organization, user: ada.user, role: 'viewer' }
  expect(await refusalOf(ada.api.users.changeRole(own))).toBe('role_own')
  for (const role of ['janitor', 'platform-admin']) {
    expect(await refusalOf(ada.api.users.changeRole({ ...target, role }))).toBe('role_unknown')
  }
  expect(await refusalOf(bob.api.users.changeRole({ ...target, role: 'viewer' }))).toBe('permission_missing')
  expect(await refusalOf(ada.api.users.changeRole({ ...target, role: 'viewer' }, { version: 9 }))).toBe(
    'version_differs',
  )
})

test('BO16: the last administrator keeps the role and stays active; with a second one, either may go', async () => {
  const { organization, ada, target } = await place()
  const last = { organization, user: ada.user }
  expect(await refusalOf(world.admin.api.users.changeRole({ ...last, role: 'viewer' }))).toBe('administrator_last')
  expect(await refusalOf(world.admin.api.users.deactivate(last))).toBe('administrator_last')
  await ada.api.users.changeRole({ ...target, role: 'admin' })
  expect((await world.admin.api.users.changeRole({ ...last, role: 'viewer' })).role.key).toBe('viewer')
  // An inactive administrator is none.
  await world.admin.api.users.changeRole({ ...last, role: 'admin' })
  await world.admin.api.users.deactivate(last)
  expect(await refusalOf(world.admin.api.users.deactivate(target))).toBe('administrator_last')
})

test('an administrator who never signed in keeps no place administrable, but may go when somebody alike is left', async () => {
  const { organization, ada, target } = await place()
  const last = { organization, user: ada.user }
  const email = (n: number) => `never${n}@t${tenants}.test`
  const never = await settled(world, organization, [
    { email: email(1), role: 'admin' },
    { email: email(2), role: 'admin' },
  ])
  expect(await refusalOf(world.admin.api.users.deactivate(last))).toBe('administrator_last')
  expect(await refusalOf(world.admin.api.users.changeRole({ ...last, role: 'viewer' }))).toBe('administrator_last')
  await world.admin.api.users.deactivate({ organization, user: never[0] ?? '' })
  await signedIn(world, email(2))
  expect((await world.admin.api.users.deactivate(last)).status).toBe('inactive')
  expect((await world.admin.api.users.show(target)).status).toBe('active')

  // Where nobody ever signed in, whoever was made by mistake goes once the right one is there.
  const empty = await world.tenant('Nobody yet')
  const made = (n: number) => settled(world, empty.id, [{ email: `made${n}@t${tenants}.test`, role: 'admin' }])
  const [wrong = ''] = await made(1)
  expect(await refusalOf(world.admin.api.users.deactivate({ organization: empty.id, user: wrong }))).toBe(
    'administrator_last',
  )
  await made(2)
  expect((await world.admin.api.users.deactivate({ organization: empty.id, user: wrong })).status).toBe('inactive')
})

test('two administrators who deactivate, or demote, each other at once leave one', async () => {
  const pairs = await Promise.all([place(), place()])
  const race = async ({ organization, ada, bob, target }: (typeof pairs)[number], act: 'deactivate' | 'demote') => {
    await ada.api.users.changeRole({ ...target, role: 'admin' })
    const on = (by: typeof ada, user: string) =>
      act === 'deactivate'
        ? by.api.users.deactivate({ organization, user })
        : by.api.users.changeRole({ organization, user, role: 'viewer' })
    const all = await outcomes([on(ada, bob.user), on(bob, ada.user)])
    expect(all.filter((it) => it === 'done')).toHaveLength(1)
    const left = await world.admin.api.users.list({ organization, role: 'admin', status: 'active' })
    expect(left.items).toHaveLength(1)
  }
  await Promise.all(pairs.map((it, i) => race(it, i ? 'demote' : 'deactivate')))
})

test('ten requests that change the same user at once all take place, one after the other', async () => {
  const { ada, target } = await place()
  const names = Array.from({ length: 10 }, (_, n) => `Bob ${n}`)
  const all = await outcomes(names.map((firstName) => ada.api.users.update({ ...target, firstName })))
  expect(new Set(all)).toEqual(new Set(['done']))
  expect((await ada.api.users.show(target)).version).toBe(11)
})

test('BO13: a user of another tenant, of none, and of a node below are all unknown here', async () => {
  const [{ ada, organization }, other] = [await place(), await place()]
  for (const user of [other.bob.user, `usr_${'f'.repeat(32)}`, world.admin.me.id]) {
    const target = { organization, user }
    expect(await refusalOf(ada.api.users.show(target))).toBe('user_unknown')
    expect(await refusalOf(ada.api.users.update({ ...target, firstName: 'X' }))).toBe('user_unknown')
    expect(await refusalOf(ada.api.users.deactivate(target))).toBe('user_unknown')
    expect(await refusalOf(ada.api.users.changes(target))).toBe('user_unknown')
  }
  expect(await refusalOf(world.admin.api.users.show({ organization: root, user: other.bob.user }))).toBe('user_unknown')
})

test('nobody touches somebody of higher rank, be it by name, role, status or reset link', async () => {
  const { organization, ada } = await place()
  // An account with more than any role of this level allows, as a blueprint of tomorrow may give.
  const [boss = ''] = await settled(world, organization, [{ email: `boss@t${tenants}.test`, role: 'platform-admin' }])
  const target = { organization, user: boss }
  expect(await refusalOf(ada.api.users.update({ ...target, firstName: 'X' }))).toBe('rank_too_low')
  expect(await refusalOf(ada.api.users.changeRole({ ...target, role: 'viewer' }))).toBe('rank_too_low')
  expect(await refusalOf(ada.api.users.deactivate(target))).toBe('rank_too_low')
  expect(await refusalOf(ada.api.users.reactivate(target))).toBe('rank_too_low')
  expect(await refusalOf(ada.api.passwords.sendReset(target))).toBe('rank_too_low')
  expect((await world.admin.api.users.update({ ...target, firstName: 'X' })).firstName).toBe('X')
})

test('BO20: nobody deactivates themselves, twice, or without the right to', async () => {
  const { organization, ada, bob, target } = await place()
  expect(await refusalOf(ada.api.users.deactivate({ organization, user: ada.user }))).toBe('user_own')
  expect(await refusalOf(bob.api.users.deactivate(target))).toBe('permission_missing')
  const done = await ada.api.users.deactivate({ ...target, reason: 'Left us' })
  expect(done).toMatchObject({ status: 'inactive', version: 2 })
  expect(done.deactivatedAt).not.toBeNull()
  expect(await refusalOf(ada.api.users.deactivate(target))).toBe('user_inactive')
})

test('BO20: with the deactivation end every session, every reset link and every way to a new one', async () => {
  const { ada, bob, target } = await place()
  const { email } = bob.me
  const second = await signedIn(world, email)
  await ada.api.passwords.sendReset(target)
  const { token } = await world.mailbox.next(email)
  await ada.api.users.deactivate(target)
  for (const person of [bob, second]) expect(await refusalOf(person.api.profile.show())).toBe('unauthenticated')
  expect(await refusalOf(world.person().api.sessions.signIn({ email, password: goodPassword }))).toBe(
    'credentials_wrong',
  )
  expect(await refusalOf(world.person().api.passwords.showReset({ token }))).toBe('reset_unknown')
  expect(await refusalOf(ada.api.passwords.sendReset(target))).toBe('user_inactive')

  await ada.api.users.reactivate(target)
  // What ended stays ended: they sign in again, and the old link is as dead as it was.
  expect(await refusalOf(bob.api.profile.show())).toBe('unauthenticated')
  expect(await refusalOf(world.person().api.passwords.showReset({ token }))).toBe('reset_used')
})

test('BO22 BO23: a reactivated user signs in again with the password they had; an active one cannot be reactivated', async () => {
  const { organization, ada, bob, target } = await place()
  expect(await refusalOf(ada.api.users.reactivate(target))).toBe('user_active')
  await ada.api.users.deactivate(target)
  expect(await refusalOf(bob.api.sessions.check())).toBe('unauthenticated')
  expect(await ada.api.users.reactivate({ ...target, reason: 'Is back' })).toMatchObject({
    status: 'active',
    deactivatedAt: null,
  })
  expect(await refusalOf(bob.api.sessions.check())).toBe('unauthenticated')
  expect((await signedIn(world, bob.me.email)).user).toBe(bob.user)
  const carl = await member(world, organization, `carl@t${tenants}.test`, 'viewer')
  expect(await refusalOf(carl.api.users.reactivate(target))).toBe('permission_missing')
})

const grants = fc.array(
  fc.record({
    role: fc.constant('r'),
    path: fc.constantFrom('0', '0.0001', '0.0001.0001', '0.0002'),
    permissions: fc.uniqueArray(fc.constantFrom('a.x', 'b.x', 'c.x')),
  }) satisfies fc.Arbitrary<Grant>,
  { maxLength: 3 },
)
const strict = { 'roles.change': 'immediate', 'self.change_role': 'refused' } as const
const lenient = { 'roles.change': 'immediate', 'self.change_role': 'allowed' } as const
test('by no combination of grants may somebody change or deactivate themselves, and whatever a policy says nobody an active last administrator', () => {
  const now = new Date(0)
  fc.assert(
    fc.property(grants, grants, fc.boolean(), fc.nat(2), (mine, theirs, administrator, others) => {
      const nobody = {
        session: '',
        byKey: false,
        identity: '',
        version: 1,
        name: '',
        step: null,
        idle: null,
        connection: null,
        vouched: false,
        own: true,
      } as const
      const actor = { ...nobody, user: 'me', grants: mine, sessionExpiresAt: now, signedInAt: now }
      const self = { id: 'me', status: 'active', grants: theirs }
      expect(mayChangeRole(actor, self, administrator, others, strict).granted).toBe(false)
      expect(mayDeactivate(actor, self, administrator, others, 'refused').granted).toBe(false)
      const target = { ...self, id: 'them' }
      if (administrator && others === 0) {
        for (const one of [target, self]) {
          expect(mayChangeRole(actor, one, true, 0, lenient).granted).toBe(false)
          expect(mayDeactivate(actor, one, true, 0, 'allowed').granted).toBe(false)
        }
      }
    }),
  )
})
