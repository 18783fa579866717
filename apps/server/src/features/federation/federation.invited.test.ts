/** Invitations accepted through the organization's provider, which is the only way where no password is taken. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { invited, member, settled, type Member } from '../../../test/builders.ts'
import { connected, signInThrough, through, traveller, withDomain } from '../../../test/federated.ts'
import { startProvider, type RealProvider } from '../../../test/provider.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
let provider: RealProvider
let acme: string
let ada: Member
let connection: string
beforeAll(async () => {
  provider = await startProvider()
  world = await createWorld({ privateHosts: [provider.host] })
  acme = (await world.tenant('Acme GmbH')).id
  ada = await member(world, acme, 'ada@acme.test', 'admin')
  connection = await connected(ada, acme, provider, { name: 'Acme ID' })
  await withDomain(world, acme, 'acme.test')
  is('ada@acme.test')
  const boss = traveller(world)
  await signInThrough(boss, connection)
  await boss.api.policies.set({ organization: acme, policy: 'signin.federated_only', value: 'on' })
  ada = Object.assign(ada, { api: boss.api })
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})
beforeEach(() => is('nobody@nowhere.test'))

const is = (email: string, more: object = {}) =>
  void (provider.visitor = {
    sub: email,
    email,
    email_verified: true,
    given_name: 'Vera',
    family_name: 'Visitor',
    ...more,
  })
const arrive = () => signInThrough(traveller(world), connection)
/** By the button on the page behind the link. */
async function acceptWith(invitation: string, who = traveller(world)) {
  const { url } = await who.api.federation.begin({ connection, token: invitation })
  return who.api.federation.finish(await through(url))
}
const statusOf = async ({ invitation: { id } }: Awaited<ReturnType<typeof invited>>) =>
  (await ada.api.invitations.show({ organization: acme, invitation: id })).status

test('somebody invited to a federated-only organization comes in by the provider, has the invited role, and the invitation is accepted', async () => {
  const eva = await invited(world, acme, 'eva@acme.test', 'employee')
  is('eva@acme.test')
  const me = await arrive()
  expect(me).toMatchObject({ email: 'eva@acme.test', firstName: 'Vera', organization: { id: acme } })
  expect(me.grants.map((it) => it.role.key)).toEqual(['employee'])
  expect(await statusOf(eva)).toBe('accepted')
  expect(await refusalOf(world.person().api.invitations.open({ token: eva.token }))).toBe('invitation_closed')
  const { items } = await ada.api.users.changes({ organization: acme, user: me.id })
  expect(items.map((it) => it.type)).toEqual(expect.arrayContaining(['user.joined', 'user.sign_in_linked']))
  // Once: the next time they are who they are.
  expect((await arrive()).id).toBe(me.id)
})

test('with the link of the mail it does not take a domain of the organization, but the very address', async () => {
  const guest = await invited(world, acme, 'guest@elsewhere.test', 'viewer')
  const { token } = guest
  expect(await world.person().api.invitations.open({ token })).toMatchObject({
    federatedOnly: true,
    offers: [{ connection, name: 'Acme ID' }],
  })
  is('guest@elsewhere.test')
  // Without the link the provider's word for this domain is worth nothing.
  expect(await refusalOf(arrive())).toBe('link_missing')
  is('other@elsewhere.test')
  expect(await refusalOf(acceptWith(token))).toBe('address_differs')
  is('guest@elsewhere.test', { email_verified: false })
  expect(await refusalOf(acceptWith(token))).toBe('address_differs')
  is('guest@elsewhere.test')
  const all = await Promise.all(
    Array.from({ length: 5 }, () =>
      acceptWith(token).then(
        (me) => me.grants[0]?.role.key,
        (error: { code: string }) => error.code,
      ),
    ),
  )
  expect(all.filter((it) => it === 'viewer').length).toBeGreaterThanOrEqual(1)
  const [{ n } = { n: 0 }] = await world.database.query<{ n: number }>(
    `select count(*)::int as n from users where email = 'guest@elsewhere.test'`,
  )
  expect(n).toBe(1)
  expect(await statusOf(guest)).toBe('accepted')
  expect(await refusalOf(acceptWith(token))).toBe('invitation_unknown')
  expect(await refusalOf(acceptWith('A'.repeat(43)))).toBe('invitation_unknown')
})

test('a sign-in that was begun with a link which was replaced meanwhile accepts nothing', async () => {
  const { token, invitation } = await invited(world, acme, 'again@elsewhere.test', 'viewer')
  const who = traveller(world)
  is('again@elsewhere.test')
  const { url } = await who.api.federation.begin({ connection, token })
  world.advance(1_000)
  await ada.api.invitations.resend({ organization: acme, invitation: invitation.id })
  expect(await refusalOf(who.api.federation.finish(await through(url)))).toBe('account_unavailable')
  const { token: renewed } = await world.mailbox.next('again@elsewhere.test', 2)
  expect((await acceptWith(renewed)).email).toBe('again@elsewhere.test')
})

test('one that is expired, cancelled or withdrawn lets nobody in; nor does one to a role above whoever set the connection up', async () => {
  await invited(world, acme, 'late@acme.test', 'employee')
  is('late@acme.test')
  await world.database.query(`update invitations set revoked_at = now() where email = 'late@acme.test'`)
  expect(await refusalOf(arrive())).toBe('link_missing')
  const { token } = await invited(world, acme, 'high@acme.test', 'admin')
  is('high@acme.test')
  await settled(world, acme, [{ email: 'low@acme.test', role: 'viewer' }])
  const setBy = (email: string) =>
    world.database.query('update connections set set_by = (select id from users where email = $1)', [email])
  await setBy('low@acme.test')
  expect(await refusalOf(acceptWith(token))).toBe('account_unavailable')
  await setBy('ada@acme.test')
  expect((await acceptWith(token)).grants[0]?.role.key).toBe('admin')
})

test('somebody with a password elsewhere is not them by a provider’s word, link or not; an account that is there is not replaced', async () => {
  const rival = (await world.tenant('Rival AG')).id
  await settled(world, rival, [{ email: 'both@acme.test' }])
  const both = await invited(world, acme, 'both@acme.test', 'employee')
  is('both@acme.test')
  expect(await refusalOf(acceptWith(both.token))).toBe('link_missing')
  expect(await refusalOf(arrive())).toBe('link_missing')
  expect(await statusOf(both)).toBe('pending')
  const signIn = world.person().api.sessions.signIn({ email: 'both@acme.test', password: goodPassword })
  expect((await signIn).organization.id).toBe(rival)
})

test('who is invited again after their account was deactivated comes back by no provider’s word, link or not', async () => {
  await world.admin.api.policies.set({ organization: acme, policy: 'reinvite.deactivated', value: 'replace' })
  const email = 'gone@acme.test'
  await settled(world, acme, [{ email, status: 'inactive' }])
  const again = await invited(world, acme, email, 'employee')
  is(email)
  expect(await refusalOf(acceptWith(again.token))).toBe('account_unavailable')
  expect(await refusalOf(arrive())).toBe('account_unavailable')
  expect(await statusOf(again)).toBe('pending')
})
