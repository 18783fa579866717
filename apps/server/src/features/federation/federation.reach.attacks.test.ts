/** An organization that sets up a provider to get at people who are elsewhere, too: how far a provider's word reaches. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailedSecret, settled, type Member } from '../../../test/builders.ts'
import { innerId, newId, publicId } from '../../platform/value/ids.ts'
import { connected, signInThrough, through, traveller, withDomain } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { startProvider, type RealProvider } from '../../../test/provider.ts'
import { rivals } from '../../../test/rivals.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
let provider: RealProvider
let liar: Liar
/** An organization with a provider as they should be, and one whose administrators run a provider of their own. */
let acme: string
let evil: string
let ada: Member
let mallory: Member
let atAcme: string
let atEvil: string
beforeAll(async () => {
  ;[provider, liar] = await Promise.all([startProvider(), startLiar()])
  world = await createWorld({ privateHosts: [provider.host, liar.host] })
  ;({ acme, evil, ada, mallory } = await rivals(world))
  atAcme = await connected(ada, acme, provider)
  atEvil = await connected(mallory, evil, liar)
  await withDomain(world, acme, 'acme.test')
  await withDomain(world, evil, 'evil.test')
  await settled(world, acme, [{ email: 'vera@acme.test' }])
  provider.visitor = { sub: 'vera', email: 'vera@acme.test', email_verified: true }
})
afterAll(async () => {
  await world.stop()
  await Promise.all([provider.stop(), liar.stop()])
})

test('a provider that sends people on to another one gets none of its answers (mix-up), and nobody comes in as them', async () => {
  provider.registered = (await ada.api.federation.list({ organization: acme })).redirectUri
  expect((await signInThrough(traveller(world), atAcme)).email).toBe('vera@acme.test')
  const seen: string[] = []
  liar.lies = { iss: null, metadata: { authorization_response_iss_parameter_supported: false }, overheard: seen }
  const [thief, vera] = [traveller(world), traveller(world)]
  const theirs = new URL((await thief.api.federation.begin({ connection: atAcme })).url)
  const hers = new URL((await vera.api.federation.begin({ connection: atEvil })).url)
  // What the liar sends Vera on to: the thief's own request, under the state of her sign-in.
  const crafted = new URL(theirs)
  crafted.searchParams.set('state', hers.searchParams.get('state') ?? '')
  const { iss: _, ...back } = await through(crafted.href)
  expect(back.code).toBeDefined()
  expect(await refusalOf(vera.api.federation.finish(back))).toBe('sign_in_expired')
  expect(seen).toEqual([])
  // Nor to the page of the liar's organization: that is not registered at the other provider.
  crafted.searchParams.set('redirect_uri', hers.searchParams.get('redirect_uri') ?? '')
  await expect(through(crafted.href)).rejects.toThrow('400')
  provider.registered = null
  liar.lies = {}
})

test('who comes in through a provider uses up none of the tries of those who share their network', async () => {
  const counted = () =>
    world.database.query<{ n: number }>('select coalesce(sum(failures), 0)::int as n from throttles')
  const [before] = await counted()
  await signInThrough(traveller(world), atAcme)
  expect(await counted()).toEqual([before])
  await refusalOf(traveller(world).api.federation.finish({ organization: acme, state: 'A'.repeat(43), code: 'c' }))
  expect((await counted())[0]?.n).toBe((before?.n ?? 0) + 1)
  // Begun from another network, it takes back here no more than its end.
  const vera = traveller(world)
  const back = await through((await vera.api.federation.begin({ connection: atAcme })).url)
  await world.database.query(`update federation_states set place = '192.0.2.7'`)
  await vera.api.federation.finish(back)
  expect((await counted())[0]?.n).toBe((before?.n ?? 0) + 2)
})

/** At home in both organizations. */
async function both(name: string): Promise<string> {
  const email = `${name}@acme.test`
  await settled(world, acme, [{ email }])
  await world.database.query(
    `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
     select gen_random_uuid(), o.path, i.id, i.email, 'Bo', 'Th', i.email, now() from organizations o, identities i
     where o.id = $1 and i.email = $2`,
    [innerId(evil), email],
  )
  return email
}
test('CH16: sign-ins through providers from one place are stopped at three hundred, whatever they name', async () => {
  await world.database.query('delete from throttles')
  const begin = () => traveller(world).api.federation.begin({ connection: publicId('con', newId()) })
  expect(await refusalOf(begin())).toBe('connection_unknown')
  // as after 299 more
  await world.database.query('update throttles set failures = 300')
  expect(await refusalOf(begin())).toBe('sign_in_throttled')
  await world.database.query('delete from throttles')
  expect(await refusalOf(begin())).toBe('connection_unknown')
})

