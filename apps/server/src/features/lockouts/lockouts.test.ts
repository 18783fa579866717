/** Locked after failed sign-ins: by policy, exactly, shown to administrators, and ended by them, by time or by mail. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, from, member, settled, signedIn, type Member, walked } from '../../../test/builders.ts'
import { createHasher, type Hasher } from '../../platform/crypto/hashing.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

const window = 15 * 60_000 + 1
/** How many passwords were compared with one that exists. */
let tried = 0
const real = createHasher()
const hasher: Hasher = {
  ...real,
  verify(stored, password) {
    tried += stored === null ? 0 : 1
    return real.verify(stored, password)
  },
}
let world: World
let organization: string
let ada: Member & { user: string }
beforeAll(async () => {
  world = await createWorld({ hasher })
  organization = (await world.tenant('Acme GmbH')).id
  ada = await member(world, organization, 'ada@acme.test', 'admin')
  await lockout({ attempts: 5, window: 900, release: 'both' })
})
afterAll(() => world.stop())

type Value = { attempts: number; window: number; release: 'admin' | 'timed' | 'both' }
const lockout = (value: Value, at = organization) =>
  world.admin.api.policies.set({ organization: at, policy: 'lockout', value })
/** Time has passed, and their sessions with it. */
const everybodyAgain = () =>
  Promise.all([ada, world.admin].map((it) => it.api.sessions.signIn({ email: it.me.email, password: goodPassword })))
let people = 0
async function somebody(at = organization) {
  const email = `p${(people += 1)}@acme.test`
  const [user = ''] = await settled(world, at, [{ email }])
  return { email, user }
}
let places = 0
const elsewhere = () => `10.9.${(places += 1) >> 8}.${places & 255}`
/** From a network address and a browser that nobody knows. */
const tryFrom = (email: string, password = goodPassword, cookie = '') =>
  world.http.inject({
    method: 'POST',
    url: '/api/v1/sessions',
    remoteAddress: elsewhere(),
    payload: { email, password },
    headers: { cookie },
  })
const status = async (email: string, password?: string, cookie?: string) =>
  (await tryFrom(email, password, cookie)).statusCode
async function guessed(email: string, times: number, cookie?: string) {
  for (let n = 0; n < times; n += 1) expect(await status(email, `wrong guess number ${n}`, cookie)).toBe(401)
}
const seen = (user: string) => ada.api.users.show({ organization, user })
const shownLocked = (user: string) =>
  eventually(
    () => seen(user),
    (it) => it.locked !== null,
  )
const lockEvents = async (user: string) =>
  (await ada.api.users.changes({ organization, user })).items.filter((it) => it.type === 'user.locked')

test('CH16: of fifty wrong guesses at once exactly as many are tried as the policy says, and the account is locked once', async () => {
  const { email, user } = await somebody()
  tried = 0
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => tryFrom(email, `wrong guess number ${n}`)))
  expect(new Set(answers.map((it) => it.statusCode))).toEqual(new Set([401]))
  expect(tried).toBe(5)
  // The right password is as good as a wrong one now, and says so in the same words.
  const right = await tryFrom(email)
  const text = (body: string) => ({ ...(JSON.parse(body) as object), requestId: '' })
  expect(text(right.body)).toEqual(text(answers[0]?.body ?? ''))
  expect((await shownLocked(user)).locked?.until).not.toBeNull()
  expect(await lockEvents(user)).toHaveLength(1)
  const mail = await world.mailbox.next(email)
  expect(mail.subject).toContain('locked')
})

test('CH16: a success forgets the failures before it', async () => {
  const { email } = await somebody()
  for (let round = 0; round < 3; round += 1) {
    await guessed(email, 4)
    expect(await status(email)).toBe(201)
  }
})

