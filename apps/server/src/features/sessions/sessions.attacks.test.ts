/** Somebody has a copy of a cookie, or of a password, and tries to make more of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoftPasskey } from '../../../test/authenticator.ts'
import { holding, member, outcomes, settled, signedIn, type Member } from '../../../test/builders.ts'
import { codeOf, halfSignedIn, withApp } from '../../../test/factors.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'

let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())
const somebody = (email: string, role = 'viewer') => member(world, organization, email, role)
const copied = ({ cookie }: Person): Person => Object.assign(world.person(), { cookie })

test('a copy of a session’s secret is worth nothing once its person has proved who they are', async () => {
  const newPassword = 'slow-badger-beacon-48'
  const ada = await somebody('ada@acme.test')
  const ends: [string, (api: Member['api']) => Promise<unknown>][] = [
    ['a password', (api) => api.sessions.prove({ password: goodPassword })],
    ['a new password', (api) => api.profile.changePassword({ currentPassword: goodPassword, newPassword })],
    ['a new factor', () => withApp(world, ada).then((app) => void (code = () => app.next()))],
    ['a code', (api) => api.sessions.prove({ code: code() })],
  ]
  let code = () => ''
  for (const [what, proof] of ends) {
    const { session } = await ada.api.sessions.check()
    const thief = copied(ada)
    await proof(ada.api)
    expect(await refusalOf(thief.api.sessions.check()), what).toBe('unauthenticated')
    expect((await ada.api.sessions.check()).session, what).toBe(session)
  }
  // What proves nothing changes nothing.
  const thief = copied(ada)
  expect(await refusalOf(ada.api.sessions.prove({ code: '000000' }))).toBe('code_wrong')
  expect((await thief.api.sessions.check()).user).toBe(ada.user)
})

test('a browser is known once the second factor was shown there, not by the password alone, and not after a new one', async () => {
  const cleo = await somebody('cleo@acme.test')
  const { next } = await withApp(world, cleo)
  const known = async () => {
    const rows = await world.database.query(
      `select from known_browsers k join identities i on i.id = k.identity_id where i.email = 'cleo@acme.test'`,
    )
    return rows.length
  }
  await world.database.query('delete from known_browsers')
  const half = await halfSignedIn(world, 'cleo@acme.test')
  expect(await known()).toBe(0)
  const proved = await half.send('POST', '/sessions/current/proof', { code: next() })
  expect(
    proved.headers.getSetCookie().filter((it) => /-known=[\w-]{43}; .*HttpOnly; SameSite=Strict/.test(it)),
  ).toHaveLength(1)
  expect(await known()).toBe(1)
  await half.api.profile.changePassword({ currentPassword: goodPassword, newPassword: 'slow-badger-beacon-48' })
  expect(await known()).toBe(0)
})

test('whoever was to set a second factor up beside its owner, or proved a password before there was one, is asked for it', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'dora@acme.test', role: 'viewer' }])
  const before = await signedIn(world, 'dora@acme.test')
  await world.admin.api.users.requireMfa({ organization, user, mfaRequired: true })
  const [dora, thief] = [await halfSignedIn(world, 'dora@acme.test'), await halfSignedIn(world, 'dora@acme.test')]
  const begun = await thief.api.factors.beginApp({ name: 'Mine' })
  expect((await thief.api.sessions.check()).step).toBe('enrol_factor')
  const { next } = await withApp(world, dora)
  expect((await thief.api.sessions.check()).step).toBe('second_factor')
  for (const call of [
    thief.api.factors.list(),
    thief.api.factors.beginApp({ name: 'Mine' }),
    thief.api.factors.confirmApp({ factor: begun.id, code: codeOf(world, begun.secret ?? '') }),
  ])
    expect(await refusalOf(call)).toBe('second_factor_required')
  // A session that was whole before stays so, but adds and removes nothing.
  expect((await before.api.sessions.check()).step).toBeNull()
  expect(await refusalOf(before.api.factors.beginApp({ name: 'Mine' }))).toBe('proof_required')
  await before.api.sessions.prove({ code: next() })
  expect((await before.api.factors.beginApp({ name: 'Tablet' })).secret).not.toBeNull()
})

test('of two who set up the first factor of one account at the same moment a single one gets in with theirs', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'erin@acme.test', role: 'viewer' }])
  await world.admin.api.users.requireMfa({ organization, user, mfaRequired: true })
  const both = await Promise.all([1, 2].map(() => halfSignedIn(world, 'erin@acme.test')))
  const made = await Promise.all(both.map(async ({ api }) => new SoftPasskey().make(await api.factors.beginPasskey())))
  const held = await holding(world, `select from identities where email = 'erin@acme.test'`)
  const adding = outcomes(
    made.map((passkey, n) => both[n]?.api.factors.addPasskey({ name: 'Key', passkey }) ?? Promise.reject(new Error())),
  )
  await held.waiting(2)
  await held.release()
  expect(await adding).toEqual(['done', 'proof_required'])
  const steps = await Promise.all(both.map(async ({ api }) => (await api.sessions.check()).step))
  expect(new Set(steps)).toEqual(new Set([null, 'second_factor']))
})

test('a password that is changed while it is tried, or whose account is deactivated, opens nothing', async () => {
  const changes = {
    changed: `update identities set password_hash = 'another' where email = $1`,
    deactivated: `update users set status = 'inactive', deactivated_at = now() where email = $1`,
  }
  for (const [what, statement] of Object.entries(changes)) {
    const email = `${what}@acme.test`
    await settled(world, organization, [{ email }])
    const others = await holding(world, 'select from identities where email = $1', [email])
    const tried = outcomes([world.person().api.sessions.signIn({ email, password: goodPassword })])
    await others.waiting(1)
    await others.release({ statement, values: [email] })
    expect(await tried, what).toEqual(['credentials_wrong'])
  }
})

test('a sign-in and a change of its account that wait for each other are both carried out', async () => {
  await somebody('fritz@acme.test')
  const rows = (of: string) => `select from ${of} where email = 'fritz@acme.test'`
  const held = await holding(world, rows('users'))
  const told = outcomes([world.person().api.sessions.signIn({ email: 'fritz@acme.test', password: goodPassword })])
  await held.waiting(1)
  await held.release({ statement: `${rows('identities')} for update`, values: [] })
  expect(await told).toEqual(['done'])
})
