/** Sessions: how they begin, what they are worth, and everything that ends them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holding, invited, later, member, type Member, outcomes, settled, signedIn } from '../../../test/builders.ts'
import { createBare, createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

const hour = 3_600_000
let world: World
let organization: string
let ada: Member & { user: string }
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
  ada = await member(world, organization, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

test('signing in answers who one is, sets a cookie, and is seen in the list and the record', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'sid@acme.test', role: 'viewer' }])
  const sid = world.person()
  const me = await sid.api.sessions.signIn({ email: 'SID@Acme.test', password: goodPassword })
  expect(me).toMatchObject({ id: user, email: 'sid@acme.test', organization: { id: organization } })
  expect(await sid.api.sessions.check()).toMatchObject({ user })
  expect((await ada.api.users.show({ organization, user })).lastSignInAt).toBe(me.signedInAt)
  const { items } = await ada.api.users.changes({ organization, user })
  expect(items[0]).toMatchObject({ type: 'user.signed_in', actor: { id: user }, after: { address: '127.0.0.1' } })
})

test('the cookie is for this host, out of reach of scripts and of other sites, and stays as long as any session can', async () => {
  const answer = await world.person().send('POST', '/sessions', { email: ada.me.email, password: goodPassword })
  const cookie = answer.headers.getSetCookie()[0] ?? ''
  expect(cookie).toMatch(/^tenantry-3000=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict; Expires=/)
  const ends = Date.parse(/Expires=(.*)$/.exec(cookie)?.[1] ?? '')
  expect(Math.abs(ends - world.now().getTime() - 30 * 24 * hour)).toBeLessThan(5_000)
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('behind HTTPS the cookie is bound to host and encryption by its very name', async () => {
  const secure = await createBare({ publicUrl: 'https://admin.example.com' })
  try {
    const { setUpToken: token } = await secure.app.prepare()
    const names = { firstName: 'Rosa', lastName: 'Root' }
    const person = secure.person()
    const answer = await person.send('POST', '/installation/set-up', {
      token,
      email: 'r@example.com',
      ...names,
      password: goodPassword,
    })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-tenantry=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Secure; Expires=/,
    )
    // Only under that name it is heard.
    const value = person.cookie.split('=')[1]
    expect(
      await refusalOf(Object.assign(secure.person(), { cookie: `tenantry-443=${value}` }).api.profile.show()),
    ).toBe('unauthenticated')
    expect((await person.api.profile.show()).email).toBe('r@example.com')
  } finally {
    await secure.stop()
  }
})

test('no cookie, an invented one, two of them, that of an installation at another port: nobody is signed in', async () => {
  const { cookie } = ada
  const [, token] = cookie.split('=')
  for (const wrong of [
    '',
    `tenantry-3000=${'A'.repeat(43)}`,
    'tenantry-3000=short',
    `${cookie}; ${cookie}`,
    `tenantry-3000="${token}"`,
    `tenantry=${token}`,
    `tenantry-3001=${token}`,
  ]) {
    expect(await refusalOf(Object.assign(world.person(), { cookie: wrong }).api.profile.show())).toBe('unauthenticated')
  }
})

test('a session ends twelve hours after the sign-in, whatever happens in between', async () => {
  const tim = await member(world, organization, 'tim@acme.test', 'viewer')
  world.advance(11.9 * hour)
  const { expiresAt } = await tim.api.sessions.check()
  expect(Date.parse(expiresAt)).toBe(Date.parse(tim.me.signedInAt) + 12 * hour)
  await later(world, 0.1 * hour, ada, world.admin)
  expect(await refusalOf(tim.api.sessions.check())).toBe('unauthenticated')
})

test('signing out ends this session, clears the cookie, and leaves the others', async () => {
  const one = await member(world, organization, 'otto@acme.test', 'viewer')
  const two = await signedIn(world, 'otto@acme.test')
  const kept = { cookie: one.cookie }
  const answer = await one.send('DELETE', '/sessions/current')
  expect(answer.status).toBe(204)
  expect(answer.headers.get('set-cookie')).toBe('tenantry-3000=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0')
  expect(await refusalOf(Object.assign(world.person(), kept).api.profile.show())).toBe('unauthenticated')
  expect((await two.api.profile.show()).email).toBe('otto@acme.test')
  expect((await one.send('DELETE', '/sessions/current')).status).toBe(401)
})

test('whoever signs in again where they are signed in has one session there, not two; nor is one left of somebody else, whose keys stay', async () => {
  const [ina, leo] = ['ina@acme.test', 'leo@acme.test']
  await settled(world, organization, [{ email: ina }, { email: leo }])
  const elsewhere = await signedIn(world, ina)
  const person = await signedIn(world, ina)
  const before = person.cookie
  // Not by somebody who does not get in.
  const wrong = person.api.sessions.signIn({ email: ina, password: 'not the right one' })
  expect(await refusalOf(wrong)).toBe('credentials_wrong')
  await person.api.sessions.check()
  await person.api.sessions.signIn({ email: ina, password: goodPassword })
  expect(await refusalOf(Object.assign(world.person(), { cookie: before }).api.sessions.check())).toBe(
    'unauthenticated',
  )
  expect((await elsewhere.api.sessions.list()).items).toHaveLength(2)
  const shared = Object.assign(world.person(), { cookie: person.cookie })
  const { secret } = await person.api.keys.create({ name: 'Robot' })
  // Not by somebody who does not get in.
  expect(await refusalOf(shared.api.sessions.signIn({ email: leo, password: 'not the right one' }))).toBe(
    'credentials_wrong',
  )
  expect((await elsewhere.api.sessions.list()).items).toHaveLength(2)
  await shared.api.sessions.signIn({ email: leo, password: goodPassword })
  expect((await elsewhere.api.sessions.list()).items.map((it) => it.current)).toEqual([true])
  expect(await refusalOf(person.api.sessions.check())).toBe('unauthenticated')
  const robot = await fetch(`${world.baseUrl}/api/v1/me`, { headers: { authorization: `Bearer ${secret ?? ''}` } })
  expect(robot.status).toBe(200)
})

test('one sees one’s own sessions, ends one, and ends all others; somebody else’s is unknown', async () => {
  const here = await member(world, organization, 'sam@acme.test', 'viewer')
  const there = await signedIn(world, 'sam@acme.test')
  const third = await signedIn(world, 'sam@acme.test')
  const { items } = await here.api.sessions.list()
  expect(items).toHaveLength(3)
  const mine = await here.api.sessions.check()
  expect(items.filter((it) => it.current).map((it) => it.id)).toEqual([mine.session])
  expect(items[0]).toMatchObject({ address: '127.0.0.1' })

  const { session } = await there.api.sessions.check()
  expect(await refusalOf(ada.api.sessions.end({ session }))).toBe('session_unknown')
  await here.api.sessions.end({ session })
  expect(await refusalOf(there.api.profile.show())).toBe('unauthenticated')
  expect(await refusalOf(here.api.sessions.end({ session }))).toBe('session_unknown')
  expect(await here.api.sessions.endOthers()).toEqual({ ended: 1 })
  expect(await refusalOf(third.api.profile.show())).toBe('unauthenticated')
  expect(await here.api.sessions.endOthers()).toEqual({ ended: 0 })
  expect((await here.api.sessions.list()).items).toHaveLength(1)
})

/** One person with an account in each of two tenants. */
async function withTwoAccounts(email: string) {
  const other = await world.tenant(`Of ${email}`)
  await settled(world, other.id, [{ email, role: 'admin' }])
  const { token } = await invited(world, organization, email, 'viewer')
  const person = world.person()
  const names = { firstName: 'Ida', lastName: 'Doppel' }
  const me = await person.api.invitations.accept({ token, ...names, password: goodPassword })
  const there = me.accounts.find((it) => it.organization.id === other.id)?.user ?? ''
  return { person, me, other, there }
}

