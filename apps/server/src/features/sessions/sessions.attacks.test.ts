/** Somebody has a copy of a cookie, or of a password, and tries to make more of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, type Member } from '../../../test/builders.ts'
import { halfSignedIn, withApp } from '../../../test/factors.ts'
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
