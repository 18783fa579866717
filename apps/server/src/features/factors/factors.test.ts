/** Authenticator apps and recovery codes: how they are added, what they are worth, and what half a sign-in cannot do. */
import { contract } from '@tenantry/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { later, member, outcomes } from '../../../test/builders.ts'
import { codeOf, halfSignedIn, withApp } from '../../../test/factors.ts'
import { operations } from '../../../test/operations.ts'
import { rightCall } from '../../../test/wrong.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'
import { publicId, newId } from '../../platform/value/ids.ts'

const minute = 60_000
let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())
const somebody = (email: string, role = 'viewer') => member(world, organization, email, role)

test('BO30: an authenticator app is added with a code of it; from then on the password alone opens nothing', async () => {
  const ada = await somebody('ada@acme.test')
  const begun = await ada.api.factors.beginApp({ name: '  Phone ' })
  expect(begun.uri).toMatch(/^otpauth:\/\/totp\/.*ada(%40|@)acme\.test\?.*secret=[A-Z2-7]{32}/)
  const secret = begun.secret ?? ''
  const confirm = (code: string) => ada.api.factors.confirmApp({ factor: begun.id, code })
  expect(await refusalOf(confirm('000000'))).toBe('code_wrong')
  expect((await ada.api.factors.list()).items).toEqual([])
  expect((await halfSignedIn(world, 'ada@acme.test').then((it) => it.api.sessions.check())).step).toBeNull()
  const { factor, recoveryCodes } = await confirm(codeOf(world, secret))
  expect(factor).toMatchObject({ kind: 'app', name: 'Phone' })
  expect(new Set(recoveryCodes).size).toBe(10)
  expect((await world.mailbox.next('ada@acme.test')).text).toContain('“Phone” was added as a second factor')
  expect(await ada.api.factors.list()).toMatchObject({ items: [{ id: factor.id }], recoveryCodesLeft: 10 })
  // Secrets stand nowhere as they are.
  const [row] = await world.database.query<{ all: string }>(
    `select string_agg(f::text, ' ') || (select string_agg(c::text, ' ') from recovery_codes c) as all from factors f`,
  )
  for (const it of [secret, ...(recoveryCodes ?? []).flatMap((one) => [one, one.replaceAll('-', '')])])
    expect(row?.all).not.toContain(it)

  const half = await halfSignedIn(world, 'ada@acme.test')
  expect(await half.api.sessions.check()).toMatchObject({ step: 'second_factor' })
  expect(await refusalOf(half.api.profile.show())).toBe('second_factor_required')
  expect(await half.api.factors.ways()).toEqual({ ways: ['code', 'recovery_code'], rememberDays: 0 })
  const before = half.cookie
  await half.api.sessions.prove({ code: codeOf(world, secret, 1) })
  expect(half.cookie).not.toBe(before)
  expect((await half.api.profile.show()).step).toBeNull()
  half.cookie = before
  expect(await refusalOf(half.api.sessions.check())).toBe('unauthenticated')
})

test('half a sign-in opens nothing but its next step, whatever the route and whoever it is', async () => {
  const boss = await somebody('boss@acme.test', 'admin')
  await withApp(world, boss)
  const open = operations.filter(({ route }) => route.during?.includes('second_factor')).map((it) => it.name)
  expect(open.sort()).toEqual([
    'factors.ways',
    'sessions.challenge',
    'sessions.check',
    'sessions.prove',
    'sessions.signOut',
  ])
  const half = await halfSignedIn(world, 'boss@acme.test')
  const { session } = await half.api.sessions.check()
  const made = (kind: Parameters<typeof publicId>[0]) => publicId(kind, newId())
  const [invitation, mail, key, customRole] = [made('inv'), made('mail'), made('key'), made('rol')]
  const [change, factor, device] = [made('evt'), made('fac'), made('dev')]
  const federated = { connection: made('con'), domain: made('dom'), link: made('lnk') }
  const about = {
    organization,
    user: boss.user,
    session,
    invitation,
    mail,
    key,
    customRole,
    change,
    factor,
    device,
    ...federated,
  }
  for (const { name, route } of operations) {
    if (route.access === 'public' || open.includes(name)) continue
    const { path, body } = rightCall(route, about)
    const answer = await half.send(route.method, path, body)
    expect(await answer.json(), name).toMatchObject({ code: 'second_factor_required' })
  }
  const answer = await half.api.sessions.signIn({ email: 'boss@acme.test', password: goodPassword })
  expect(answer).toMatchObject({ step: 'second_factor', grants: [], accounts: [], phone: null })
  // Neither does its password get it further.
  expect(await refusalOf(half.api.sessions.prove({ password: goodPassword }))).toBe('proof_by_factor')
  expect(Date.parse((await half.api.sessions.check()).expiresAt) - world.now().getTime()).toBeLessThan(10 * minute + 1)
  world.advance(10 * minute + 1)
  expect(await refusalOf(half.api.sessions.check())).toBe('unauthenticated')
})

