/** One's own profile: names and language, and the password, for which the present one must be known. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, outcomes, signedIn } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

const newPassword = 'brass-kettle-orchard-71'
let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())

let people = 0
const somebody = (role = 'viewer') => member(world, organization, `p${(people += 1)}@acme.test`, role)

test('BO17: everybody sees who they are, where, and what they may do', async () => {
  const me = await (await somebody('employee')).api.profile.show()
  expect(me).toMatchObject({
    organization: { id: organization, name: 'Acme GmbH', level: 'tenant' },
    grants: [{ role: { key: 'employee', label: 'Employee' }, organization: { id: organization } }],
    language: 'en',
    phone: null,
  })
  expect(me.grants[0]?.permissions.toSorted()).toEqual(['operations.read', 'operations.write', 'roles.read'])
  expect(me.accounts).toMatchObject([{ user: me.id, organization: { id: organization } }])
  expect(await refusalOf(world.person().api.profile.show())).toBe('unauthenticated')
})

test('everybody changes their own name, phone and language, under If-Match, and it stands in their record', async () => {
  const sue = await somebody()
  const done = await sue.api.profile.update(
    { firstName: 'Susan', phone: '+4930123456', language: 'de' },
    { version: 1 },
  )
  expect(done).toMatchObject({ firstName: 'Susan', phone: '+4930123456', language: 'de', version: 2 })
  expect(await refusalOf(sue.api.profile.update({ firstName: 'Late' }, { version: 1 }))).toBe('version_differs')
  expect((await sue.api.profile.update({ phone: null })).phone).toBeNull()
  const { items } = await world.admin.api.users.changes({ organization, user: sue.user })
  expect(items[1]).toMatchObject({ type: 'user.updated', actor: { id: sue.user }, after: { firstName: 'Susan' } })
})

test('nobody gives themselves a role, an address or a state that way', async () => {
  const eve = await somebody()
  for (const field of ['role', 'email', 'status', 'organization', 'id', 'version', 'grants']) {
    const answer = await eve.send('PATCH', '/me', { firstName: 'Eve', [field]: 'admin' })
    expect(answer.status, field).toBe(400)
    expect(await answer.json()).toMatchObject({ fields: [{ path: `body.${field}`, code: 'additionalProperties' }] })
  }
  expect((await eve.api.profile.show()).version).toBe(1)
})

test('a name counts in the form it is stored in: a hundred letters that become two hundred are too many', async () => {
  const raj = await somebody()
  const answer = await raj.send('PATCH', '/me', { firstName: '\u0958'.repeat(100) })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ fields: [{ path: 'body.firstName', code: 'maxLength' }] })
  const fits = await raj.api.profile.update({ firstName: '\u0958'.repeat(50), lastName: 'e\u0301'.repeat(100) })
  expect([fits.firstName.length, fits.lastName]).toEqual([100, 'é'.repeat(100)])
})

test('changes of one’s own name at once are made one after the other, and none is half made', async () => {
  const tom = await somebody()
  const change = (n: number) => tom.api.profile.update({ firstName: `Tom ${n}` })
  expect(await outcomes([change(1), change(2), change(3)])).toEqual(['done', 'done', 'done'])
  // Of many some are told to try again: each was decided anew three times, because the account had changed.
  const all = await outcomes(Array.from({ length: 10 }, (_, n) => change(10 + n)))
  expect(all.every((it) => it === 'done' || it === 'unavailable')).toBe(true)
  expect((await tom.api.profile.show()).version).toBe(4 + all.filter((it) => it === 'done').length)
})

test('a new password ends every other session, not this one, and is told by mail', async () => {
  const pia = await somebody()
  const other = await signedIn(world, pia.me.email)
  await pia.api.profile.changePassword({ currentPassword: goodPassword, newPassword })
  expect((await pia.api.profile.show()).id).toBe(pia.user)
  expect(await refusalOf(other.api.profile.show())).toBe('unauthenticated')
  const { email } = pia.me
  expect((await world.mailbox.next(email)).subject).toBe('Your password for Backoffice was changed')
  expect(await refusalOf(world.person().api.sessions.signIn({ email, password: goodPassword }))).toBe(
    'credentials_wrong',
  )
  expect((await world.person().api.sessions.signIn({ email, password: newPassword })).id).toBe(pia.user)
})

test('a wrong present password, the same, a short or a guessable new one are refused beside their field', async () => {
  const pam = await somebody()
  for (const [currentPassword, next, code, field] of [
    ['wrong-password-here', newPassword, 'password_wrong', 'currentPassword'],
    [goodPassword, goodPassword, 'password_unchanged', 'newPassword'],
    [goodPassword, 'short', 'password_too_short', 'newPassword'],
    [goodPassword, 'qwertyuiopasdfgh', 'password_too_weak', 'newPassword'],
  ] as const) {
    const answer = await pam.send('POST', '/me/password', { currentPassword, newPassword: next })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code, fields: [{ path: `body.${field}` }] })
  }
  expect((await signedIn(world, pam.me.email)).user).toBe(pam.user)
})

test('whoever took over a session does not guess the password: ten tries in a quarter of an hour', async () => {
  const vic = await somebody()
  const guesses = Array.from({ length: 20 }, (_, n) =>
    vic.api.profile.changePassword({ currentPassword: `wrong-guess-${n}`, newPassword }),
  )
  const all = await outcomes(guesses)
  expect(all.filter((it) => it === 'password_wrong')).toHaveLength(10)
  expect(all.filter((it) => it === 'password_throttled')).toHaveLength(10)
  const right = { currentPassword: goodPassword, newPassword }
  expect(await refusalOf(vic.api.profile.changePassword(right))).toBe('password_throttled')
  world.advance(15 * 60_000 + 1)
  await vic.api.sessions.prove({ password: goodPassword })
  await vic.api.profile.changePassword(right)
})

test('of two changes of one password at once exactly one succeeds', async () => {
  const ben = await somebody()
  const change = (n: number) =>
    ben.api.profile.changePassword({ currentPassword: goodPassword, newPassword: `${newPassword}-${n}` })
  expect(await outcomes([change(1), change(2)])).toEqual(['done', 'password_wrong'])
})

test('a repeated change of password with one Idempotency-Key is answered again and done once', async () => {
  const una = await somebody()
  const passwords = { currentPassword: goodPassword, newPassword: 'seven-brass-kettles-humming' }
  const change = () => una.api.profile.changePassword(passwords, { idempotencyKey: 'one-intent' })
  await change()
  expect(await change()).toBeNull()
})
