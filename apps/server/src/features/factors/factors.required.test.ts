/** Who must have a second factor, what they can do before, and who may take factors away. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member } from '../../../test/builders.ts'
import { halfSignedIn, withApp, withPasskey } from '../../../test/factors.ts'
import { operations } from '../../../test/operations.ts'
import { openFactor, seat, signedIn as seated, type Place } from '../../../test/people.ts'
import { createBare, createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let tenant: string
let partner: string
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  const create = async (organization: string, name: string) =>
    (await world.admin.api.organizations.create({ organization, name })).id
  partner = await create(await create(world.admin.me.organization.id, 'Nordwind'), 'Kranich')
  tenant = await create(partner, 'Acme')
})
afterAll(() => world.stop())
const somebody = (email: string, role = 'tenant-user') => member(world, tenant, email, role)
const reason = 'Lost the phone'

test('BO28 CH8 CH14 CH17: whoever must have a second factor sets one up at the next sign-in and can do nothing else before', async () => {
  const one = await somebody('one@acme.test')
  const target = { organization: tenant, user: one.user }
  await world.admin.api.users.requireMfa({ ...target, mfaRequired: true })
  expect((await one.api.profile.show()).step).toBeNull() // the session that is open goes on
  const half = await halfSignedIn(world, 'one@acme.test')
  expect(await half.api.sessions.check()).toMatchObject({ step: 'enrol_factor' })
  for (const call of [
    () => half.api.profile.show(),
    () => half.api.users.show(target),
    () => half.api.keys.create({ name: 'x' }),
    () => half.api.sessions.switchAccount({ user: one.user }),
    () => half.api.factors.turnOff(),
  ])
    expect(await refusalOf(call())).toBe('factor_enrolment_required')
  const open = operations.filter(({ route }) => route.during?.includes('enrol_factor')).map((it) => it.name)
  expect(open.sort()).toEqual([
    'factors.addPasskey',
    'factors.beginApp',
    'factors.beginPasskey',
    'factors.confirmApp',
    'factors.list',
    'factors.ways',
    'sessions.check',
    'sessions.prove',
    'sessions.signOut',
  ])
  expect(await half.api.factors.list()).toMatchObject({ items: [], requiredBy: 'user', mayTurnOff: false })
  const before = half.cookie
  await withApp(world, half)
  expect(half.cookie).not.toBe(before)
  expect((await half.api.profile.show()).step).toBeNull()
  expect(await world.admin.api.factors.showOf(target)).toEqual({
    enrolled: true,
    apps: 1,
    passkeys: 0,
    requiredBy: 'user',
  })
  expect(await refusalOf(half.api.factors.turnOff())).toBe('factor_needed')
})

test('BO28: whoever dawdles over it shows their password once more, and goes on', async () => {
  const slow = await somebody('slow@acme.test')
  await world.admin.api.users.requireMfa({ organization: tenant, user: slow.user, mfaRequired: true })
  const half = await halfSignedIn(world, 'slow@acme.test')
  world.advance(11 * 60_000)
  expect(await refusalOf(half.api.factors.beginApp({ name: 'Phone' }))).toBe('proof_required')
  await half.api.sessions.prove({ password: goodPassword })
  await withPasskey(half)
  expect((await half.api.profile.show()).step).toBeNull()
})

test('BO36 BO30: a role or the whole organization can be asked for a second factor, at each sign-in by what holds then', async () => {
  const [user, admin] = [await somebody('plain@acme.test'), await somebody('chief@acme.test', 'tenant-admin')]
  const stepOf = async (email: string) => (await (await halfSignedIn(world, email)).api.sessions.check()).step
  const ask = (value: object) => world.admin.api.policies.set({ organization: tenant, policy: 'mfa.required', value })
  await ask({ mode: 'roles', roles: ['tenant-admin'] })
  expect(await Promise.all(['plain@acme.test', 'chief@acme.test'].map(stepOf))).toEqual([null, 'enrol_factor'])
  expect((await admin.api.factors.list()).requiredBy).toBe('role')
  expect((await user.api.factors.list()).requiredBy).toBeNull()
  await ask({ mode: 'all', roles: [] })
  expect(await stepOf('plain@acme.test')).toBe('enrol_factor')
  await withApp(world, user)
  expect(await stepOf('plain@acme.test')).toBe('second_factor')
  expect(await refusalOf(user.api.factors.turnOff())).toBe('factor_needed')
  const self = (value: string) =>
    world.admin.api.policies.set({ organization: tenant, policy: 'mfa.self_disable', value })
  await self('allowed')
  await user.api.factors.turnOff()
  expect(await stepOf('plain@acme.test')).toBe('enrol_factor')
  await world.admin.api.policies.set({
    organization: tenant,
    policy: 'mfa.required',
    value: { mode: 'off', roles: [] },
  })
  await withApp(world, user)
  await self('never')
  const { items } = await user.api.factors.list()
  expect(await refusalOf(user.api.factors.remove({ factor: items[0]?.id ?? '' }))).toBe('factor_needed')
  await self('unless_required')
  await user.api.factors.remove({ factor: items[0]?.id ?? '' })
  expect(await stepOf('plain@acme.test')).toBeNull()
})

test('BO36: what the organization of an account asks is asked when that account is entered, by a switch as well', async () => {
  const both = await somebody('both@acme.test')
  await world.admin.api.invitations.create({ organization: partner, email: 'both@acme.test', role: 'partner-user' })
  const { token } = await world.mailbox.next('both@acme.test')
  const names = { firstName: 'Bo', lastName: 'Th' }
  const there = await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  const ask = (mode: string) =>
    world.admin.api.policies.set({ organization: tenant, policy: 'mfa.required', value: { mode, roles: [] } })
  await ask('all')
  const person = world.person()
  await person.api.sessions.signIn({ email: 'both@acme.test', password: goodPassword })
  const inTenant = both.user
  // Whichever was entered first: at the partner nothing is asked.
  if ((await person.api.sessions.check()).step === null)
    expect((await person.api.sessions.switchAccount({ user: inTenant })).step).toBe('enrol_factor')
  expect(await refusalOf(person.api.sessions.switchAccount({ user: there.id }))).toBe('factor_enrolment_required')
  await withApp(world, person)
  expect((await person.api.sessions.switchAccount({ user: there.id })).step).toBeNull()
  expect((await person.api.sessions.switchAccount({ user: inTenant })).step).toBeNull()
  await ask('off')
})

test('BO29 CH2 CH17: an administrator removes somebody’s factors, or has them register again; it is recorded and told', async () => {
  const lost = await somebody('lost@acme.test')
  await withApp(world, lost)
  const boss = await somebody('boss@acme.test', 'tenant-admin')
  const target = { organization: tenant, user: lost.user }
  expect(await boss.api.factors.showOf(target)).toMatchObject({ enrolled: true, requiredBy: null })
  const elsewhere = await world.admin.api.sessions.check() // somebody else's sessions are not touched
  await boss.api.factors.disable({ ...target, required: false, reason })
  expect(await refusalOf(lost.api.sessions.check())).toBe('unauthenticated')
  expect((await world.admin.api.sessions.check()).session).toBe(elsewhere.session)
  await lost.api.sessions.signIn({ email: 'lost@acme.test', password: goodPassword })
  expect((await halfSignedIn(world, 'lost@acme.test').then((it) => it.api.sessions.check())).step).toBeNull()
  expect((await world.mailbox.next('lost@acme.test', 2)).text).toContain(
    'removed your second factors and recovery codes',
  )
  const [fact] = (await boss.api.users.changes(target)).items.filter((it) => it.type === 'user.mfa_disabled')
  expect(fact).toMatchObject({ reason, actor: { id: boss.user }, after: { factors: 1, mfaRequired: false } })
  await withApp(world, lost)
  await boss.api.factors.disable({ ...target, required: true, reason })
  expect((await world.mailbox.next('lost@acme.test', 4)).text).toContain('You set up a new one when you sign in next')
  const half = await halfSignedIn(world, 'lost@acme.test')
  expect((await half.api.sessions.check()).step).toBe('enrol_factor')
  await withApp(world, half, 'New phone')
  expect((await boss.api.users.show(target)).mfaRequired).toBe(true)
  expect(
    await refusalOf(boss.api.factors.disable({ organization: tenant, user: boss.user, required: false, reason })),
  ).toBe('user_own')
})

test('BO29: it takes the rank of the highest of all accounts of the person, wherever that is', async () => {
  const placed = async (id: string): Promise<Place> => {
    const found = 'select path, level from organizations where id = $1'
    const [row] = await world.database.query<{ path: string; level: string }>(found, [innerId(id)])
    return { id, path: row?.path ?? '', level: row?.level ?? '' }
  }
  const [at, above] = [await placed(tenant), await placed(partner)]
  const clerk = await seat(world.database, at, { role: 'tenant-admin' })
  const api = seated(world.baseUrl, clerk.token).api
  const high = await seat(world.database, at, { role: 'tenant-user' })
  await seat(world.database, above, { role: 'partner-admin', identity: { id: high.identity, email: high.email } })
  await openFactor(world.database, high.identity)
  const target = { organization: tenant, user: high.userId }
  expect(await refusalOf(api.factors.disable({ ...target, required: false, reason }))).toBe('rank_too_low')
  const partnerAdmin = await seat(world.database, above, { role: 'partner-admin' })
  const abroad = seated(
    world.baseUrl,
    (await seat(world.database, await placed(partner), { role: 'partner-user' })).token,
  )
  expect(await refusalOf(abroad.api.factors.disable({ ...target, required: false, reason }))).toBe('permission_missing')
  expect(await api.factors.showOf(target)).toMatchObject({ enrolled: true })
  await seated(world.baseUrl, partnerAdmin.token).api.factors.disable({ ...target, required: false, reason })
  expect(await api.factors.showOf(target)).toMatchObject({ enrolled: false })
})

test('an account that its person has not confirmed tells nothing of their factors, and takes none away', async () => {
  const known = await somebody('known@acme.test')
  await withApp(world, known)
  const made = await world.admin.api.users.create({
    organization: partner,
    email: 'known@acme.test',
    firstName: 'K',
    lastName: 'N',
    role: 'partner-user',
  })
  const target = { organization: partner, user: made.id }
  expect(await world.admin.api.factors.showOf(target)).toMatchObject({ enrolled: false, apps: 0 })
  expect(await refusalOf(world.admin.api.factors.disable({ ...target, required: false, reason }))).toBe('rank_too_low')
  const mail = await world.mailbox.next('known@acme.test', 2)
  const joined = world.person()
  expect(await joined.api.joinings.confirm({ token: mail.token, password: goodPassword })).toMatchObject({
    step: 'second_factor',
  })
})

test('whoever sets the installation up is asked for a second factor, too, where everybody is', async () => {
  const bare = await createBare({ smtp: false })
  try {
    const { setUpToken } = await bare.app.prepare()
    await bare.database.query(
      `insert into policy_settings (id, org_path, key, value, locked, set_by, set_by_name, set_at)
       values (gen_random_uuid(), '0', 'mfa.required', '{"mode": "all", "roles": []}', false, gen_random_uuid(), 'x', now())`,
    )
    const names = { email: 'r@example.com', firstName: 'Rosa', lastName: 'Root', password: goodPassword }
    const first = bare.person()
    expect((await first.api.installation.setUp({ token: setUpToken ?? '', ...names })).step).toBe('enrol_factor')
    expect(await refusalOf(first.api.profile.show())).toBe('factor_enrolment_required')
    await withPasskey(first)
    expect((await first.api.profile.show()).step).toBeNull()
  } finally {
    await bare.stop()
  }
})
