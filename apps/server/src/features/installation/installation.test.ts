/** The first administrator: one link, once, and after that never again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outcomes } from '../../../test/builders.ts'
import { createBare, goodPassword, refusalOf, type Bare } from '../../../test/world.ts'

let bare: Bare
let token: string
beforeAll(async () => {
  bare = await createBare()
  token = (await bare.app.prepare()).setUpToken ?? ''
})
afterAll(() => bare.stop())

const rosa = { email: 'Rosa@Example.com', firstName: 'Rosa', lastName: 'Root', password: goodPassword }
const setUp = (with_: Partial<typeof rosa & { token: string }> = {}) =>
  bare.person().api.installation.setUp({ token, ...rosa, ...with_ })

test('before the set-up everybody sees what the product is called and that it waits for its administrator', async () => {
  expect(await bare.person().api.installation.show()).toMatchObject({
    product: 'Backoffice',
    blueprint: 'backoffice',
    levels: [{ key: 'platform' }, { key: 'tenant', plural: 'Tenants' }],
    labels: {},
    setupNeeded: true,
    mailConfigured: true,
    languages: ['en', 'de'],
    passwordMinLength: 15,
  })
})

test('a wrong token sets nothing up, and nothing else works either', async () => {
  expect(await refusalOf(setUp({ token: 'A'.repeat(43) }))).toBe('setup_token_unknown')
  const { email, password } = rosa
  expect(await refusalOf(bare.person().api.sessions.signIn({ email, password }))).toBe('credentials_wrong')
  expect((await bare.person().api.installation.show()).setupNeeded).toBe(true)
})

test('each start gives a new token, and the one before is dead', async () => {
  const before = token
  token = (await bare.app.prepare()).setUpToken ?? ''
  expect(token).not.toBe(before)
  expect(await refusalOf(setUp({ token: before }))).toBe('setup_token_unknown')
})

test('short and easily guessed passwords are refused beside their field, and the link stays good', async () => {
  for (const [password, code] of [
    ['short', 'password_too_short'],
    ['backofficebackoffice', 'password_too_weak'],
    ['rosa@example.com-rosa', 'password_too_weak'],
  ] as const) {
    const answer = await bare.person().send('POST', '/installation/set-up', { token, ...rosa, password })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code, fields: [{ path: 'body.password' }] })
  }
})

test('of five set-ups at once exactly one makes the administrator, who is signed in', async () => {
  const people = Array.from({ length: 5 }, () => bare.person())
  const all = await outcomes(people.map((it) => it.api.installation.setUp({ token, ...rosa })))
  expect(all).toEqual(['done', ...Array.from({ length: 4 }, () => 'setup_closed')])
  const winner = people.find((it) => it.cookie)
  expect(await winner?.api.profile.show()).toMatchObject({
    email: 'rosa@example.com',
    organization: { name: 'Backoffice', level: 'platform' },
    grants: [{ role: { key: 'platform-admin' } }],
  })
  expect(people.filter((it) => it.cookie)).toHaveLength(1)
})

test('after that it is closed, with the right token, with a wrong one, and after a restart', async () => {
  expect(await refusalOf(setUp({ email: 'second@example.com' }))).toBe('setup_closed')
  expect(await refusalOf(setUp({ token: 'A'.repeat(43) }))).toBe('setup_closed')
  expect(await bare.app.prepare()).toEqual({ applied: false, setUpToken: null })
  expect((await bare.person().api.installation.show()).setupNeeded).toBe(false)
  const { email, password } = rosa
  expect((await bare.person().api.sessions.signIn({ email, password })).email).toBe('rosa@example.com')
})
