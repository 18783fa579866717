/** Wrong second factors have a ceiling that no patience gets past, and the person ways out that whoever guesses has not. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, member, signedIn } from '../../../test/builders.ts'
import { halfSignedIn, withApp, withPasskey } from '../../../test/factors.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

const quarter = 15 * 60_000 + 1
const day = 86_400_000
let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())

const somebody = (email: string, role = 'viewer') => member(world, organization, email, role)
const boss = () => signedIn(world, world.admin.me.email)
const lockout = async (release: 'admin' | 'timed' | 'both') =>
  (await boss()).api.policies.set({
    organization,
    policy: 'lockout',
    value: { attempts: 10, window: 900, release },
  })
const wrong = async (email: string) =>
  refusalOf((await halfSignedIn(world, email)).api.sessions.prove({ code: '000000' }))
/** As after so many wrong ones in a row, spread over days. */
async function triedBefore(email: string, times: number) {
  expect(await wrong(email)).toBe('code_wrong')
  const long = new Date(world.now().getTime() + 20 * day)
  const { length } = await world.database.query(
    `update throttles set failures = $2 where failures = 1 and until > $1 and until < 'infinity' returning key`,
    [long, times],
  )
  expect(length).toBe(1)
}
const seen = async ({ user }: { user: string }) => (await boss()).api.users.show({ organization, user })
const untilLocked = (person: { user: string }) =>
  eventually(
    () => seen(person),
    (it) => it.locked !== null,
  )
const signIn = (email: string, cookie = '', password = goodPassword) =>
  world.http.inject({ method: 'POST', url: '/api/v1/sessions', payload: { email, password }, headers: { cookie } })
const cookiesOf = ({ cookies }: { cookies: readonly { name: string; value: string }[] }) =>
  cookies.map(({ name, value }) => `${name}=${value}`)
const proveWith = (cookie: string, code: string) =>
  world.http.inject({
    method: 'POST',
    url: '/api/v1/sessions/current/proof',
    payload: { code },
    headers: { cookie },
  })

test('CH16: fifty wrong codes in a row lock the account for good, however slowly they come; an administrator unlocks', async () => {
  const eva = await somebody('eva@acme.test')
  const { next } = await withApp(world, eva)
  // A browser of hers: complete by password and code.
  const first = await signIn('eva@acme.test')
  const [own = ''] = cookiesOf(await proveWith(cookiesOf(first).join('; '), next())).filter((it) =>
    it.includes('-known'),
  )
  expect(own).not.toBe('')
  await triedBefore('eva@acme.test', 49)
  world.advance(quarter)
  // At once: one is the last.
  const half = await halfSignedIn(world, 'eva@acme.test')
  const told = await Promise.all(
    Array.from({ length: 5 }, () => refusalOf(half.api.sessions.prove({ code: '000000' }))),
  )
  expect(told.sort()).toEqual(['code_wrong', ...Array<string>(4).fill('factor_locked')])
  expect((await untilLocked(eva)).locked).toEqual({ until: null })
  const mail = await world.mailbox.next('eva@acme.test', 2)
  expect(mail.subject).toContain('locked')
  expect(mail.text).toContain('tried too many wrong codes')
  expect(mail.text).toContain('/forgot-password')
  expect(mail.text).not.toContain('/unlock')
  // Neither the right code nor time help whoever has the password; who is in, or here before, goes on.
  world.advance(quarter)
  expect(await refusalOf(half.api.sessions.prove({ code: next() }))).toBe('unauthenticated')
  expect((await signIn('eva@acme.test')).statusCode).toBe(401)
  const again = await signIn('eva@acme.test', own)
  expect(again.statusCode).toBe(201)
  expect((await proveWith([own, ...cookiesOf(again)].join('; '), next())).statusCode).toBe(204)
  world.advance(2 * day)
  expect((await signIn('eva@acme.test')).statusCode).toBe(401)
  const events = (await (await boss()).api.users.changes({ organization, user: eva.user })).items
  expect(events.filter((it) => it.type === 'user.locked')).toHaveLength(1)
  await (await boss()).api.users.unlock({ organization, user: eva.user })
  const free = await halfSignedIn(world, 'eva@acme.test')
  await free.api.sessions.prove({ code: next() })
})

test('CH16: the right code forgets the wrong ones before it; whoever is signed in has a count of their own', async () => {
  const max = await somebody('max@acme.test')
  const { next } = await withApp(world, max)
  await triedBefore('max@acme.test', 49)
  const half = await halfSignedIn(world, 'max@acme.test')
  await half.api.sessions.prove({ code: next() })
  expect(await wrong('max@acme.test')).toBe('code_wrong')
  expect((await seen(max)).locked).toBeNull()
  await triedBeforeAgain('max@acme.test')
  expect(await wrong('max@acme.test')).toBe('code_wrong')
  await untilLocked(max)
  await half.api.sessions.prove({ code: next() })
})
/** The count that is there, as just before the last. */
const triedBeforeAgain = async (email: string) => {
  world.advance(quarter)
  expect(await wrong(email)).toBe('code_wrong')
  await world.database.query(
    `update throttles set failures = 49 where failures = 2 and until > $1 and until < 'infinity'`,
    [new Date(world.now().getTime() + 20 * day)],
  )
}

