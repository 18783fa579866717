/** What passwords must be, by policy, wherever one is set; and hashes that are renewed. */
import { hashSync } from 'bcryptjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, invited, member, settled, signedIn } from '../../../test/builders.ts'
import { createWorld, goodPassword, type World } from '../../../test/world.ts'

let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld({ blueprint: 'presales' })
  organization = await place('Acme GmbH')
})
afterAll(() => world.stop())

const place = async (name: string) =>
  (await world.admin.api.organizations.create({ organization: world.admin.me.organization.id, name })).id
const lowest = async () => (await world.admin.api.roles.list({ organization })).items.at(-1)?.key ?? ''
const rules = (at: string, value: { minLength: number; leakedCheck: boolean }) =>
  world.admin.api.policies.set({ organization: at, policy: 'password.rules', value })
const reset = async (email: string, n = 1) => {
  await world.person().api.passwords.requestReset({ email })
  return (await world.mailbox.next(email, n)).token
}
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code
const complete = async (token: string, password: string) => {
  const answer = await world.person().send('POST', '/password-resets/complete', { token, password })
  return answer.status === 204 ? 'done' : codeOf(answer)
}

test('PS36: fifteen characters are asked for unless the organization says otherwise, and its own number then', async () => {
  const role = await lowest()
  const { token } = await invited(world, organization, 'fresh@acme.test', role)
  const accept = (password: string) =>
    world.person().send('POST', '/invitations/accept', { token, firstName: 'F', lastName: 'F', password })
  expect(await codeOf(await accept('jovial-kiwi-71'))).toBe('password_too_short')
  await rules(organization, { minLength: 24, leakedCheck: true })
  const short = await accept(goodPassword)
  expect(await short.json()).toMatchObject({
    code: 'password_too_short',
    fields: [{ path: 'body.password', message: 'At least 24 characters.' }],
  })
  // The forms say so before anything is sent.
  expect((await world.person().api.invitations.open({ token })).minLength).toBe(24)
  await rules(organization, { minLength: 12, leakedCheck: true })
  expect((await accept('jovial-kiwi-71')).status).toBe(201)
})

test('PS36: known leaked passwords are refused beside the field, offline, however they are written', async () => {
  await rules(organization, { minLength: 8, leakedCheck: true })
  await settled(world, organization, [{ email: 'leaky@acme.test', role: await lowest() }])
  const token = await reset('leaky@acme.test')
  expect((await world.person().api.passwords.showReset({ token })).minLength).toBe(8)
  for (const password of ['password1', 'PassWord1', 'iloveyou', 'ｐａｓｓｗｏｒｄ１'])
    expect(await complete(token, password)).toBe('password_leaked')
  await rules(organization, { minLength: 8, leakedCheck: false })
  // Not asked for its leak; that it is easily guessed stays.
  expect(await complete(token, 'password1')).toBe('password_too_weak')
  expect(await complete(token, 'jovial-kiwi-71')).toBe('done')
})

test('PS36: of a person’s organizations the stricter one decides, when they change their password, too', async () => {
  const strict = await place('Strict AG')
  await rules(organization, { minLength: 8, leakedCheck: true })
  await rules(strict, { minLength: 30, leakedCheck: true })
  const ada = await member(world, organization, 'two@acme.test', await lowest())
  const change = (newPassword: string) =>
    ada.send('POST', '/me/password', { currentPassword: goodPassword, newPassword })
  await world.database.query(
    `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, status, created_at)
     select gen_random_uuid(), (select path from organizations where name = 'Strict AG'), identity_id, email, 'A', 'E', 'a e', 'active', created_at
     from users where email = 'two@acme.test'`,
  )
  expect(await ada.api.profile.password({})).toEqual({ state: 'set', minLength: 30 })
  expect(await codeOf(await change('jovial-kiwi-71-lantern'))).toBe('password_too_short')
  expect((await change('jovial-kiwi-71-lantern-violet-harbour')).status).toBe(204)
})

test('PS36: a hash that was brought along, or is cheaper than today’s, is renewed by the first sign-in', async () => {
  await settled(world, organization, [{ email: 'moved@acme.test', role: await lowest() }])
  const stored = async () =>
    (
      await world.database.query<{ password_hash: string }>(
        `select password_hash from identities where email = 'moved@acme.test'`,
      )
    )[0]?.password_hash ?? ''
  await world.database.query('update identities set password_hash = $1 where email = $2', [
    hashSync(goodPassword, 8),
    'moved@acme.test',
  ])
  const wrong = await world
    .person()
    .send('POST', '/sessions', { email: 'moved@acme.test', password: 'not the one at all' })
  expect(wrong.status).toBe(401)
  expect(await stored()).toMatch(/^\$2b\$/)
  await signedIn(world, 'moved@acme.test')
  expect(await eventually(stored, (it) => !it.startsWith('$2b$'))).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  await signedIn(world, 'moved@acme.test')
})