test('switching to one’s other account gives a new session with its rights alone; the old one is over', async () => {
  const { person, me, other, there } = await withTwoAccounts('ida@example.com')
  const before = { cookie: person.cookie }
  expect(await refusalOf(person.api.users.list({ organization: other.id }))).toBe('organization_unknown')
  const switched = await person.api.sessions.switchAccount({ user: there })
  expect(switched).toMatchObject({ id: there, organization: { id: other.id } })
  expect(person.cookie).not.toBe(before.cookie)
  expect((await person.api.users.list({ organization: other.id })).items).toHaveLength(1)
  expect(await refusalOf(person.api.roles.list({ organization }))).toBe('organization_unknown')
  expect(await refusalOf(Object.assign(world.person(), before).api.profile.show())).toBe('unauthenticated')
  expect((await person.api.sessions.switchAccount({ user: me.id })).organization.id).toBe(organization)
})

test('to somebody else’s account, an invented or a deactivated one, nobody switches', async () => {
  const { person, other, there } = await withTwoAccounts('eli@example.com')
  for (const user of [ada.user, `usr_${'0'.repeat(32)}`]) {
    expect(await refusalOf(person.api.sessions.switchAccount({ user }))).toBe('account_unknown')
  }
  await settled(world, other.id, [{ email: 'keeper@example.com', role: 'admin' }])
  await world.admin.api.users.deactivate({ organization: other.id, user: there })
  expect(await refusalOf(person.api.sessions.switchAccount({ user: there }))).toBe('account_unknown')
  expect((await person.api.profile.show()).accounts).toHaveLength(1)
})