test('CH16: an address that nobody has is answered like one that is locked, try by try', async () => {
  const { email } = await somebody()
  const unknown = 'nobody@nowhere.test'
  for (let n = 0; n < 12; n += 1) {
    const answers = await Promise.all([tryFrom(email, 'a wrong guess'), tryFrom(unknown, 'a wrong guess')])
    const told = answers.map((it) => [
      it.statusCode,
      { ...it.json<object>(), requestId: '' },
      Object.keys(it.headers).sort(),
    ])
    expect(told[0]).toEqual(told[1])
  }
})

test('CH16: it ends by time, and is then not found among the locked any more', async () => {
  const { email, user } = await somebody()
  await guessed(email, 5)
  await shownLocked(user)
  const locked = await ada.api.users.list({ organization, locked: true, limit: 200 })
  expect(locked.items.map((it) => it.id)).toContain(user)
  expect(
    (await ada.api.users.list({ organization, locked: false, limit: 200 })).items.map((it) => it.id),
  ).not.toContain(user)
  expect((await ada.api.users.count({ organization, locked: true })).count).toBe(locked.items.length)
  // Whatever the order, by one organization and below it.
  for (const email of ['seen1@acme.test', 'seen2@acme.test']) await member(world, organization, email, 'viewer')
  for (const sort of ['name', 'email', 'role', 'status', 'lastSignInAt', 'createdAt'] as const)
    for (const within of ['organization', 'subtree'] as const) {
      // By pages of one: whoever is locked is found however many stand before them.
      const list = (cursor?: string) =>
        ada.api.users.list({
          organization,
          locked: true,
          sort,
          order: 'desc',
          within,
          limit: 1,
          ...(cursor && { cursor }),
        })
      const found = await walked(list)
      expect(found.map((it) => it.id).sort(), `${sort} ${within}`).toEqual(locked.items.map((it) => it.id).sort())
    }
  world.advance(window)
  await everybodyAgain()
  expect((await seen(user)).locked).toBeNull()
  expect((await ada.api.users.list({ organization, locked: true })).items.map((it) => it.id)).not.toContain(user)
  expect(await status(email)).toBe(201)
})

test('CH14, CH16: an administrator unlocks, with the permission and rank it takes, and the person is in at once', async () => {
  const { email, user } = await somebody()
  await guessed(email, 5)
  await shownLocked(user)
  const employee = await member(world, organization, 'erik@acme.test', 'employee')
  expect(await refusalOf(employee.api.users.unlock({ organization, user }))).toBe('permission_missing')
  await ada.api.users.unlock({ organization, user })
  expect((await seen(user)).locked).toBeNull()
  expect(await status(email)).toBe(201)
})

test('CH16: the link in the mail ends a lock once; a new password by link ends it, too', async () => {
  const { email, user } = await somebody()
  await guessed(email, 5)
  const { token } = await world.mailbox.next(email)
  expect((await from(world, elsewhere(), 'POST', '/lockouts/release', { token })).status).toBe(204)
  expect(await refusalOf(world.person().api.lockouts.release({ token }))).toBe('lockout_unknown')
  expect(await status(email)).toBe(201)
  const [newest] = (await ada.api.users.changes({ organization, user })).items.filter(
    (it) => it.type === 'user.unlocked',
  )
  expect(newest?.actor.id).toBe(user)

  await guessed(email, 5)
  await world.mailbox.next(email, 2)
  await world.person().api.passwords.requestReset({ email })
  const reset = await world.mailbox.next(email, 3)
  await world.person().api.passwords.completeReset({ token: reset.token, password: 'slow-badger-beacon-48' })
  expect(await status(email, 'slow-badger-beacon-48')).toBe(201)
})

