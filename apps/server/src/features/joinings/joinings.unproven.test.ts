/** Somebody signed in with an address whose mailbox they never read. Whoever reads it begins anew, and alone. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoftPasskey } from '../../../test/authenticator.ts'
import { holding, mailedSecret, member, signedIn, type Member } from '../../../test/builders.ts'
import { withPasskey } from '../../../test/factors.ts'
import { connected, signInThrough, through, traveller, withDomain } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { initial, names, stolen } from '../../../test/rivals.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'

let world: World
let provider: Liar
let acme: string
let evil: string
let mallory: Member
beforeAll(async () => {
  provider = await startLiar()
  world = await createWorld({ privateHosts: [provider.host] })
  acme = (await world.tenant('Acme GmbH')).id
  evil = (await world.tenant('Evil Ltd')).id
  mallory = await member(world, evil, 'mallory@evil.test', 'admin')
  for (const [organization, { api }] of [
    [evil, mallory],
    [acme, world.admin],
  ] as const) {
    await api.policies.set({ organization, policy: 'onboarding.modes', value: ['link', 'direct'] })
    await api.policies.set({ organization, policy: 'password.admin_set', value: 'initial' })
  }
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})

const reset = async (email: string, password = goodPassword) => {
  const before = world.mailbox.received.filter((it) => it.to === email && it.text.includes('/reset#')).length
  await world.person().api.passwords.requestReset({ email })
  const token = await mailedSecret(world, email, 'reset', before + 1)
  await world.person().api.passwords.completeReset({ token, password })
}
const byPasskey = async (passkey: SoftPasskey) => {
  const { api } = world.person()
  const { attempt, options } = await api.passkeys.begin()
  return api.passkeys.signIn({ attempt, passkey: passkey.show({ options }) })
}
const byKey = async (secret: string) =>
  (await world.person().send('GET', '/me', undefined, { authorization: `Bearer ${secret}` })).status

/** Everything that whoever signs in first can leave behind. */
async function taken(email: string, thief: Pick<Person, 'api'> = world.person(), [at, maker] = [evil, mallory.api]) {
  await maker.users.create({ organization: at, email, ...names, role: 'viewer', password: initial })
  const { id: user, step } = await thief.api.sessions.signIn({ email, password: initial })
  expect(step).toBe('change_password')
  await thief.api.profile.changePassword({ currentPassword: initial, newPassword: stolen })
  const { secret } = await thief.api.keys.create({ name: 'Left behind' })
  const { passkey } = await withPasskey(thief)
  await thief.api.addresses.changeOwn({ email: `${email.split('@')[0] ?? ''}@evil.test` })
  expect(await byKey(secret ?? '')).toBe(200)
  return { thief, user, passkey, secret: secret ?? '' }
}
async function isGone(email: string, { thief, passkey, secret }: Awaited<ReturnType<typeof taken>>) {
  expect(await refusalOf(thief.api.profile.show())).toBe('unauthenticated')
  expect(await byKey(secret)).toBe(401)
  expect(await refusalOf(byPasskey(passkey))).toBe('passkey_wrong')
  expect(await refusalOf(world.person().api.sessions.signIn({ email, password: stolen }))).toBe('credentials_wrong')
  const left = await world.database.query<{ n: number }>(
    `select (select count(*) from factors f where f.identity_id = i.id) + (select count(*) from recovery_codes c where c.identity_id = i.id)
      + (select count(*) from email_changes c where c.identity_id = i.id and c.used_at is null) as n from identities i where i.email = $1`,
    [email],
  )
  expect(left).toEqual([{ n: 0 }])
}
async function isAlone(email: string, left: Awaited<ReturnType<typeof taken>>) {
  await isGone(email, left)
  const person = await signedIn(world, email)
  expect(person.me.step).toBeNull()
  expect(person.me.accounts.map((it) => it.organization.name).sort()).toEqual(['Acme GmbH', 'Evil Ltd'])
}

