/** What is set up on the word of an organization's own provider opens and proves nothing beyond that organization, ever. */
import { createClient } from '@tenantry/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SoftPasskey } from '../../../test/authenticator.ts'
import { holding, mailedSecret, member, type Member } from '../../../test/builders.ts'
import { codeOf, withApp, withPasskey } from '../../../test/factors.ts'
import { connected, signInThrough, through, traveller, type Traveller } from '../../../test/federated.ts'
import { startProvider, type RealProvider } from '../../../test/provider.ts'
import { rivals } from '../../../test/rivals.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let provider: RealProvider
let acme: string
let evil: string
let ada: Member
let mallory: Member
let atEvil: string
beforeAll(async () => {
  provider = await startProvider()
  world = await createWorld({ privateHosts: [provider.host] })
  ;({ acme, evil, ada, mallory } = await rivals(world))
  atEvil = await connected(mallory, evil, provider)
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})
const newPassword = 'slow-badger-beacon-48'
/** Somebody of Evil Ltd who has linked its provider to themselves. */
async function known(email: string): Promise<Traveller & { user: string }> {
  const { user } = await member(world, evil, email, 'viewer')
  return Object.assign(await linked(email), { user })
}
async function linked(email: string): Promise<Traveller> {
  const own = traveller(world)
  await own.api.sessions.signIn({ email, password: goodPassword })
  provider.visitor = { sub: email }
  await own.api.federation.finishOwn(await through((await own.api.federation.beginLink({ connection: atEvil })).url))
  return own
}
/** Whoever runs the provider says that it is them. */
async function posing(email: string): Promise<Traveller> {
  provider.visitor = { sub: email }
  const thief = traveller(world)
  await signInThrough(thief, atEvil)
  return thief
}
/** With the link from their mailbox and their own password. */
async function joinsAcme(email: string): Promise<void> {
  await ada.api.invitations.create({ organization: acme, email, role: 'viewer' })
  const token = await mailedSecret(world, email, 'accept')
  const accept = { token, firstName: 'Vera', lastName: 'Eo', password: goodPassword }
  await world.person().api.invitations.accept(accept)
}
async function byPasskey(passkey: SoftPasskey) {
  const person = world.person()
  const { attempt, options } = await person.api.passkeys.begin()
  const me = await person.api.passkeys.signIn({ attempt, passkey: passkey.show({ options }) })
  return Object.assign(person, { me })
}
const accountsOf = (it: Member) => it.me.accounts.map((one) => one.organization.id)
const marks = async ({ api }: Pick<Traveller, 'api'>) =>
  (await api.factors.list()).items.map((it) => [it.name, it.byProvider])
/** All that takes a fresh proof of one's own. */
async function provesNothing({ api }: Pick<Traveller, 'api'>) {
  expect(await refusalOf(api.factors.beginPasskey())).toBe('proof_required')
  expect(await refusalOf(api.factors.beginApp({ name: 'Mine' }))).toBe('proof_required')
  expect(await refusalOf(api.factors.makeRecoveryCodes())).toBe('proof_required')
  expect(await refusalOf(api.addresses.changeOwn({ email: 'thief@evil.test' }))).toBe('proof_required')
}

test('FE: a passkey that was planted by a provider’s word opens its organization alone, and proves nothing once its person is elsewhere, too', async () => {
  const email = 'vera@elsewhere.test'
  await known(email)
  const thief = await posing(email)
  const { passkey } = await withPasskey(thief, 'Planted')
  // From its own sign-in, too, everything that is set up goes as far and no further.
  const early = await byPasskey(passkey)
  await withApp(world, early, 'Planted as well')
  expect(await marks(early)).toEqual([
    ['Planted', true],
    ['Planted as well', true],
  ])
  await joinsAcme(email)
  // Where they were last makes no difference.
  await world.database.query(
    `update user_activity set last_sign_in_at = now() + interval '1 day' where org_path = (select path from organizations where id = $1)`,
    [innerId(acme)],
  )
  const late = await byPasskey(passkey)
  expect([late.me.organization.id, accountsOf(late)]).toEqual([evil, [evil]])
  const [there] = (await ada.api.users.list({ organization: acme, search: email })).items
  expect(await refusalOf(late.api.sessions.switchAccount({ user: there?.id ?? '' }))).toBe('account_unknown')
  for (const it of [early, late]) {
    await provesNothing(it)
    await it.api.sessions.prove({ passkey: passkey.show(await it.api.sessions.challenge()) })
    await provesNothing(it)
  }
})

