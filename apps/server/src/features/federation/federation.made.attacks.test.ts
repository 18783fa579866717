/** An organization makes people for addresses that are another's, to keep them out where they are at home. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailedSecret, signedIn, type Member } from '../../../test/builders.ts'
import { withPasskey } from '../../../test/factors.ts'
import { connected, signInThrough, through, traveller, withDomain } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { makersOfPeople, names, squatted, type Rivals } from '../../../test/rivals.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
let provider: Liar
let both: Rivals
let acme: string
let evil: string
let ada: Member
let mallory: Member
let atAcme: string
beforeAll(async () => {
  provider = await startLiar()
  world = await createWorld({ privateHosts: [provider.host] })
  ;({ acme, evil, ada, mallory } = both = await makersOfPeople(world))
  atAcme = await connected(ada, acme, provider, { newcomers: true, defaultRole: 'viewer' })
  await withDomain(world, acme, 'acme.test')
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})

/** With as much as is to be had there. */
const made = (email: string) => squatted(world, both, email, 'admin')
const invitedTo = async (email: string): Promise<string> => {
  await ada.api.invitations.create({ organization: acme, email, role: 'viewer' })
  return mailedSecret(world, email, 'accept')
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
  const atEvil = await connected(mallory, evil, provider)
  await mallory.api.invitations.create({ organization: evil, email, role: 'viewer' })
  const token = await mailedSecret(world, email, 'accept')
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
  await world
    .person()
    .api.passwords.completeReset({ token: await mailedSecret(world, email, 'reset', 2), password: goodPassword })
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
