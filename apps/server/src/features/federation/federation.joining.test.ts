/** People who are here already accept an invitation through the organization's provider, which is no proof of who they are elsewhere. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { holding, invited, member, settled, type Member } from '../../../test/builders.ts'
import { connected, signInThrough, through, traveller, withDomain, type Traveller } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { innerId } from '../../platform/value/ids.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
/** Run by the administrators of the organization that invites, who can have it say anything. */
let provider: Liar
let acme: string
let rival: string
let ada: Member
let connection: string
beforeAll(async () => {
  provider = await startLiar()
  world = await createWorld({ privateHosts: [provider.host] })
  acme = (await world.tenant('Acme GmbH')).id
  rival = (await world.tenant('Rival AG')).id
  ada = await member(world, acme, 'ada@acme.test', 'admin')
  connection = await connected(ada, acme, provider, { name: 'Acme ID' })
  is('ada@acme.test')
  await withDomain(world, acme, 'acme.test')
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
  void (provider.visitor = { sub: email, email, email_verified: true, given_name: 'Bo', family_name: 'Th', ...more })
/** Somebody at home elsewhere, signed in there. */
async function elsewhere(email: string): Promise<Traveller> {
  await settled(world, rival, [{ email }])
  const own = traveller(world)
  await own.api.sessions.signIn({ email, password: goodPassword })
  return own
}
const finishOf = async ({ api }: Traveller, token: string, through_ = connection) =>
  api.federation.finishOwn(await through((await api.federation.beginLink({ connection: through_, token })).url))
const links = async () =>
  (await world.database.query<{ n: number }>('select count(*)::int as n from federated_links'))[0]?.n

test('in a session of theirs, with the invitation’s secret and the provider’s word for its address, they join and are linked', async () => {
  const own = await elsewhere('both@acme.test')
  const { invitation, token } = await invited(world, acme, 'both@acme.test', 'employee')
  is('both@acme.test')
  // By the provider's word alone they are nobody, link or not.
  const stranger = traveller(world)
  const { url } = await stranger.api.federation.begin({ connection, token })
  expect(await refusalOf(stranger.api.federation.finish(await through(url)))).toBe('link_missing')
  expect(await finishOf(own, token)).toEqual({ done: 'joined' })
  expect((await ada.api.invitations.show({ organization: acme, invitation: invitation.id })).status).toBe('accepted')
  const told = await world.mailbox.next('both@acme.test', 2)
  expect(told.text).toContain('Your sign-in at “Acme ID” (both@acme.test) was linked')

  const inside = await signInThrough(traveller(world), connection)
  expect(inside).toMatchObject({ organization: { id: acme }, firstName: 'Bo' })
  expect(inside.grants.map((it) => it.role.key)).toEqual(['employee'])
  // There alone: the provider opens nothing else of theirs, and their password nothing there.
  expect(inside.accounts.map((it) => it.organization.id)).toEqual([acme])
  const outside = await own.api.sessions.signIn({ email: 'both@acme.test', password: goodPassword })
  expect(outside.accounts.map((it) => it.organization.id)).toEqual([rival])
  const { items } = await ada.api.users.changes({ organization: acme, user: inside.id })
  expect(items.map((it) => it.type)).toEqual(
    expect.arrayContaining(['invitation.accepted', 'user.joined', 'user.sign_in_linked']),
  )
  expect(await refusalOf(own.api.federation.beginLink({ connection, token }))).toBe('invitation_unknown')
})

test('nobody’s invitation is accepted by somebody else, and the provider has to vouch for the very address', async () => {
  const [own, other] = [await elsewhere('carl@acme.test'), await elsewhere('mallory@acme.test')]
  const { token } = await invited(world, acme, 'carl@acme.test', 'employee')
  is('carl@acme.test')
  const before = await links()
  expect(await refusalOf(finishOf(other, token))).toBe('address_differs')
  expect(await refusalOf(finishOf(own, 'A'.repeat(43)))).toBe('invitation_unknown')
  is('carl@acme.test', { email_verified: 'true' })
  expect(await refusalOf(finishOf(own, token))).toBe('address_differs')
  is('someone@acme.test')
  expect(await refusalOf(finishOf(own, token))).toBe('address_differs')
  is('ada@acme.test', { email: 'carl@acme.test' })
  expect(await refusalOf(finishOf(own, token))).toBe('link_taken')
  is('carl@acme.test')
  // Begun by one session, ended by no other; and not by a sign-in of nobody.
  const back = await through((await own.api.federation.beginLink({ connection, token })).url)
  expect(await refusalOf(other.api.federation.finishOwn(back))).toBe('sign_in_expired')
  expect(await refusalOf(own.api.federation.finish(back))).toBe('sign_in_expired')
  expect(await links()).toBe(before)
})

test('it takes a fresh proof, which no provider’s word is for somebody with accounts beyond its organization', async () => {
  const own = await elsewhere('dora@acme.test')
  await world.database.query('update sessions set proved_at = null')
  const { token } = await invited(world, acme, 'dora@acme.test', 'employee')
  is('dora@acme.test')
  expect(await refusalOf(own.api.federation.beginLink({ connection, token }))).toBe('proof_required')
  await own.api.sessions.prove({ password: goodPassword })
  expect(await finishOf(own, token)).toEqual({ done: 'joined' })
  // Whoever runs Acme's provider comes in as Dora, there, and gets no further by an invitation of another organization.
  const third = (await world.tenant('Third Ltd')).id
  const theirs = await connected(await member(world, third, 'tess@third.test', 'admin'), third, provider)
  await world.admin.api.invitations.create({ organization: third, email: 'dora@acme.test', role: 'employee' })
  const next = await world.mailbox.next('dora@acme.test', 3)
  const posing = traveller(world)
  await signInThrough(posing, connection)
  expect(await refusalOf(posing.api.federation.beginLink({ connection: theirs, token: next.token }))).toBe(
    'proof_required',
  )
  // Nor does a connection that does not lead there.
  expect(await refusalOf(own.api.federation.beginLink({ connection, token: next.token }))).toBe('connection_unknown')
})

test('an invitation that ended meanwhile, a role that is not theirs to give, one account for each: nothing is joined or linked', async () => {
  const own = await elsewhere('eva@acme.test')
  const { token } = await invited(world, acme, 'eva@acme.test', 'admin')
  is('eva@acme.test')
  const before = await links()
  await settled(world, acme, [{ email: 'low@acme.test', role: 'viewer' }])
  const setBy = (email: string) =>
    world.database.query(
      `update connections set set_by = (select id from users where email = $1) where name = 'Acme ID' and org_path =
         (select org_path from users where email = $1)`,
      [email],
    )
  await setBy('low@acme.test')
  expect(await refusalOf(finishOf(own, token))).toBe('account_unavailable')
  await setBy('ada@acme.test')
  const back = await through((await own.api.federation.beginLink({ connection, token })).url)
  await world.database.query(`update invitations set revoked_at = now() where email = 'eva@acme.test'`)
  expect(await refusalOf(own.api.federation.finishOwn(back))).toBe('invitation_unknown')
  await world.database.query(`update invitations set revoked_at = null where email = 'eva@acme.test'`)
  const uniqueness = { organization: world.admin.me.organization.id, policy: 'email.uniqueness' as const }
  await world.admin.api.policies.set({ ...uniqueness, value: 'installation' })
  expect(await refusalOf(finishOf(own, token))).toBe('account_elsewhere')
  await world.admin.api.policies.reset(uniqueness)
  expect(await links()).toBe(before)
  // Of many at once one joins.
  const many: Awaited<ReturnType<typeof through>>[] = []
  for (let n = 0; n < 4; n += 1)
    many.push(await through((await own.api.federation.beginLink({ connection, token })).url))
  const ended = await Promise.allSettled(many.map((it) => own.api.federation.finishOwn(it)))
  expect(ended.filter((it) => it.status === 'fulfilled')).toHaveLength(1)
  expect(await links()).toBe((before ?? 0) + 1)
})

test('where an account is made for them in the very moment, the next try finds it', async () => {
  const own = await elsewhere('rae@acme.test')
  const { token } = await invited(world, acme, 'rae@acme.test', 'employee')
  is('rae@acme.test')
  const back = await through((await own.api.federation.beginLink({ connection, token })).url)
  const slow = await holding(world, 'select from identities where email = $1', ['rae@acme.test'])
  const end = refusalOf(own.api.federation.finishOwn(back))
  await slow.waiting(1)
  await slow.release({
    statement: `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
      select gen_random_uuid(), o.path, i.id, i.email, 'R', 'A', 'r', now() from organizations o, identities i
      where o.id = $1 and i.email = 'rae@acme.test'`,
    values: [innerId(acme)],
  })
  expect(await end).toBe('unavailable')
})