test('FE: a code of a planted app, or a planted recovery code, shown where the provider let somebody in, proves no more than the provider', async () => {
  const email = 'vito@elsewhere.test'
  await known(email)
  const planted = await withApp(world, await posing(email), 'Planted')
  await joinsAcme(email)
  const shown = [() => ({ code: planted.next() }), () => ({ recoveryCode: planted.codes[0] ?? '' })]
  for (const show of shown) {
    const thief = await posing(email)
    expect((await thief.api.sessions.check()).step).toBe('second_factor')
    await thief.api.sessions.prove(show())
    expect((await thief.api.profile.show()).organization.id).toBe(evil)
    await provesNothing(thief)
    await thief.api.sessions.prove({ recoveryCode: planted.codes.at(shown.indexOf(show) + 1) ?? '' })
    await provesNothing(thief)
    expect(await refusalOf(thief.api.sessions.prove({ password: goodPassword }))).toBe('proof_by_factor')
  }
  // Nor in the session of a switch of accounts.
  const thief = await posing(email)
  await thief.api.sessions.prove({ code: planted.next() })
  const { id: user } = await thief.api.profile.show()
  await thief.api.sessions.switchAccount({ user })
  await provesNothing(thief)
  // After the password it is a second factor there like any other, and what follows is the person's own.
  const person = world.person()
  await person.api.sessions.signIn({ email, password: goodPassword })
  await person.api.sessions.switchAccount({ user })
  await person.api.sessions.prove({ code: planted.next() })
  const own = await withPasskey(person, 'Own')
  expect(await marks(person)).toEqual([
    ['Planted', true],
    ['Own', false],
  ])
  expect(accountsOf(await byPasskey(own.passkey)).sort()).toEqual([acme, evil].sort())
})

test('FE: no first password, no address and no sign-in above its organization comes of a provider’s word and lasts', async () => {
  const email = 'vico@elsewhere.test'
  const own = await known(email)
  await world.database.query('update identities set password_hash = null where email = $1', [email])
  const above = await connected(world.admin, world.admin.me.organization.id, provider)
  const thief = await posing(email)
  expect(await refusalOf(thief.api.profile.changePassword({ newPassword }))).toBe('password_wrong')
  expect(await thief.api.profile.password({})).toMatchObject({ state: 'closed' })
  expect((await thief.api.federation.links()).offers).toEqual([])
  expect(await refusalOf(thief.api.federation.beginLink({ connection: above }))).toBe('connection_unknown')
  await own.api.federation.finishOwn(await through((await own.api.federation.beginLink({ connection: above })).url))
  const link = (await thief.api.federation.links()).items.find((it) => it.connection === above)?.id ?? ''
  expect(await refusalOf(thief.api.federation.unlink({ link }))).toBe('proof_required')
  const changed = async (to: string) => {
    await thief.api.addresses.changeOwn({ email: to })
    return mailedSecret(world, to, 'confirm-email')
  }
  // As long as they have nothing elsewhere it does for what is within.
  await world.person().api.addresses.confirm({ token: await changed('vico@evil.test') })
  const token = await changed('thief@evil.test')
  await world.database.query(
    'update identities set password_hash = (select password_hash from identities where email = $1) where email = $2',
    ['ada@acme.test', 'vico@evil.test'],
  )
  await joinsAcme('vico@evil.test')
  expect(await refusalOf(world.person().api.addresses.confirm({ token }))).toBe('email_change_unknown')
})

test('FE: what is shown of one’s own in a session by the provider makes what follows one’s own', async () => {
  const email = 'olga@elsewhere.test'
  const own = await known(email)
  const app = await withApp(world, own, 'Own')
  await joinsAcme(email)
  const by = await posing(email)
  await by.api.sessions.prove({ code: app.next() })
  const { passkey } = await withPasskey(by, 'Own as well')
  expect(await marks(by)).toEqual([
    ['Own', false],
    ['Own as well', false],
  ])
  const everywhere = await byPasskey(passkey)
  expect(accountsOf(everywhere).sort()).toEqual([acme, evil].sort())
  await withApp(world, everywhere, 'Third')
  // Whoever has no factor shows the password.
  const other = await known('oleg@elsewhere.test')
  await joinsAcme('oleg@elsewhere.test')
  expect((await other.api.sessions.check()).step).toBeNull()
  const through = await posing('oleg@elsewhere.test')
  await provesNothing(through)
  await through.api.sessions.prove({ password: goodPassword })
  await withPasskey(through, 'Own')
  expect(await marks(through)).toEqual([['Own', false]])
})

