/** Whatever makes mails, or tells who is here, is slowed down when it is repeated, and goes again a quarter of an hour later. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHasher } from '../src/platform/crypto/hashing.ts'
import type { Refusal } from '../src/platform/refusal.ts'
import { SoftPasskey } from './authenticator.ts'
import { member, type Member } from './builders.ts'
import { createWorld, refusalOf, type World } from './world.ts'

let world: World
let organization: string
let ada: Member & { user: string }
let bob: Member & { user: string }
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
  await world.admin.api.policies.set({ organization, policy: 'onboarding.modes', value: ['link', 'direct'] })
  ada = await member(world, organization, 'ada@acme.test', 'admin')
  bob = await member(world, organization, 'bob@acme.test', 'viewer')
})
afterAll(() => world.stop())

/** As often as it may be done, then once more; the quarter of an hour passes. */
async function repeated(most: number, act: () => Promise<unknown>, tooSoon: string) {
  for (let n = 0; n < most; n += 1) await act().catch(() => undefined) // done, or refused for what it asks
  expect(await refusalOf(act())).toBe(tooSoon)
  world.advance(15 * 60_000 + 1000)
}

test('inviting one address, or making it a user, is one thing', async () => {
  const email = 'eve@example.com'
  const invite = () => ada.api.invitations.create({ organization, email, role: 'viewer' })
  const create = () =>
    ada.api.users.create({ organization, email, firstName: 'Eve', lastName: 'Example', role: 'viewer' })
  await repeated(20, invite, 'invitation_too_soon')
  expect(await refusalOf(create())).toBe('invitation_pending')
  await repeated(19, invite, 'invitation_too_soon')
  await repeated(20, create, 'creation_too_soon')
})

test('making users with passwords, whoever they are for: each costs a hash, which everybody who signs in waits for', async () => {
  const organizations = await createWorld({ blueprint: 'organizations' })
  try {
    const { id } = await organizations.tenant('ACME')
    const [one, two] = [
      await member(organizations, id, 'one@acme.test', 'org-admin'),
      await member(organizations, id, 'two@acme.test', 'org-admin'),
    ]
    let made = 0
    const create = (by: Member, more: { password?: string } = { password: 'short' }) => {
      const email = `nia${(made += 1)}@acme.test`
      return by.api.users.create({ organization: id, email, firstName: 'Nia', lastName: 'New', role: 'user', ...more })
    }
    await Promise.all(Array.from({ length: 60 }, () => refusalOf(create(one))))
    expect(await refusalOf(create(one))).toBe('creation_too_soon')
    expect((await create(one, {})).status).toBe('active') // the person sets their own: nothing to hash
    expect(await refusalOf(create(two))).toBe('password_too_short')
    organizations.advance(15 * 60_000 + 1000)
    expect(await refusalOf(create(one))).toBe('password_too_short')
  } finally {
    await organizations.stop()
  }
})

test('hashing: who comes when the queue is full is told to come back, and those in it are served', async () => {
  const hasher = createHasher(1)
  const all = await Promise.allSettled(Array.from({ length: 103 }, () => hasher.verify(null, 'any')))
  const refused = all.flatMap((it) => (it.status === 'rejected' ? [(it.reason as Refusal).refused.code] : []))
  expect(refused).toEqual(['busy', 'busy'])
})

test('sending an invitation again', async () => {
  const { id } = await ada.api.invitations.create({ organization, email: 'ida@example.com', role: 'viewer' })
  const resend = () => ada.api.invitations.resend({ organization, invitation: id })
  await repeated(10, resend, 'resend_too_soon')
  expect((await resend()).status).toBe('pending')
})

test('a link to set a password, and one to confirm an address', async () => {
  const target = { organization, user: bob.user }
  await repeated(5, () => ada.api.passwords.sendReset(target), 'reset_too_soon')
  const readdress = () => ada.api.addresses.change({ ...target, email: 'robert@acme.test' })
  await repeated(5, readdress, 'email_change_too_soon')
  expect(await readdress()).toBeNull()
})

test('CH16: a password that is guessed at a link counts like a sign-in', async () => {
  const rival = (await world.tenant('Rival')).id
  const email = 'two@rival.test'
  await member(world, rival, email, 'viewer')
  const link = async (nth: number) => (await world.mailbox.next(email, nth)).token
  await ada.api.invitations.create({ organization, email, role: 'viewer' })
  const invitation = await link(1)
  const third = (await world.tenant('Third')).id
  await world.admin.api.policies.set({ organization: third, policy: 'onboarding.modes', value: ['link', 'direct'] })
  const names = { firstName: 'Two', lastName: 'Example' }
  await world.admin.api.users.create({ organization: third, email, ...names, role: 'viewer' })
  const joining = await link(2)
  const { api } = world.person()
  const accept = () => api.invitations.accept({ token: invitation, ...names, password: 'wrong-otter-lantern-77' })
  const confirm = () => api.joinings.confirm({ token: joining, password: 'wrong-otter-lantern-77' })
  const codes = [await refusalOf(confirm()), await refusalOf(accept())]
  expect(codes).toEqual(['password_wrong', 'password_wrong'])
  await world.database.query('update throttles set failures = 500')
  expect([await refusalOf(confirm()), await refusalOf(accept())]).toEqual(['sign_in_throttled', 'sign_in_throttled'])
  const passkey = Object.assign(new SoftPasskey(), { userHandle: 'A'.repeat(22) })
  const shown = async () => {
    const { attempt, options } = await api.passkeys.begin()
    return api.passkeys.signIn({ attempt, passkey: passkey.show({ options }) })
  }
  expect(await refusalOf(shown())).toBe('passkey_wrong')
  await world.database.query('update throttles set failures = 500')
  expect(await refusalOf(shown())).toBe('sign_in_throttled')
  world.advance(15 * 60_000 + 1000)
  expect([await refusalOf(confirm()), await refusalOf(accept())]).toEqual(codes)
})

test('a link to confirm an address that nobody was sent is unknown', async () => {
  expect(await refusalOf(world.person().api.addresses.confirm({ token: 'x'.repeat(43) }))).toBe('email_change_unknown')
})
