/** Accounts made, placed, moved and deleted where policies are set and organizations are stopped. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, settled, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'

let world: World
let dora: Member
let distributor: string
let partner: string
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  distributor = await make(world.admin.me.organization.id)
  dora = await member(world, distributor, 'dora@distributor.test', 'distributor-admin')
  partner = await make(distributor)
})
afterAll(() => world.stop())

let numbered = 0
const make = async (organization: string) =>
  (await world.admin.api.organizations.create({ organization, name: `Place ${(numbered += 1)}` })).id
const set = (organization: string, policy: Parameters<Person['api']['policies']['set']>[0]['policy'], value: unknown) =>
  world.admin.api.policies.set({ organization, policy, value })
async function settledAt(organization: string, role = 'partner-user', more: { status?: 'active' | 'inactive' } = {}) {
  const email = `one${(numbered += 1)}@channel.test`
  const [user = ''] = await settled(world, organization, [{ email, role, ...more }])
  return { email, user, organization }
}
const names = { firstName: 'Nia', lastName: 'New' }

test('PS20: a role that stays as it was given stays in a change of scope and in a move, too', async () => {
  const at = await make(distributor)
  const tenant = await make(at)
  const { user, organization } = await settledAt(at)
  await set(at, 'roles.change', 'immutable')
  const rescope = (scope: string, role: string) => dora.api.users.changeScope({ organization, user, scope, role })
  expect(await refusalOf(rescope(tenant, 'tenant-user'))).toBe('role_immutable')
  expect(await refusalOf(rescope(at, 'partner-admin'))).toBe('role_immutable')
  expect(await refusalOf(dora.api.users.move({ organization, user, to: partner, role: 'partner-admin' }))).toBe(
    'role_immutable',
  )
  const moved = await dora.api.users.move({ organization, user, to: partner, role: 'partner-user' })
  expect(moved).toMatchObject({ role: { key: 'partner-user' }, organization: { id: partner } })
})

test('PS22: where a reason is required to move or to delete, or to change a role, nothing happens without one', async () => {
  const at = await make(distributor)
  await set(at, 'reason.required', ['move_user', 'delete_user', 'change_role'])
  const one = await settledAt(at)
  const { user, organization } = one
  const move = (more: { reason?: string }) =>
    dora.api.users.move({ organization, user, to: partner, role: 'partner-user', ...more })
  expect(await refusalOf(move({}))).toBe('reason_required')
  const rescope = (more: { reason?: string }) =>
    dora.api.users.changeScope({ organization, user, scope: at, role: 'partner-admin', ...more })
  expect(await refusalOf(rescope({}))).toBe('reason_required')
  expect((await rescope({ reason: 'Leads now' })).role.key).toBe('partner-admin')
  await settledAt(at, 'partner-admin')
  expect(await refusalOf(dora.api.users.remove({ organization, user }))).toBe('reason_required')
  expect((await move({ reason: 'New area' })).organization.id).toBe(partner)
  const other = await settledAt(at)
  await dora.api.users.remove({ organization, user: other.user, reason: 'Left' })
  expect(await refusalOf(dora.api.users.show({ organization, user: other.user }))).toBe('user_unknown')
})

test('CH13 OR16: nobody is made in, or moved to, an organization that is stopped, nor joins it', async () => {
  const at = await make(distributor)
  const { user, organization } = await settledAt(partner)
  const elsewhere = await settledAt(partner)
  const asked = { organization: at, role: 'partner-user', ...names }
  await dora.api.users.create({ ...asked, email: elsewhere.email })
  const { token } = await world.mailbox.next(elsewhere.email)
  await world.admin.api.organizations.suspend({ organization: at })
  expect(await refusalOf(dora.api.users.create({ ...asked, email: 'nobody@channel.test' }))).toBe(
    'organization_stopped',
  )
  expect(await refusalOf(dora.api.users.move({ organization, user, to: at, role: 'partner-user' }))).toBe(
    'organization_stopped',
  )
  const join = () => world.person().api.joinings.confirm({ token, password: goodPassword })
  expect(await refusalOf(world.person().api.joinings.open({ token }))).toBe('organization_stopped')
  expect(await refusalOf(join())).toBe('organization_stopped')
  await world.admin.api.organizations.resume({ organization: at })
  expect((await join()).organization.id).toBe(at)
  expect((await dora.api.users.move({ organization, user, to: at, role: 'partner-user' })).organization.id).toBe(at)
})

test('where an address may have one active account, who sees the other is told, and nobody confirms a second', async () => {
  const [one, two] = [await make(distributor), await make(distributor)]
  await set(two, 'email.uniqueness', 'installation')
  const { email, user } = await settledAt(one)
  const boss = await member(world, two, `boss${(numbered += 1)}@channel.test`, 'partner-admin')
  const asked = { organization: two, email, role: 'partner-user', ...names }
  expect(await refusalOf(dora.api.users.create(asked))).toBe('email_taken')
  // Whoever does not see the other account learns nothing of it.
  const made = await boss.api.users.create(asked)
  expect(made).toMatchObject({ status: 'active', email })
  const { token } = await world.mailbox.next(email)
  const confirm = () => world.person().api.joinings.confirm({ token, password: goodPassword })
  const tries = async () =>
    (await world.database.query<{ n: number }>('select coalesce(sum(failures), 0)::int as n from throttles'))[0]?.n ?? 0
  const before = await tries()
  expect(await refusalOf(confirm())).toBe('account_elsewhere')
  // The password was right, and nobody is in: what was counted for it is forgotten with a sign-in alone.
  const refused = await tries()
  expect(refused).toBeGreaterThan(before)
  await dora.api.users.deactivate({ organization: one, user })
  expect((await confirm()).organization.id).toBe(two)
  expect(await tries()).toBeLessThan(refused)
})

test('where an address may have one active account, a deactivated one comes back no other way than a new one is made', async () => {
  const [one, two] = [await make(distributor), await make(distributor)]
  await set(two, 'email.uniqueness', 'installation')
  const { email, user } = await settledAt(one)
  const boss = await member(world, two, `boss${(numbered += 1)}@channel.test`, 'partner-admin')
  const made = await boss.api.users.create({ organization: two, email, role: 'partner-user', ...names })
  const target = { organization: two, user: made.id }
  await dora.api.users.deactivate({ organization: one, user })
  const first = await world.mailbox.next(email)
  await world.person().api.joinings.confirm({ token: first.token, password: goodPassword })
  await boss.api.users.deactivate(target)
  await dora.api.users.reactivate({ organization: one, user })
  expect(await refusalOf(dora.api.users.reactivate(target))).toBe('email_taken')

  // Whoever does not see the other account learns nothing of it, and its person confirms one at a time.
  const alone = await settledAt(two, 'partner-user', { status: 'inactive' })
  const plain = await boss.api.users.reactivate({ organization: two, user: alone.user })
  const back = await boss.api.users.reactivate(target)
  expect(Object.keys(back)).toEqual(Object.keys(plain))
  expect(back).toMatchObject({ status: plain.status, deactivatedAt: null })
  const [fact] = (await boss.api.users.changes(target)).items
  const [other] = (await boss.api.users.changes({ ...target, user: alone.user })).items
  expect([fact?.type, fact?.before, fact?.after]).toEqual([other?.type, other?.before, other?.after])
  const me = await world.person().api.sessions.signIn({ email, password: goodPassword })
  expect(me.accounts.map((it) => it.user)).toEqual([user])
  const { token } = await world.mailbox.next(email, 2)
  const confirm = () => world.person().api.joinings.confirm({ token, password: goodPassword })
  expect(await refusalOf(confirm())).toBe('account_elsewhere')
  await dora.api.users.deactivate({ organization: one, user })
  expect((await confirm()).id).toBe(made.id)
})

test('CH13: an account that comes back by an invitation is confirmed by it; one that no password opens is not invited', async () => {
  const at = await make(distributor)
  await set(at, 'reinvite.deactivated', 'reactivate')
  const elsewhere = await settledAt(partner)
  const asked = { organization: at, role: 'partner-user', ...names }
  const made = await dora.api.users.create({ ...asked, email: elsewhere.email })
  await dora.api.users.deactivate({ organization: at, user: made.id })
  await dora.api.invitations.create({ organization: at, email: elsewhere.email, role: 'partner-user' })
  const { token } = await world.mailbox.next(elsewhere.email, 2)
  const me = await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  expect(me.id).toBe(made.id)
  const again = await world.person().api.sessions.signIn({ email: elsewhere.email, password: goodPassword })
  expect(again.accounts.map((it) => it.user)).toContain(made.id)

  const { user, email } = await settledAt(at)
  await dora.api.users.forceFederated({ organization: at, user, federatedOnly: true })
  await dora.api.users.deactivate({ organization: at, user })
  const invite = dora.api.invitations.create({ organization: at, email, role: 'partner-user' })
  expect(await refusalOf(invite)).toBe('user_exists_inactive')
})

test('CH14: with an account go those whose place it took, and with the last one the person', async () => {
  const at = await make(distributor)
  await set(at, 'reinvite.deactivated', 'replace')
  const { user, email } = await settledAt(at, 'partner-user', { status: 'inactive' })
  await dora.api.invitations.create({ organization: at, email, role: 'partner-user' })
  const { token } = await world.mailbox.next(email)
  const me = await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  expect((await world.user(at, user)).replacedBy).toBe(me.id)
  await dora.api.users.remove({ organization: at, user: me.id })
  expect(await refusalOf(dora.api.users.show({ organization: at, user }))).toBe('user_unknown')
  expect(await world.database.query('select from identities where email = $1', [email])).toHaveLength(0)
})