test('by the word of a provider one sees, ends and proves nothing of what its person is elsewhere', async () => {
  await both('omar')
  const omar = traveller(world)
  const me = await omar.api.sessions.signIn({ email: 'omar@acme.test', password: goodPassword })
  const { session } = await omar.api.sessions.check()
  const there = me.accounts.find((it) => it.organization.id === evil)
  // Linked to both by himself.
  liar.visitor = { sub: 'omar' }
  provider.visitor = { sub: 'omar' }
  for (const connection of [atAcme, atEvil])
    await omar.api.federation.finishOwn(await through((await omar.api.federation.beginLink({ connection })).url))
  const { items } = await omar.api.federation.links()
  expect(items).toHaveLength(2)
  const atHome = items.find((it) => it.connection === atAcme)?.id ?? ''

  // Whoever runs the liar comes in as him, there.
  const { api } = traveller(world)
  await api.federation.finish(await through((await api.federation.begin({ connection: atEvil })).url))
  expect((await api.sessions.list()).items.map((it) => it.current)).toEqual([true])
  expect(await refusalOf(api.sessions.end({ session }))).toBe('session_unknown')
  expect(await api.sessions.endOthers()).toEqual({ ended: 0 })
  expect((await api.federation.links()).items.map((it) => it.connection)).toEqual([atEvil])
  expect(await refusalOf(api.federation.beginProof({ connection: atEvil }))).toBe('proof_elsewhere')
  expect((await omar.api.sessions.list()).items).toHaveLength(2)

  // Nor does it prove anything in a session that he began with his password, and that somebody has got hold of.
  await omar.api.sessions.switchAccount({ user: there?.user ?? '' })
  await world.database.query('update sessions set proved_at = null')
  expect(await refusalOf(omar.api.federation.beginProof({ connection: atEvil }))).toBe('proof_elsewhere')
  expect(await refusalOf(omar.api.factors.beginApp({ name: 'Phone' }))).toBe('proof_required')

  // With his password that session may do more, but not elsewhere; nor where his account there is deactivated meanwhile.
  await api.sessions.prove({ password: goodPassword })
  expect(await refusalOf(api.federation.unlink({ link: atHome }))).toBe('link_unknown')
  const [here] = (await ada.api.users.list({ organization: acme, search: 'omar' })).items
  await ada.api.users.deactivate({ organization: acme, user: here?.id ?? '' })
  const late = traveller(world)
  await signInThrough(late, atEvil)
  expect(await refusalOf(late.api.federation.unlink({ link: atHome }))).toBe('link_unknown')
  expect((await omar.api.federation.links()).items.map((it) => it.id)).toContain(atHome)
})

test('a new address asked for by a provider’s word is confirmed while that word stands, and not after', async () => {
  const asks = async (name: string) => {
    const email = `${name}@acme.test`
    await settled(world, acme, [{ email }])
    provider.visitor = { sub: name, email, email_verified: true }
    const person = traveller(world)
    await signInThrough(person, atAcme)
    await person.api.addresses.changeOwn({ email: `${name}@new.test` })
    const own = traveller(world)
    await own.api.sessions.signIn({ email, password: goodPassword })
    return { own, token: await mailedSecret(world, `${name}@new.test`, 'confirm-email') }
  }
  const { token } = await asks('nina')
  await world.person().api.addresses.confirm({ token })
  const late = await asks('nora')
  const { items } = await late.own.api.federation.links()
  await late.own.api.federation.unlink({ link: items[0]?.id ?? '' })
  expect(await refusalOf(world.person().api.addresses.confirm({ token: late.token }))).toBe('email_change_unknown')
})