test('a switch repeated with its Idempotency-Key gives no second session, and the secret of the first is stored nowhere', async () => {
  const { person, me, there } = await withTwoAccounts('ike@example.com')
  const key = { idempotencyKey: 'switch-once' }
  await person.api.sessions.switchAccount({ user: there }, key)
  const secret = person.cookie.split('=')[1] ?? ''
  const stored = await world.database.query('select from idempotency_keys k where k::text like $1', [`%${secret}%`])
  expect(stored).toHaveLength(0)
  await person.api.sessions.switchAccount({ user: me.id })
  const answer = await person.send(
    'POST',
    '/sessions/current/switch',
    { user: there },
    { 'idempotency-key': key.idempotencyKey },
  )
  expect(answer.status).toBe(201)
  expect(answer.headers.get('set-cookie')).toBeNull()
})

test('BO20: whoever is deactivated while their request is under way has written nothing', async () => {
  const eve = await member(world, organization, 'eve@acme.test', 'admin')
  const sessions = await holding(world, 'select from sessions where user_id = $1', [innerId(eve.user)])
  const deactivation = ada.api.users.deactivate({ organization, user: eve.user })
  await sessions.waiting(1) // it has locked Eve's account and would now end her session
  const attempt = refusalOf(eve.api.invitations.create({ organization, email: 'late@acme.test', role: 'admin' }))
  await sessions.waiting(2) // her request was let in, and waits for her account
  await sessions.release()
  expect((await deactivation).status).toBe('inactive')
  expect(await attempt).toBe('unauthenticated')
  expect((await ada.api.invitations.list({ organization, search: 'late@acme.test' })).items).toEqual([])
})

test('BO18: whoever is demoted while their request is under way has done nothing that the new role forbids', async () => {
  const max = await member(world, organization, 'max@acme.test', 'admin')
  const grants = await holding(world, 'select from grants where user_id = $1', [innerId(max.user)])
  const demotion = ada.api.users.changeRole({ organization, user: max.user, role: 'employee' })
  await grants.waiting(1)
  const attempt = refusalOf(max.api.invitations.create({ organization, email: 'late@acme.test', role: 'admin' }))
  await grants.waiting(2)
  await grants.release()
  expect((await demotion).role.key).toBe('employee')
  expect(await attempt).toBe('permission_missing')
})

