/** An organization makes people for addresses that are another's, to keep them out where they are at home. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, member, signedIn, type Member } from '../../../test/builders.ts'
import { withPasskey } from '../../../test/factors.ts'
import { signInThrough, through, traveller } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
let provider: Liar
let acme: string
let evil: string
let ada: Member
let mallory: Member
let atAcme: string
beforeAll(async () => {
  provider = await startLiar()
  world = await createWorld({ privateHosts: [provider.host] })
  acme = (await world.tenant('Acme GmbH')).id
  evil = (await world.tenant('Evil Ltd')).id
  ada = await member(world, acme, 'ada@acme.test', 'admin')
  mallory = await member(world, evil, 'mallory@evil.test', 'admin')
  const { api } = world.admin
  for (const organization of [acme, evil])
    await api.policies.set({ organization, policy: 'onboarding.modes', value: ['link', 'direct'] })
  await api.policies.set({ organization: evil, policy: 'password.admin_set', value: 'initial' })
  atAcme = await connected(ada, acme, { newcomers: true, defaultRole: 'viewer' })
  await world.database.query(
    `insert into email_domains (id, org_path, domain, token, created_at, verified_at)
     select gen_random_uuid(), org_path, 'acme.test', 't', now(), now() from users where email = 'ada@acme.test'`,
  )
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})

async function connected({ api }: Member, organization: string, more: object = {}): Promise<string> {
  const asked = { organization, issuer: provider.issuer, ...provider.client, algorithms: ['RS256' as const], ...more }
  const { id: connection } = await api.federation.create({ ...asked, name: 'ID' })
  await api.federation.switch({ organization, connection, active: true })
  return connection
}
const initial = 'correct-horse-lantern-12'
const names = { firstName: 'Cora', lastName: 'Eo' }
/** Made at Evil Ltd for somebody who was never there, with as much as is to be had there. */
async function made(email: string): Promise<void> {
  await mallory.api.users.create({ organization: evil, email, ...names, role: 'admin', password: initial })
  const thief = traveller(world)
  await thief.api.sessions.signIn({ email, password: initial })
  await thief.api.profile.changePassword({ currentPassword: initial, newPassword: 'thieves-otter-lantern-77' })
}
const invitedTo = async (email: string): Promise<string> => {
  await ada.api.invitations.create({ organization: acme, email, role: 'viewer' })
  return mailed(email, 'accept')
}
const mailed = async (email: string, path: string, nth = 1): Promise<string> => {
  const mails = () => world.mailbox.received.filter((it) => it.to === email && it.text.includes(`/${path}#`))
  const those = await eventually(
    () => Promise.resolve(mails()),
    (it) => it.length >= nth,
  )
  return those[nth - 1]?.token ?? ''
}
const is = (email: string) => {
  provider.visitor = { sub: email, email, email_verified: true }
}

test('FE BO28: whoever was made elsewhere before they came sets up the second factor that their own organization asks for', async () => {
  const email = 'cto@acme.test'
  await made(email)
  const rule = { organization: acme, policy: 'mfa.required' } as const
  await world.admin.api.policies.set({ ...rule, value: { mode: 'all', roles: [] } })
  is(email)
  const person = traveller(world)
  expect((await signInThrough(person, atAcme)).step).toBe('enrol_factor')
  const { factor } = await withPasskey(person)
  expect((await person.api.sessions.check()).step).toBeNull()
  expect(await refusalOf(person.api.factors.remove({ factor }))).toBe('factor_needed')
  await world.admin.api.policies.reset(rule)
  // What is asked of the account that was made is asked of whoever enters it.
  const [there] = (await mallory.api.users.list({ organization: evil, search: email })).items
  await mallory.api.users.requireMfa({ organization: evil, user: there?.id ?? '', mfaRequired: true })
  expect(await person.api.factors.remove({ factor })).toBeNull()
})

test('FE CH14: whoever was made elsewhere before their first link comes in where their own organization becomes Federated Only', async () => {
  const email = 'cfo@acme.test'
  await made(email)
  const token = await invitedTo(email)
  await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  is(email)
  const me = await signInThrough(traveller(world), atAcme)
  expect([me.email, me.organization.id]).toEqual([email, acme])
})

test('FE: the link of an invitation is the first of somebody who was made elsewhere, also where the provider does not speak for their domain', async () => {
  const email = 'cora@elsewhere.test'
  await made(email)
  const token = await invitedTo(email)
  is(email)
  const person = traveller(world)
  const { url } = await person.api.federation.begin({ connection: atAcme, token })
  const me = await person.api.federation.finish(await through(url))
  expect([me.email, me.organization.id, me.accounts.length]).toEqual([email, acme, 1])
})

test('FE: a provider’s word leads to no account that was made before its person came, and is no fresh proof once they enter it', async () => {
  const email = 'paul@acme.test'
  await ada.api.users.create({ organization: acme, email, ...names, role: 'viewer' })
  const atEvil = await connected(mallory, evil)
  await mallory.api.invitations.create({ organization: evil, email, role: 'viewer' })
  const token = await mailed(email, 'accept')
  is(email)
  const paul = traveller(world)
  const { url } = await paul.api.federation.begin({ connection: atEvil, token })
  const me = await paul.api.federation.finish(await through(url))
  expect([me.organization.id, me.accounts.map((it) => it.organization.id)]).toEqual([evil, [evil]])
  // Whoever runs that provider says that it is them.
  const thief = traveller(world)
  await signInThrough(thief, atEvil)
  await withPasskey(thief)
  expect(await refusalOf(thief.api.addresses.changeOwn({ email: 'thief@evil.test' }))).toBe('proof_required')
  expect(await refusalOf(thief.api.profile.changePassword({ newPassword: goodPassword }))).toBe('password_wrong')
  const [there] = (await ada.api.users.list({ organization: acme, search: email })).items
  expect(await refusalOf(thief.api.sessions.switchAccount({ user: there?.id ?? '' }))).toBe('account_unknown')
  expect((await thief.api.factors.list()).items.map((it) => it.byProvider)).toEqual([true])
  const early = (await thief.api.factors.list()).items[0]?.id ?? ''
  await thief.api.factors.remove({ factor: early })
  // With a link from their mailbox they come in where they were made, and what they have there is theirs from then on.
  await world.person().api.passwords.requestReset({ email })
  await world.person().api.passwords.completeReset({ token: await mailed(email, 'reset', 2), password: goodPassword })
  const own = await signedIn(world, email)
  await own.api.sessions.switchAccount({ user: there?.id ?? '' })
  const late = traveller(world)
  await signInThrough(late, atEvil)
  expect(await refusalOf(late.api.factors.beginPasskey())).toBe('proof_required')
})

test('FE BO28: an account elsewhere that was deactivated keeps nobody from the second factor that their organization asks for', async () => {
  const email = 'fay@acme.test'
  is(email)
  await signInThrough(traveller(world), atAcme)
  await mallory.api.users.create({ organization: evil, email, ...names, role: 'viewer' })
  await world.database.query('update users set joining_hash = null, joining_until = null where email = $1', [email])
  const [there] = (await mallory.api.users.list({ organization: evil, search: email })).items
  const begins = async () => {
    const person = traveller(world)
    await signInThrough(person, atAcme)
    return person.api.factors.beginPasskey()
  }
  expect(await refusalOf(begins())).toBe('proof_required')
  await mallory.api.users.deactivate({ organization: evil, user: there?.id ?? '' })
  expect(await begins()).toHaveProperty('options')
})
