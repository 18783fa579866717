/** Inviting addresses that have, or had, an account: deactivated here, or active elsewhere in the installation. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holding, invited, member, outcomes, settled, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'

let presales: World
let plain: World
beforeAll(async () => {
  ;[presales, plain] = await Promise.all([createWorld({ blueprint: 'presales' }), createWorld()])
})
afterAll(() => Promise.all([presales.stop(), plain.stop()]))

let places = 0
async function place(of: World, role: string) {
  const name = `p${(places += 1)}`
  const { id } = await of.tenant(name)
  const boss: Member & { user: string } = await member(of, id, `boss@${name}.test`, role)
  const add = async (email: string, role: string, status: 'active' | 'inactive' = 'inactive') =>
    (await settled(of, id, [{ email, role, status, firstName: 'Old' }]))[0] ?? ''
  return { id, name, boss, add }
}
const names = { firstName: 'Nia', lastName: 'New', password: goodPassword }
const invite = (by: Person, organization: string, email: string, role: string) =>
  by.api.invitations.create({ organization, email, role })
/** Reads the n-th mail and accepts. */
async function join(world: World, email: string, n = 1) {
  const { token } = await world.mailbox.next(email, n)
  const person = world.person()
  return { person, me: await person.api.invitations.accept({ token, ...names }), token }
}

test('PS20: deactivated and invited again with the right role, the same address gets a new account that replaces the old one', async () => {
  const { id: organization, name, boss } = await place(presales, 'tenant-admin')
  const email = `sam@${name}.test`
  const sam = await presales.join(organization, email, 'sales-engineer', boss)
  await boss.api.users.deactivate({ organization, user: sam.user, reason: 'Wrong role' })
  await invite(boss, organization, email, 'administrator')
  const { me } = await join(presales, email, 2)
  expect(me.id).not.toBe(sam.user)
  expect(me.grants.map((it) => it.role.key)).toEqual(['administrator'])

  const old = await presales.user(organization, sam.user)
  expect(old).toMatchObject({ status: 'inactive', replacedBy: me.id, role: { key: 'sales-engineer' } })
  expect((await presales.user(organization, me.id)).replacedBy).toBeNull()
  // One record for the person's whole time here, the old account's included.
  const { items } = await boss.api.users.changes({ organization, user: me.id })
  expect(items.map((it) => it.type)).toEqual([
    'user.signed_in',
    'user.joined',
    'invitation.accepted',
    'user.replaced',
    'invitation.created',
    'user.deactivated',
    'user.signed_in',
    'user.joined',
    'invitation.accepted',
    'invitation.created',
  ])
  expect(items.find((it) => it.type === 'user.deactivated')?.reason).toBe('Wrong role')

  // The old account never comes back beside the new one, and the whole works a second time.
  const again = boss.api.users.reactivate({ organization, user: sam.user })
  expect(await refusalOf(again)).toBe('user_replaced')
  await boss.api.users.deactivate({ organization, user: me.id })
  await invite(boss, organization, email, 'sales-engineer')
  const third = await join(presales, email, 3)
  const record = await boss.api.users.changes({ organization, user: third.me.id, limit: 200 })
  expect(record.items.filter((it) => it.type === 'user.joined')).toHaveLength(3)
})

test('PS20: under "reactivate" the old account comes back with the invited role and no other', async () => {
  const { id: organization, name, boss, add } = await place(plain, 'admin')
  await plain.admin.api.policies.set({ organization, policy: 'reinvite.deactivated', value: 'reactivate' })
  const email = `ria@${name}.test`
  const user = await add(email, 'employee')
  await invite(boss, organization, email, 'viewer')
  const { me, person } = await join(plain, email)
  expect(me.id).toBe(user)
  expect(me.grants.map((it) => it.role.key)).toEqual(['viewer'])
  expect(await plain.user(organization, user)).toMatchObject({
    status: 'active',
    firstName: 'Nia',
    role: { key: 'viewer' },
  })
  const { items } = await boss.api.users.changes({ organization, user })
  expect(items.find((it) => it.type === 'user.reactivated')).toMatchObject({
    before: { status: 'inactive', role: 'Employee' },
    after: { status: 'active', role: 'View Only' },
  })
  expect((await person.api.sessions.check()).user).toBe(user)
})

test('PS20: under "refuse" a deactivated user is not invited, and an open invitation does not bring them back', async () => {
  const { id: organization, name, boss, add } = await place(plain, 'admin')
  const policy = 'reinvite.deactivated'
  const email = `rob@${name}.test`
  await add(email, 'employee')
  expect(await refusalOf(invite(boss, organization, email, 'viewer'))).toBe('user_exists_inactive')
  await boss.api.policies.set({ organization, policy, value: 'replace' })
  await invite(boss, organization, email, 'viewer')
  await boss.api.policies.set({ organization, policy, value: 'refuse' })
  expect(await refusalOf(join(plain, email))).toBe('user_exists')
})