test('a request that began before its user was deactivated is done before it: neither waits for the other in a ring', async () => {
  const eva = await member(world, organization, 'eva@acme.test', 'admin')
  const { id } = await eva.api.invitations.create({ organization, email: 'guest@acme.test', role: 'viewer' })
  const deadlocks = async () =>
    (await world.database.query('select deadlocks from pg_stat_database where datname = current_database()'))[0]
  const before = await deadlocks()
  const invitation = await holding(world, 'select from invitations where id = $1', [innerId(id)])
  const attempt = outcomes([eva.api.invitations.resend({ organization, invitation: id })])
  await invitation.waiting(1)
  const deactivation = outcomes([ada.api.users.deactivate({ organization, user: eva.user })])
  await invitation.waiting(2)
  await invitation.release()
  expect(await attempt).toEqual(['done'])
  expect(await deactivation).toEqual(['done'])
  expect(await deadlocks()).toEqual(before)
})

test('twenty requests of somebody who is deactivated meanwhile: each is either done or not let in', async () => {
  const eda = await member(world, organization, 'eda@acme.test', 'admin')
  const emails = Array.from({ length: 20 }, (_, n) => `visitor${n}@acme.test`)
  const invite = (email: string) => eda.api.invitations.create({ organization, email, role: 'viewer' })
  const [done, ...answers] = await Promise.all([
    outcomes([ada.api.users.deactivate({ organization, user: eda.user })]),
    ...emails.map((email) => outcomes([invite(email)])),
  ])
  expect(done).toEqual(['done'])
  const invitations = await ada.api.invitations.list({ organization, search: 'visitor' })
  expect(answers.flat().filter((it) => it === 'done')).toHaveLength(invitations.items.length)
  expect(answers.flat().every((it) => it === 'done' || it === 'unauthenticated')).toBe(true)
})

test('switching makes no session live longer, and a session makes one other at the most', async () => {
  const eve = await member(world, organization, 'switcher@acme.test', 'viewer')
  const before = await eve.api.sessions.check()
  const switches = Array.from({ length: 6 }, () => eve.send('POST', '/sessions/current/switch', { user: eve.user }))
  const statuses = (await Promise.all(switches)).map((it) => it.status)
  expect(statuses.filter((it) => it === 201)).toHaveLength(1)
  expect(statuses.filter((it) => it !== 201 && it !== 401)).toEqual([])
  const [open, ...others] = await world.database.query<{ created_at: Date }>(
    `select s.created_at from sessions s join users u on u.id = s.user_id where u.email = 'switcher@acme.test'`,
  )
  expect(others).toEqual([])
  expect(open?.created_at.getTime()).toBe(Date.parse(before.expiresAt) - 12 * hour)
})

test('one proves once more who one is with the password; wrong ones are counted', async () => {
  const pia = await member(world, organization, 'pia@acme.test', 'viewer')
  const wrong = () => refusalOf(pia.api.sessions.prove({ password: 'not-the-password' }))
  const before = await provedAt(pia.user)
  expect(await wrong()).toBe('password_wrong')
  expect(await provedAt(pia.user)).toEqual(before)
  await pia.api.sessions.prove({ password: goodPassword })
  expect(await provedAt(pia.user)).toBeGreaterThan(before)
  const tries = await Promise.all(Array.from({ length: 12 }, wrong))
  expect(tries.toSorted()).toEqual([
    ...Array<string>(2).fill('password_throttled'),
    ...Array<string>(10).fill('password_wrong'),
  ])
  expect(await refusalOf(pia.api.sessions.prove({ password: goodPassword }))).toBe('password_throttled')
})
async function provedAt(user: string): Promise<number> {
  const found = 'select proved_at from sessions where user_id = $1'
  return (await world.database.query<{ proved_at: Date }>(found, [innerId(user)]))[0]?.proved_at.getTime() ?? 0
}