test('a code counts one step early and one late, never further, once, and no older one after it', async () => {
  const kim = await somebody('kim@acme.test')
  const { secret, first } = await withApp(world, kim)
  const prove = async (code: string) =>
    outcomes([(await halfSignedIn(world, 'kim@acme.test')).api.sessions.prove({ code })])
  /** Asked at the beginning of a time step, so that a slow machine stays within it. */
  const proveAt = async (steps: number) => {
    const half = await halfSignedIn(world, 'kim@acme.test')
    world.advance(30_000 - (world.now().getTime() % 30_000))
    const code = codeOf(world, secret, steps)
    return { code, outcome: await outcomes([half.api.sessions.prove({ code })]) }
  }
  expect(await prove(first)).toEqual(['code_wrong']) // shown when the app was added
  for (const steps of [-2, 2, -20, 20]) expect((await proveAt(steps)).outcome, String(steps)).toEqual(['code_wrong'])
  world.advance(16 * minute) // the budget of wrong ones is used up
  const late = await proveAt(-1)
  expect(late.outcome).toEqual(['done'])
  expect(await prove(late.code)).toEqual(['code_wrong'])
  const early = await proveAt(1)
  expect(early.outcome).toEqual(['done'])
  expect(await prove(codeOf(world, secret))).toEqual(['code_wrong']) // older than the last
  // Somebody else's right code is nothing.
  const lee = await withApp(world, await somebody('lee@acme.test'))
  const half = await halfSignedIn(world, 'kim@acme.test')
  expect(await refusalOf(half.api.sessions.prove({ code: lee.next() }))).toBe('code_wrong')
})

test('fifty parallel uses of one code, of one recovery code: one of each opens a session', async () => {
  const max = await somebody('max@acme.test')
  const { codes, next } = await withApp(world, max)
  const done = async (shown: { code: string } | { recoveryCode: string }) => {
    const halves: Person[] = []
    for (let n = 0; n < 5; n += 1) halves.push(await halfSignedIn(world, 'max@acme.test'))
    const tenTimes = Array.from({ length: 10 }, () => halves).flat()
    const all = tenTimes.map((it) => it.api.sessions.prove(shown))
    return (await outcomes(all)).filter((it) => it === 'done').length
  }
  expect(await done({ code: next() })).toBe(1)
  world.advance(16 * minute)
  const recoveryCode = codes[0]?.toLowerCase() ?? ''
  expect(await done({ recoveryCode })).toBe(1)
  world.advance(16 * minute)
  const later = await halfSignedIn(world, 'max@acme.test')
  expect(await refusalOf(later.api.sessions.prove({ recoveryCode }))).toBe('recovery_code_wrong')
  await later.api.sessions.prove({ recoveryCode: codes[1]?.replaceAll('-', '') ?? '' })
  expect((await later.api.factors.list()).recoveryCodesLeft).toBe(8)
})

test('the first code of a new app has a budget of its own, which no sign-in uses up', async () => {
  const ulf = await somebody('ulf@acme.test')
  const { id, secret } = await ulf.api.factors.beginApp({ name: 'Phone' })
  const confirm = (code: string) => ulf.api.factors.confirmApp({ factor: id, code })
  for (let n = 0; n < 20; n += 1) expect(await refusalOf(confirm('000000'))).toBe('code_wrong')
  expect(await refusalOf(confirm(codeOf(world, secret ?? '')))).toBe('factor_throttled')
  await later(world, 15 * minute + 1000, ulf)
  const again = await ulf.api.factors.beginApp({ name: 'Phone' })
  await ulf.api.factors.confirmApp({ factor: again.id, code: codeOf(world, again.secret ?? '') })
})

