/** Somebody has a copy of a cookie, or of a password, and tries to make more of it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, outcomes, type Member } from '../../../test/builders.ts'
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

test('of many halves of sign-ins that show one code, or one recovery code, at once, a single one becomes whole', async () => {
  const bea = await somebody('bea@acme.test')
  const { next, codes } = await withApp(world, bea)
  for (const shown of [{ code: next() }, { recoveryCode: codes[0] ?? '' }]) {
    const halves = await Promise.all([1, 2, 3, 4].map(() => halfSignedIn(world, 'bea@acme.test')))
    const all = await outcomes(halves.map((it) => it.api.sessions.prove(shown)))
    expect(all.filter((it) => it === 'done')).toHaveLength(1)
    const steps = await Promise.all(halves.map(async (it) => (await it.api.sessions.check()).step))
    expect(steps.filter((it) => it === null)).toHaveLength(1)
  }
})