test('a key made by a provider’s word is good as long as that word is, and knows of no other place', async () => {
  provider.visitor = { sub: 'vera', email: 'vera@acme.test', email_verified: true }
  const vera = traveller(world)
  await signInThrough(vera, atAcme)
  const { secret } = await vera.api.keys.create({ name: 'Robot' })
  const robot = () =>
    fetch(`${world.baseUrl}/api/v1/sessions/current`, { headers: { authorization: `Bearer ${secret ?? ''}` } })
  expect((await robot()).status).toBe(200)
  const target = { organization: acme, connection: atAcme }
  await ada.api.federation.switch({ ...target, active: false })
  expect((await robot()).status).toBe(401)
  await ada.api.federation.switch({ ...target, active: true })
  expect((await robot()).status).toBe(401)
})

test('an account that another organization made for somebody, and they never confirmed, takes nothing of theirs away', async () => {
  await settled(world, acme, [{ email: 'wim@acme.test' }])
  const { email } = (provider.visitor = { sub: 'wim', email: 'wim@acme.test', email_verified: true })
  await world.admin.api.policies.set({
    organization: evil,
    policy: 'onboarding.modes',
    value: ['link', 'direct'],
  })
  const user = { organization: evil, email, firstName: 'W', lastName: 'Im', role: 'admin' }
  const { id } = await mallory.api.users.create(user)
  // Known by the address as before, and linked; afterwards what the provider says is a proof.
  const wim = traveller(world)
  expect((await signInThrough(wim, atAcme)).email).toBe(email)
  expect((await wim.api.factors.beginApp({ name: 'Phone' })).id).toMatch(/^fac_/)
  expect((await wim.api.federation.beginProof({ connection: atAcme })).url).toContain('http')
  // One that is theirs counts.
  await world.database.query('update users set joining_hash = null, joining_until = null where id = $1', [innerId(id)])
  expect(await refusalOf(wim.api.factors.beginApp({ name: 'Tablet' }))).toBe('proof_required')
  expect(await refusalOf(wim.api.federation.beginProof({ connection: atAcme }))).toBe('proof_elsewhere')
})

test('linking and unlinking stand in the record of the connection’s organization, and in no other’s', async () => {
  const told = async ({ api }: Member, organization: string, email: string) => {
    const { items } = await api.users.list({ organization, search: email })
    const changes = await api.users.changes({ organization, user: items[0]?.id ?? '' })
    return changes.items.filter((it) => it.type.startsWith('user.sign_in_')).map((it) => [it.type, it.after])
  }
  const linked = ['user.sign_in_linked', { connection: 'ID', email: 'private@evil.test' }]
  const email = await both('rosa')
  const rosa = traveller(world)
  const me = await rosa.api.sessions.signIn({ email, password: goodPassword })
  const here = me.accounts.find((it) => it.organization.id === acme)
  if (me.organization.id !== acme) await rosa.api.sessions.switchAccount({ user: here?.user ?? '' })
  liar.visitor = { sub: 'rosa', email: 'private@evil.test', email_verified: true }
  await rosa.api.federation.finishOwn(await through((await rosa.api.federation.beginLink({ connection: atEvil })).url))
  expect(await told(ada, acme, email)).toEqual([])
  expect(await told(mallory, evil, email)).toEqual([linked])
  const { items } = await rosa.api.federation.links()
  await rosa.api.federation.unlink({ link: items[0]?.id ?? '' })
  expect(await told(ada, acme, email)).toEqual([])
  expect(await told(mallory, evil, email)).toEqual([['user.sign_in_unlinked', { connection: 'ID' }], linked])
  // Nobody there any more: it is told of the connection, and not who that was.
  await rosa.api.federation.finishOwn(await through((await rosa.api.federation.beginLink({ connection: atEvil })).url))
  const [again] = (await rosa.api.federation.links()).items
  await world.database.query(
    'delete from users where email = $1 and org_path = (select org_path from users where id = $2)',
    [email, innerId(mallory.me.id)],
  )
  await rosa.api.federation.unlink({ link: again?.id ?? '' })
  const events = await world.database.query(
    `select actor_user, actor_name, target_kind, target_id from events where type = 'user.sign_in_unlinked' order by seq desc limit 1`,
  )
  expect(events).toEqual([
    { actor_user: null, actor_name: 'ID', target_kind: 'connection', target_id: innerId(atEvil) },
  ])
})