test('the second factor has a budget of its own, exact under fifty tries at once, that only who knows the password can use up', async () => {
  const joe = await somebody('joe@acme.test')
  const { next, codes } = await withApp(world, joe)
  const half = await halfSignedIn(world, 'joe@acme.test')
  const wrong = Array.from({ length: 50 }, () => half.api.sessions.prove({ code: '000000' }))
  const told = await outcomes(wrong)
  expect(told.filter((it) => it === 'code_wrong')).toHaveLength(5)
  expect(told.filter((it) => it === 'factor_throttled')).toHaveLength(45)
  // Every way is counted together, from every session of this person.
  const other = await halfSignedIn(world, 'joe@acme.test')
  expect(await refusalOf(other.api.sessions.prove({ code: next() }))).toBe('factor_throttled')
  expect(await refusalOf(other.api.sessions.prove({ recoveryCode: codes[0] ?? '' }))).toBe('factor_throttled')
  // The password's budget is another one, and a password is no way around.
  expect((await other.api.sessions.check()).step).toBe('second_factor')
  world.advance(16 * minute)
  const again = await halfSignedIn(world, 'joe@acme.test')
  await again.api.sessions.prove({ code: next() })
})

test('BO30: recovery codes are shown once, made anew with a fresh proof, and their owner is told when they run low', async () => {
  const zoe = await somebody('zoe@acme.test')
  expect(await refusalOf(zoe.api.factors.makeRecoveryCodes())).toBe('factors_none')
  const { codes, next } = await withApp(world, zoe)
  const key = { idempotencyKey: 'codes' }
  const { recoveryCodes } = await zoe.api.factors.makeRecoveryCodes({}, key)
  expect((await zoe.api.factors.makeRecoveryCodes({}, key)).recoveryCodes).toBeNull()
  const half = await halfSignedIn(world, 'zoe@acme.test')
  expect(await refusalOf(half.api.sessions.prove({ recoveryCode: codes[0] ?? '' }))).toBe('recovery_code_wrong')
  for (const recoveryCode of (recoveryCodes ?? []).slice(0, 7))
    await (await halfSignedIn(world, 'zoe@acme.test')).api.sessions.prove({ recoveryCode })
  const mails = async () => (await world.mailbox.next('zoe@acme.test', 3)).text // added, made, the last three begin
  expect(await mails()).toContain('You have 3 left')
  world.advance(11 * minute)
  await zoe.api.sessions.check()
  expect(await refusalOf(zoe.api.factors.makeRecoveryCodes())).toBe('proof_required')
  expect(await refusalOf(zoe.api.factors.beginApp({ name: 'x' }))).toBe('proof_required')
  expect(await refusalOf(zoe.api.keys.create({ name: 'x' }))).toBe('proof_required')
  expect(await refusalOf(zoe.api.sessions.prove({ password: goodPassword }))).toBe('proof_by_factor')
  await zoe.api.sessions.prove({ code: next() })
  await zoe.api.keys.create({ name: 'x' })
})

test('BO30: factors are renamed, removed, several of each up to ten; those of others are unknown', async () => {
  const [una, ben] = [await somebody('una@acme.test'), await somebody('ben@acme.test')]
  const phone = await withApp(world, una)
  const { factor: other } = await withApp(world, ben)
  for (const factor of [other, publicId('fac', newId())]) {
    expect(await refusalOf(una.api.factors.rename({ factor, name: 'Mine' }))).toBe('factor_unknown')
    expect(await refusalOf(una.api.factors.remove({ factor }))).toBe('factor_unknown')
    expect(await refusalOf(una.api.factors.confirmApp({ factor, code: '123456' }))).toBe('factor_unknown')
  }
  expect(await una.api.factors.rename({ factor: phone.factor, name: 'Old phone' })).toMatchObject({ name: 'Old phone' })
  for (let n = 2; n <= 10; n += 1) await withApp(world, una, `App ${n}`)
  expect(await refusalOf(una.api.factors.beginApp({ name: 'One more' }))).toBe('factors_full')
  await una.api.factors.remove({ factor: phone.factor })
  const half = await halfSignedIn(world, 'una@acme.test')
  expect(await refusalOf(half.api.sessions.prove({ code: phone.next() }))).toBe('code_wrong')
  await una.api.factors.turnOff()
  expect(await una.api.factors.list()).toMatchObject({ items: [], recoveryCodesLeft: 0 })
  expect((await (await halfSignedIn(world, 'una@acme.test')).api.sessions.check()).step).toBeNull()
})