test('BO28 FE: the step that asks for a first factor sets it up on the word that the session has', async () => {
  const email = 'stef@evil.test'
  const { user } = await known(email)
  await mallory.api.users.requireMfa({ organization: evil, user, mfaRequired: true })
  const by = await posing(email)
  expect((await by.api.sessions.check()).step).toBe('enrol_factor')
  const app = await withApp(world, by, 'Phone')
  expect(await marks(by)).toEqual([['Phone', true]])
  // It is a second factor like any other: by the provider, and after the password.
  const again = await posing(email)
  await again.api.sessions.prove({ code: app.next() })
  expect((await again.api.sessions.check()).step).toBeNull()
  const local = world.person()
  expect((await local.api.sessions.signIn({ email, password: goodPassword })).step).toBe('second_factor')
  await local.api.sessions.prove({ code: app.next() })
  expect((await local.api.sessions.check()).step).toBeNull()
})

test('FE: an app that was begun on the provider’s word stays so, whoever confirms it', async () => {
  const email = 'bea@elsewhere.test'
  const own = await known(email)
  const { id, secret } = await (await posing(email)).api.factors.beginApp({ name: 'Planted' })
  await own.api.factors.confirmApp({ factor: id, code: codeOf(world, secret ?? '') })
  expect(await marks(own)).toEqual([['Planted', true]])
})

test('FE: a passkey by a provider’s word ends with the connection, and comes again with it; sign-ins under way wait', async () => {
  const email = 'carl@evil.test'
  await known(email)
  const { passkey } = await withPasskey(await posing(email))
  const person = await byPasskey(passkey)
  const target = { organization: evil, connection: atEvil }
  await mallory.api.federation.switch({ ...target, active: false })
  expect(await refusalOf(person.api.sessions.check())).toBe('unauthenticated')
  expect(await refusalOf(byPasskey(passkey))).toBe('passkey_wrong')
  await mallory.api.federation.switch({ ...target, active: true })
  expect(await refusalOf(person.api.sessions.check())).toBe('unauthenticated')
  expect(accountsOf(await byPasskey(passkey))).toEqual([evil])
  const change = await holding(world, 'select from connections where id = $1', [innerId(atEvil)])
  const late = refusalOf(byPasskey(passkey))
  await change.waiting(1)
  await change.release({ statement: 'update connections set active = false where id = $1', values: [innerId(atEvil)] })
  expect(await late).toBe('passkey_wrong')
  await mallory.api.federation.switch({ ...target, active: true })
})

test('CH9 CH14: a passkey by a provider’s word is not the provider: what is Federated Only it does not open, nor stays in', async () => {
  const email = 'dora@evil.test'
  const { user } = await known(email)
  const by = await posing(email)
  const { passkey } = await withPasskey(by)
  const keyOf = async ({ api }: Pick<Traveller, 'api'>) => {
    const { secret } = await api.keys.create({ name: 'Job' })
    return () => createClient({ baseUrl: world.baseUrl, key: secret ?? '' }).sessions.check()
  }
  const person = await byPasskey(passkey)
  const [byKey, otherKey] = [await keyOf(by), await keyOf(person)]
  const only = { organization: evil, user }
  await mallory.api.users.forceFederated({ ...only, federatedOnly: true })
  expect((await by.api.sessions.check()).user).toBe(user)
  expect((await byKey()).user).toBe(user)
  expect((await by.api.profile.show()).accounts).toHaveLength(1)
  for (const call of [() => person.api.sessions.check(), otherKey])
    expect(await refusalOf(call())).toBe('unauthenticated')
  expect(await refusalOf(byPasskey(passkey))).toBe('passkey_wrong')
  await mallory.api.users.forceFederated({ ...only, federatedOnly: false })
  const again = await byPasskey(passkey)
  // The same where the organization says it.
  await linked(mallory.me.email)
  await posing(mallory.me.email)
  const policy = { organization: evil, policy: 'signin.federated_only' } as const
  await world.admin.api.policies.set({ ...policy, value: 'on' })
  expect(await refusalOf(again.api.sessions.check())).toBe('unauthenticated')
  expect(await refusalOf(byPasskey(passkey))).toBe('passkey_wrong')
  expect((await by.api.sessions.check()).user).toBe(user)
  await world.admin.api.policies.reset(policy)
  expect(accountsOf(await byPasskey(passkey))).toEqual([evil])
})