test('CH16: a new password by link ends it, and so does an administrator, whatever the rule says of wrong passwords', async () => {
  for (const [email, release] of [
    ['ann@acme.test', 'admin'],
    ['ben@acme.test', 'timed'],
  ] as const) {
    await lockout(release)
    const person = await somebody(email)
    const { next } = await withApp(world, person)
    await triedBefore(email, 49)
    expect(await wrong(email)).toBe('code_wrong')
    await untilLocked(person)
    let password = goodPassword
    if (release === 'timed') await (await boss()).api.users.unlock({ organization, user: person.user })
    else {
      await world.person().api.passwords.requestReset({ email })
      const { token } = await world.mailbox.next(email, 3)
      await world.person().api.passwords.completeReset({ token, password: 'slow-badger-beacon-48' })
      password = 'slow-badger-beacon-48'
    }
    expect((await seen(person)).locked).toBeNull()
    const answer = await signIn(email, '', password)
    expect(answer.statusCode).toBe(201)
    expect((await proveWith(cookiesOf(answer).join('; '), next())).statusCode).toBe(204)
  }
  await lockout('both')
})

test('CH16: a lock ends together with what was counted towards it or not at all; what was to end it does so the next time', async () => {
  const email = 'cleo@acme.test'
  const person = await somebody(email)
  await world.database.query(`create function undeletable() returns trigger language plpgsql as
    $$ begin raise exception 'waited too long' using errcode = '55P03'; end $$`)
  const fails = 'create trigger undeletable before delete on throttles for each row execute function undeletable()'
  const resetLink = async () => {
    await world.person().api.passwords.requestReset({ email })
    return (await world.mailbox.next(email, 4)).token
  }
  const password = 'slow-badger-beacon-48'
  const ways = [
    async () => {
      const { api } = await boss()
      return () => api.users.unlock({ organization, user: person.user })
    },
    async () => {
      const { token } = await world.mailbox.next(email, 2)
      return () => world.person().api.lockouts.release({ token })
    },
    async () => {
      const token = await resetLink()
      return () => world.person().api.passwords.completeReset({ token, password })
    },
  ]
  for (const [n, way] of ways.entries()) {
    for (let tries = 0; tries < 10; tries += 1) await signIn(email, '', 'a wrong one indeed')
    await untilLocked(person)
    await world.mailbox.next(email, n + 1)
    const end = await way()
    await world.database.query(fails)
    expect([n, await refusalOf(end())]).toEqual([n, 'unavailable'])
    await world.database.query('drop trigger undeletable on throttles')
    expect((await seen(person)).locked).not.toBeNull()
    await end()
    expect((await signIn(email, '', n === 2 ? password : goodPassword)).statusCode).toBe(201)
  }
})

test('CH16: a lock that cannot be told of does not begin; the wrong code after it locks', async () => {
  const email = 'dan@acme.test'
  const person = await somebody(email)
  await withApp(world, person)
  await triedBefore(email, 49)
  await world.database.query(`create function unorderable() returns trigger language plpgsql as
    $$ begin raise exception 'waited too long' using errcode = '55P03'; end $$`)
  await world.database.query(`create trigger unorderable before insert on pgboss.job for each row
    when (new.name = 'lockouts') execute function unorderable()`)
  const held = async () => (await world.database.query('select from throttles where held')).length
  const before = await held()
  expect(await wrong(email)).toBe('unavailable')
  expect(await held()).toBe(before)
  await world.database.query('drop trigger unorderable on pgboss.job')
  expect(await wrong(email)).toBe('factor_locked')
  await untilLocked(person)
  expect(await held()).toBe(before + 1)
})

test('CH16: no sign-in without a password makes a browser known, also where a second factor follows', async () => {
  const known = async (email: string) =>
    (
      await world.database.query(
        'select from known_browsers k join identities i on i.id = k.identity_id where i.email = $1',
        [email],
      )
    ).length
  const ida = await somebody('ida@acme.test')
  const { next } = await withApp(world, ida)
  const { passkey } = await withPasskey(ida)
  const before = await known('ida@acme.test')
  const stranger = world.person()
  const { attempt, options } = await stranger.api.passkeys.begin()
  await stranger.api.passkeys.signIn({ attempt, passkey: passkey.show({ options }) })
  expect(await known('ida@acme.test')).toBe(before)
  const half = await halfSignedIn(world, 'ida@acme.test')
  // As if a provider had vouched for her instead.
  const changed = await world.database.query(
    `update sessions s set methods = '{federated}' from identities i
     where i.id = s.identity_id and i.email = 'ida@acme.test' and s.step = 'second_factor' returning s.id`,
  )
  expect(changed).toHaveLength(1)
  await half.api.sessions.prove({ code: next() })
  expect(await known('ida@acme.test')).toBe(before)
  const right = await halfSignedIn(world, 'ida@acme.test')
  await right.api.sessions.prove({ code: next() })
  expect(await known('ida@acme.test')).toBe(before + 1)
})