test('whoever removes a factor of their own ends their other sessions, and not their keys; adding one ends none', async () => {
  const ren = await somebody('ren@acme.test')
  const owner = await withApp(world, ren)
  const { secret } = await ren.api.keys.create({ name: 'Script' })
  const other = await halfSignedIn(world, 'ren@acme.test')
  const half = await halfSignedIn(world, 'ren@acme.test')
  await other.api.sessions.prove({ code: owner.next() })
  await withApp(world, ren, 'Tablet')
  expect((await other.api.sessions.check()).step).toBeNull()
  await ren.api.factors.remove({ factor: owner.factor })
  expect((await ren.api.sessions.check()).step).toBeNull()
  for (const it of [other, half]) expect(await refusalOf(it.api.sessions.check())).toBe('unauthenticated')
  expect((await world.mailbox.next('ren@acme.test', 3)).text).toContain('All other sessions were ended.')
  const byKey = await fetch(`${world.baseUrl}/api/v1/me`, { headers: { authorization: `Bearer ${secret ?? ''}` } })
  expect(byKey.status).toBe(200)
  const again = await halfSignedIn(world, 'ren@acme.test')
  await ren.api.factors.turnOff()
  expect(await refusalOf(again.api.sessions.check())).toBe('unauthenticated')
  expect((await ren.api.sessions.check()).step).toBeNull()
})

test('an unconfirmed app counts for nothing, gives way to the next, and is forgotten after half an hour', async () => {
  const ivo = await somebody('ivo@acme.test')
  const first = await ivo.api.factors.beginApp({ name: 'First' })
  const second = await ivo.api.factors.beginApp({ name: 'Second' })
  const confirm = (it: { id: string; secret: string | null }) =>
    ivo.api.factors.confirmApp({ factor: it.id, code: codeOf(world, it.secret ?? '') })
  expect(await refusalOf(confirm(first))).toBe('factor_unknown')
  world.advance(31 * minute)
  await ivo.api.sessions.prove({ password: goodPassword })
  expect(await refusalOf(confirm(second))).toBe('factor_unknown')
  const key = { idempotencyKey: 'begin' }
  const third = await ivo.api.factors.beginApp({ name: 'Third' }, key)
  // What is shown once is not kept for a repeated call.
  expect(await ivo.api.factors.beginApp({ name: 'Third' }, key)).toEqual({ ...third, secret: null, uri: null })
  const both = await outcomes([confirm(third), confirm(third)])
  expect(both).toEqual(['done', 'factor_unknown'])
})

test('a password that is reset, or was chosen by somebody else, does not get past the second factor', async () => {
  const eli = await somebody('eli@acme.test')
  const { next } = await withApp(world, eli)
  await eli.api.passwords.requestReset({ email: 'eli@acme.test' })
  const { token } = await world.mailbox.next('eli@acme.test', 2)
  const password = 'slow-badger-beacon-48'
  const answer = await world.person().send('POST', '/password-resets/complete', { token, password })
  expect([answer.status, answer.headers.get('set-cookie')]).toEqual([204, null])
  const half = world.person()
  expect((await half.api.sessions.signIn({ email: 'eli@acme.test', password })).step).toBe('second_factor')
  expect(await refusalOf(half.api.profile.show())).toBe('second_factor_required')
  await world.database.query(
    `update identities set must_change_password = true, password_expires_at = $1 where email = 'eli@acme.test'`,
    [new Date(world.now().getTime() + 86_400_000)],
  )
  const given = world.person()
  expect((await given.api.sessions.signIn({ email: 'eli@acme.test', password })).step).toBe('second_factor')
  const twice = world.person().api.sessions.signIn({ email: 'eli@acme.test', password })
  expect(await refusalOf(twice)).toBe('credentials_wrong') // it opens one session, half ones too
  await given.api.sessions.prove({ code: next() })
  expect(await refusalOf(given.api.profile.show())).toBe('password_change_required')
  await given.api.profile.changePassword({ currentPassword: password, newPassword: goodPassword })
  expect((await given.api.profile.show()).step).toBeNull()
})

test('whoever is known and accepts an invitation elsewhere shows their second factor there, too', async () => {
  const rival = (await world.tenant('Rival')).id
  const amy = await somebody('amy@acme.test')
  const { next } = await withApp(world, amy)
  await world.admin.api.invitations.create({ organization: rival, email: 'amy@acme.test', role: 'viewer' })
  const { token } = await world.mailbox.next('amy@acme.test', 2)
  const there = world.person()
  const names = { firstName: 'Amy', lastName: 'Example' }
  const joined = await there.api.invitations.accept({ token, ...names, password: goodPassword })
  expect(joined).toMatchObject({ step: 'second_factor', grants: [] })
  expect(await refusalOf(there.api.profile.show())).toBe('second_factor_required')
  await there.api.sessions.prove({ code: next() })
  expect((await there.api.profile.show()).accounts).toHaveLength(2)
})

test('the contract leaves no route of factors to API keys', () => {
  for (const routes of [contract.factors, contract.devices])
    for (const [name, route] of Object.entries(routes))
      if (route.access === 'member') expect('byKey' in route && route.byKey, name).toBe('refused')
})