test('PS20: who comes back while the policy changes does so in neither way', async () => {
  const { id: organization, name, boss, add } = await place(plain, 'admin')
  const set = (value: string) => boss.api.policies.set({ organization, policy: 'reinvite.deactivated', value })
  const email = `rex@${name}.test`
  const user = await add(email, 'employee')
  await set('replace')
  await invite(boss, organization, email, 'viewer')
  const { token } = await plain.mailbox.next(email)
  const busy = await holding(plain, 'select from invitations where email = $1', [email])
  const accepted = outcomes([plain.person().api.invitations.accept({ token, ...names })])
  await busy.waiting(1)
  await set('reactivate')
  await busy.release()
  expect(await accepted).toEqual(['user_exists'])
  expect((await join(plain, email)).me.id).toBe(user)
})

test('nobody brings back, and thereby alters, somebody above their own rank', async () => {
  const { id: organization, boss, name } = await place(presales, 'tenant-admin')
  const email = `ex@${name}.test`
  await settled(presales, organization, [{ email, role: 'platform-admin', status: 'inactive' }])
  expect(await refusalOf(invite(boss, organization, email, 'sales-engineer'))).toBe('rank_too_low')
  await invite(presales.admin, organization, email, 'sales-engineer')
})

test('an account that changed since it was invited is not brought back: whoever invites has to look again', async () => {
  const { id: organization, boss, name, add } = await place(presales, 'tenant-admin')
  const email = `cy@${name}.test`
  const user = await add(email, 'sales-engineer')
  const invitation = await invite(boss, organization, email, 'administrator')
  const { token } = await presales.mailbox.next(email)
  await boss.api.users.reactivate({ organization, user })
  const accept = (secret: string) => presales.person().api.invitations.accept({ token: secret, ...names })
  expect(await refusalOf(accept(token))).toBe('user_exists')
  await boss.api.users.deactivate({ organization, user })
  expect(await refusalOf(accept(token))).toBe('user_exists')
  await boss.api.invitations.resend({ organization, invitation: invitation.id })
  expect((await join(presales, email, 2)).me.grants[0]?.role.key).toBe('administrator')
})

test('PS12: an address has one active account in the installation; another tenant learns nothing of it, the person is told by mail', async () => {
  const [one, two] = [await place(presales, 'tenant-admin'), await place(presales, 'tenant-admin')]
  const email = `uma@${one.name}.test`
  await one.add(email, 'sales-engineer', 'active')
  const taken = await invite(two.boss, two.id, email, 'sales-engineer')
  const free = await invite(two.boss, two.id, `new@${two.name}.test`, 'sales-engineer')
  const alike = ({ id: _, email: __, createdAt: ___, sentAt: ____, expiresAt: _____, mail, ...it }: typeof taken) => ({
    ...it,
    mail: mail && { status: mail.status, attempts: mail.attempts },
  })
  expect(alike(taken)).toEqual(alike(free))
  const mail = await presales.mailbox.next(email)
  const usual = await presales.mailbox.next(`new@${two.name}.test`)
  expect(mail.subject).toBe(usual.subject)
  expect(mail.text).toContain('You already have an account')
  expect(mail.text).not.toContain('/accept#')
  // Sent again it is the same.
  await two.boss.api.invitations.resend({ organization: two.id, invitation: taken.id })
  expect((await presales.mailbox.next(email, 2)).text).not.toContain('/accept#')
  // Whoever sees the other account is told at once, beside the field.
  const error = await invite(presales.admin, two.id, `boss@${one.name}.test`, 'sales-engineer').catch(
    (it: unknown) => it,
  )
  expect(error).toMatchObject({ code: 'email_taken', problem: { fields: [{ path: 'body.email' }] } })
  // A deactivated account elsewhere does not stand in the way.
  await one.boss.api.users.deactivate({ organization: one.id, user: (await userOf(one.id, email)) ?? '' })
  await two.boss.api.invitations.resend({ organization: two.id, invitation: taken.id })
  expect((await join(presales, email, 3)).me.organization.id).toBe(two.id)
})
const userOf = async (organization: string, email: string) =>
  (await presales.admin.api.users.list({ organization, search: email })).items[0]?.id

test('PS12: two tenants that invite one new address at once cannot both get an account of it', async () => {
  const [one, two] = [await place(presales, 'tenant-admin'), await place(presales, 'tenant-admin')]
  const email = `both@${one.name}.test`
  await invite(one.boss, one.id, email, 'sales-engineer')
  await invite(two.boss, two.id, email, 'sales-engineer')
  const tokens = [await presales.mailbox.next(email), await presales.mailbox.next(email, 2)].map((it) => it.token)
  const accept = (token: string) => presales.person().api.invitations.accept({ token, ...names })
  const all = await outcomes(tokens.map(accept))
  expect(all).toContain('done')
  expect(all.filter((it) => it === 'done')).toHaveLength(1)
  const rest = await outcomes(tokens.map(accept))
  expect(rest).toEqual(['account_elsewhere', 'invitation_closed'])
})

test('where the policy allows it an address has accounts in several organizations, as before', async () => {
  const [one, two] = [await place(plain, 'admin'), await place(plain, 'admin')]
  const email = `mia@${one.name}.test`
  await one.add(email, 'employee', 'active')
  const { token } = await invited(plain, two.id, email, 'viewer')
  const me = await plain.person().api.invitations.accept({ token, ...names })
  expect(me.accounts).toHaveLength(2)
})