test('IV: an invited person whose address somebody signed in with first chooses the password, and nobody else is left', async () => {
  const email = 'ceo@acme.test'
  const left = await taken(email)
  await world.admin.api.invitations.create({ organization: acme, email, role: 'admin' })
  const token = await mailedSecret(world, email, 'accept')
  expect((await world.person().api.invitations.open({ token })).accountExists).toBe(false)
  const me = await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  expect([me.step, me.organization.name]).toEqual([null, 'Acme GmbH'])
  await isAlone(email, left)
})

test('PS: a reset before the invitation is accepted does the same, once', async () => {
  const email = 'cto@acme.test'
  const left = await taken(email)
  await world.admin.api.invitations.create({ organization: acme, email, role: 'admin' })
  const token = await mailedSecret(world, email, 'accept')
  await reset(email)
  expect((await world.person().api.invitations.open({ token })).accountExists).toBe(true)
  expect((await world.person().api.invitations.accept({ token, ...names, password: goodPassword })).step).toBeNull()
  await isAlone(email, left)
  // From here on the factor is the person's own, and no reset gets past it.
  const person = await signedIn(world, email)
  await withPasskey(person)
  await reset(email, 'violet-harbour-kiwi-41')
  const back = world.person()
  const { step } = await back.api.sessions.signIn({ email, password: 'violet-harbour-kiwi-41' })
  expect(step).toBe('second_factor')
})

test('US: an account made directly is confirmed by the link alone, and nobody else is left', async () => {
  for (const [email, first] of [
    ['cfo@acme.test', false],
    ['coo@acme.test', true],
  ] as const) {
    const left = await taken(email)
    await world.admin.api.users.create({ organization: acme, email, ...names, role: 'admin' })
    const token = await mailedSecret(world, email, 'join')
    if (first) await reset(email)
    expect((await world.person().api.joinings.open({ token })).accountExists).toBe(first)
    expect((await world.person().api.joinings.confirm({ token, password: goodPassword })).step).toBeNull()
    await isAlone(email, left)
  }
})

test('IV: what somebody adds at the very moment in which the link is used is gone, or is not added', async () => {
  const invitedTo = async (email: string) => {
    const left = await taken(email)
    await world.admin.api.invitations.create({ organization: acme, email, role: 'admin' })
    const token = await mailedSecret(world, email, 'accept')
    return { left, accept: () => world.person().api.invitations.accept({ token, ...names, password: goodPassword }) }
  }
  const another = async (thief: Pick<Person, 'api'>) => {
    const passkey = new SoftPasskey()
    const made = passkey.make(await thief.api.factors.beginPasskey())
    return { passkey, add: () => thief.api.factors.addPasskey({ name: 'Another', passkey: made }) }
  }

  const before = await invitedTo('before@acme.test')
  const early = await another(before.left.thief)
  const person = await holding(world, 'select from identities where email = $1', ['before@acme.test'])
  const added = early.add()
  await person.waiting(1)
  const accepted = before.accept()
  await person.waiting(2)
  await person.release()
  expect((await added).factor.name).toBe('Another')
  await accepted
  expect(await refusalOf(byPasskey(early.passkey))).toBe('passkey_wrong')
  await isAlone('before@acme.test', before.left)

  const after = await invitedTo('after@acme.test')
  const { thief } = after.left
  const late = await another(thief)
  const factors = await holding(world, 'lock table factors in share mode')
  const first = after.accept()
  await factors.waiting(1)
  const adding = [
    () => late.add(),
    () => thief.api.keys.create({ name: 'Late' }),
    () => thief.api.addresses.changeOwn({ email: 'late@evil.test' }),
    () => thief.api.sessions.switchAccount({ user: after.left.user }),
  ].map((it) => refusalOf(it()))
  await factors.waiting(1 + adding.length)
  await factors.release()
  await first
  expect(await Promise.all(adding)).toEqual(adding.map(() => 'unauthenticated'))
  await isAlone('after@acme.test', after.left)
})