test('CH16: where the policy leaves it to administrators, neither time nor a new password ends a lock', async () => {
  const place = (await world.tenant('Strict AG')).id
  await lockout({ attempts: 3, window: 300, release: 'admin' }, place)
  const boss = await member(world, place, 'boss@strict.test', 'admin')
  const { email, user } = await somebody(place)
  await guessed(email, 3)
  const mail = await world.mailbox.next(email)
  expect(mail.text).toContain('An administrator has to unlock it')
  expect(mail.text).not.toContain('/unlock')
  expect((await boss.api.users.show({ organization: place, user })).locked).toEqual({ until: null })
  world.advance(24 * 3_600_000)
  await world.person().api.passwords.requestReset({ email })
  const { token } = await world.mailbox.next(email, 2)
  await world.person().api.passwords.completeReset({ token, password: 'slow-badger-beacon-48' })
  expect(await status(email, 'slow-badger-beacon-48')).toBe(401)
  await everybodyAgain()
  const again = await signedIn(world, 'boss@strict.test')
  await again.api.users.unlock({ organization: place, user })
  expect(await status(email, 'slow-badger-beacon-48')).toBe(201)

  await lockout({ attempts: 3, window: 300, release: 'timed' }, place)
  expect(await refusalOf(again.api.users.unlock({ organization: place, user }))).toBe('unlock_off')
})

test('CH16: for a person with two accounts the stricter organization decides', async () => {
  const loose = (await world.tenant('Loose AG')).id
  await lockout({ attempts: 50, window: 300, release: 'timed' }, loose)
  const { email, user } = await somebody()
  await world.database.query(
    `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, status, created_at)
     select gen_random_uuid(), (select path from organizations where name = 'Loose AG'), identity_id, email, 'A', 'E', 'a e', 'active', created_at
     from users where email = $1`,
    [email],
  )
  await guessed(email, 5)
  expect(await status(email)).toBe(401)
  expect((await shownLocked(user)).locked).not.toBeNull()
})

test('CH16: a browser in which the person signed in before is not locked out by strangers, and has a narrow count of its own', async () => {
  const { email, user } = await somebody()
  const first = await tryFrom(email)
  const cookie = first.cookies.find((it) => it.name.endsWith('-known'))
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  const known = `${cookie?.name}=${cookie?.value}`
  await guessed(email, 6)
  await shownLocked(user)
  expect(await status(email)).toBe(401)
  expect(await status(email, goodPassword, known)).toBe(201)
  // It is known for this person alone.
  const other = await somebody()
  await guessed(other.email, 5)
  expect(await status(other.email, goodPassword, known)).toBe(401)
  // And not for guessing.
  await guessed(email, 5, known)
  expect(await status(email, goodPassword, known)).toBe(401)
  world.advance(window)
  expect(await status(email, goodPassword, known)).toBe(201)
  await everybodyAgain()
  const [stored] = await world.database.query<{ n: number }>(
    `select count(*)::int as n from known_browsers k join identities i on i.id = k.identity_id where i.email = $1`,
    [email],
  )
  expect(stored?.n).toBe(1)
})

test('a person has ten known browsers at most, and none after a new password by link', async () => {
  const { email } = await somebody()
  for (let n = 0; n < 12; n += 1) expect(await status(email)).toBe(201)
  const count = `select count(*)::int as n from known_browsers k join identities i on i.id = k.identity_id where i.email = $1`
  expect(await world.database.query(count, [email])).toEqual([{ n: 10 }])
  await world.person().api.passwords.requestReset({ email })
  const { token } = await world.mailbox.next(email)
  await world.person().api.passwords.completeReset({ token, password: 'slow-badger-beacon-48' })
  expect(await world.database.query(count, [email])).toEqual([{ n: 0 }])
})

test('many sign-ins of one person at once, from one place, are all let in', async () => {
  const { email } = await somebody()
  const place = elsewhere()
  const all = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const codes: number[] = []
      for (let n = 0; n < 6; n += 1)
        codes.push((await from(world, place, 'POST', '/sessions', { email, password: goodPassword })).status)
      return codes
    }),
  )
  expect(new Set(all.flat())).toEqual(new Set([201]))
})