test('US: a change of address that its reader confirms makes nobody known who was not', async () => {
  const [email, there] = ['moved@people.test', 'cmo@acme.test']
  const left = await taken(email)
  await left.thief.api.addresses.changeOwn({ email: there })
  await world.person().api.addresses.confirm({ token: await mailedSecret(world, there, 'confirm-email') })
  expect((await byPasskey(left.passkey)).email).toBe(there)
  await world.admin.api.invitations.create({ organization: acme, email: there, role: 'admin' })
  const token = await mailedSecret(world, there, 'accept')
  await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  await isAlone(there, left)
})

test('IV: somebody known to one organization keeps factors and sessions when they join another', async () => {
  const person = await member(world, evil, 'both@people.test', 'viewer')
  const { passkey } = await withPasskey(person)
  await world.admin.api.invitations.create({ organization: acme, email: 'both@people.test', role: 'viewer' })
  const token = await mailedSecret(world, 'both@people.test', 'accept')
  expect((await world.person().api.invitations.open({ token })).accountExists).toBe(true)
  expect(
    await refusalOf(world.person().api.invitations.accept({ token, ...names, password: 'not the one at all' })),
  ).toBe('password_wrong')
  const me = await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  expect(me.step).toBe('second_factor')
  expect((await person.api.profile.show()).accounts).toHaveLength(2)
  expect((await byPasskey(passkey)).step).toBeNull()
})

test('FE: whoever the owner of a domain vouches for begins anew; what is made for a mailbox is not confirmed by a link to a provider', async () => {
  const ada = await member(world, acme, 'ada@acme.test', 'admin')
  const connection = await connected(ada, acme, provider, { name: 'Acme ID' })
  await withDomain(world, acme, 'acme.test')
  const is = (email: string) => void (provider.visitor = { sub: email, email, email_verified: true })

  const left = await taken('dora@acme.test', world.person(), [acme, world.admin.api])
  is('dora@acme.test')
  const dora = traveller(world)
  expect(await signInThrough(dora, connection)).toMatchObject({ email: 'dora@acme.test', step: null })
  await isGone('dora@acme.test', left)
  await withPasskey(dora)
  expect((await signInThrough(dora, connection)).step).toBe('second_factor') // theirs now, and kept

  const { thief } = await taken('eli@acme.test', traveller(world))
  await ada.api.users.create({ organization: acme, email: 'eli@acme.test', ...names, role: 'admin' })
  is('insider@acme.test')
  const { url } = await thief.api.federation.beginLink({ connection })
  expect(await thief.api.federation.finishOwn(await through(url))).toEqual({ done: 'linked' })
  expect(await refusalOf(signInThrough(traveller(world), connection))).toBe('account_unavailable')
})

test('those who were here before are known by what they have shown: a link used, a provider, the set-up', async () => {
  for (const email of ['old@acme.test', 'reset@acme.test'])
    await mallory.api.users.create({ organization: evil, email, ...names, role: 'viewer', password: initial })
  await reset('reset@acme.test')
  await world.join(acme, 'joined@acme.test', 'viewer')
  await world.database.query('update identities set mailbox_proven_at = null')
  const text = await readFile(new URL('../../../migrations/0027-identities-mailbox.sql', import.meta.url), 'utf8')
  await world.database.query(/^update identities i set[^;]*;/m.exec(text)?.[0] ?? '')
  const rows = await world.database.query<{ email: string }>(
    `select email from identities where mailbox_proven_at = created_at and email = any($1) order by email`,
    [['root@example.com', 'old@acme.test', 'reset@acme.test', 'joined@acme.test']],
  )
  expect(rows.map((it) => it.email)).toEqual(['joined@acme.test', 'reset@acme.test', 'root@example.com'])
})
