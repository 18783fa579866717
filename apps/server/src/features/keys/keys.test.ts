/** API keys: a person's own sessions for programs, which end with whatever ends the person. */
import { createClient } from '@tenantry/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { member, outcomes } from '../../../test/builders.ts'
import { newToken } from '../../../test/people.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'
import { newId, publicId } from '../../platform/value/ids.ts'

let world: World
let acme: string
let rival: string
beforeAll(async () => {
  world = await createWorld()
  ;[acme, rival] = [(await world.tenant('Acme GmbH')).id, (await world.tenant('Rival AG')).id]
})
afterAll(() => world.stop())

let people = 0
const admin = (at = acme) => member(world, at, `admin${people++}@acme.test`, 'admin')
/** A program that has nothing but the key. */
const program = (key: string | null) => createClient({ baseUrl: world.baseUrl, ...(key === null ? {} : { key }) })
const keyOf = async (person: Person, name = 'Nightly export', days = 90) => {
  const made = await person.api.keys.create({ name, days })
  return { id: made.id, secret: made.secret ?? '' }
}
const bare = (headers: Record<string, string>, path = '/me', method = 'GET') =>
  fetch(`${world.baseUrl}/api/v1${path}`, { method, headers })
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code?: string }).code]

describe('a key', () => {
  test('is shown once, works as its maker, and is listed by name without its secret', async () => {
    const ada = await admin()
    const { id, secret } = await keyOf(ada)
    expect(secret).toMatch(/^tnt_[A-Za-z0-9_-]{43}$/)
    const me = await program(secret).profile.show()
    expect(me.id).toBe(ada.user)
    expect((await program(secret).users.list({ organization: acme })).items.length).toBeGreaterThan(0)
    const { items } = await ada.api.keys.list()
    expect(items).toMatchObject([{ id, name: 'Nightly export', current: false }])
    expect(JSON.stringify(items)).not.toContain(secret)
    expect((await program(secret).keys.list()).items[0]).toMatchObject({ id, current: true })
    const rows = await world.database.query('select * from sessions')
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('is not among the sessions, and no session ends it, nor ends with "all others"', async () => {
    const ada = await admin()
    const { id, secret } = await keyOf(ada)
    expect((await ada.api.sessions.list()).items).toHaveLength(1)
    expect(await refusalOf(ada.api.sessions.end({ session: id.replace('key_', 'ses_') }))).toBe('session_unknown')
    expect(await ada.api.sessions.endOthers()).toEqual({ ended: 0 })
    await ada.api.sessions.signOut()
    expect((await program(secret).profile.show()).id).toBe(ada.user)
  })

  test('reaches no other organization, and no more than its maker may', async () => {
    const { secret } = await keyOf(await admin())
    expect(await refusalOf(program(secret).users.list({ organization: rival }))).toBe('organization_unknown')
    const eve = await member(world, acme, 'eve.key@acme.test', 'employee')
    expect(await refusalOf(program((await keyOf(eve)).secret).users.list({ organization: acme }))).toBe(
      'permission_missing',
    )
  })

  test('obeys a changed role at once', async () => {
    const ada = await admin()
    const { secret } = await keyOf(ada)
    const other = await admin()
    await other.api.users.changeRole({ organization: acme, user: ada.user, role: 'viewer' })
    expect(await refusalOf(program(secret).users.list({ organization: acme }))).toBe('permission_missing')
  })

  test('expires on its day, a year away at most', async () => {
    const ada = await admin()
    const { secret } = await keyOf(ada, 'For a day', 1)
    expect(await refusalOf(ada.api.keys.create({ name: 'Too long', days: 366 }))).toBe('validation_failed')
    expect(await refusalOf(ada.api.keys.create({ name: 'Not at all', days: 0 }))).toBe('validation_failed')
    world.advance(86_400_000 + 1000)
    expect(await refusalOf(program(secret).profile.show())).toBe('unauthenticated')
  })
})

describe('a key ends', () => {
  test('when it is revoked, once; somebody else’s and a random one answer alike', async () => {
    const [ada, bea] = [await admin(), await admin()]
    const { id, secret } = await keyOf(ada)
    const random = publicId('key', newId())
    for (const key of [id, random]) expect(await refusalOf(bea.api.keys.revoke({ key }))).toBe('key_unknown')
    await ada.api.keys.revoke({ key: id })
    expect(await refusalOf(program(secret).profile.show())).toBe('unauthenticated')
    expect(await refusalOf(ada.api.keys.revoke({ key: id }))).toBe('key_unknown')
  })

  test('BO20: when its maker is deactivated, and does not come back with them', async () => {
    const [ada, bea] = [await admin(), await admin()]
    const { secret } = await keyOf(ada)
    await bea.api.users.deactivate({ organization: acme, user: ada.user })
    expect(await refusalOf(program(secret).profile.show())).toBe('unauthenticated')
    await bea.api.users.reactivate({ organization: acme, user: ada.user })
    expect(await refusalOf(program(secret).profile.show())).toBe('unauthenticated')
  })

  test('with a new password only where that is asked for', async () => {
    const ada = await admin()
    const { secret } = await keyOf(ada)
    await ada.api.profile.changePassword({ currentPassword: goodPassword, newPassword: 'slow-badger-beacon-48' })
    expect((await program(secret).profile.show()).id).toBe(ada.user)
    const next = { currentPassword: 'slow-badger-beacon-48', newPassword: 'calm-walrus-meadow-27', endKeys: true }
    await ada.api.profile.changePassword(next)
    expect(await refusalOf(program(secret).profile.show())).toBe('unauthenticated')
    expect((await ada.api.profile.show()).id).toBe(ada.user)
  })

  test('with a password that was set by a link: whoever recovers an account recovers it whole', async () => {
    const ada = await admin()
    const { secret } = await keyOf(ada)
    await world.person().api.passwords.requestReset({ email: ada.me.email })
    const { token } = await world.mailbox.next(ada.me.email)
    await world.person().api.passwords.completeReset({ token, password: 'slow-badger-beacon-48' })
    expect(await refusalOf(program(secret).profile.show())).toBe('unauthenticated')
  })
})

describe('a key may not', () => {
  test('make keys, change the password, switch accounts, or end sessions and other keys', async () => {
    const ada = await admin()
    const [{ id, secret }, other] = [await keyOf(ada), await keyOf(ada, 'Another')]
    const api = program(secret)
    const [session] = (await ada.api.sessions.list()).items
    for (const call of [
      () => api.keys.create({ name: 'A child' }),
      () => api.profile.changePassword({ currentPassword: goodPassword, newPassword: 'slow-badger-beacon-48' }),
      () => api.sessions.switchAccount({ user: ada.user }),
      () => api.sessions.end({ session: session?.id ?? '' }),
      () => api.sessions.endOthers(),
      () => api.sessions.signOut(),
      () => api.keys.revoke({ key: other.id }),
    ])
      expect(await refusalOf(call())).toBe('key_not_enough')
    await api.keys.revoke({ key: id }) // itself: what a program does when it is told to forget its key
    expect(await refusalOf(api.profile.show())).toBe('unauthenticated')
    expect((await program(other.secret).profile.show()).id).toBe(ada.user)
  })

  test('tell where else its person has accounts', async () => {
    const [ada, bo] = [await admin(), await admin(rival)]
    const { secret } = await keyOf(ada)
    await bo.api.invitations.create({ organization: rival, email: ada.me.email, role: 'viewer' })
    const { token } = await world.mailbox.next(ada.me.email)
    await world.person().api.invitations.accept({
      token,
      firstName: 'Ada',
      lastName: 'Two',
      password: goodPassword,
    })
    expect((await ada.api.profile.show()).accounts).toHaveLength(2)
    expect((await program(secret).profile.show()).accounts.map((it) => it.user)).toEqual([ada.user])
  })

  test('be more than twenty, also by several at once', async () => {
    const ada = await admin()
    for (let n = 0; n < 18; n += 1) await keyOf(ada, `Key ${n}`)
    const results = await outcomes(Array.from({ length: 6 }, (_, n) => ada.api.keys.create({ name: `More ${n}` })))
    expect(results).toEqual([
      ...Array.from({ length: 2 }, () => 'done'),
      ...Array.from({ length: 4 }, () => 'keys_full'),
    ])
    expect((await ada.api.keys.list()).items).toHaveLength(20)
  })
})

describe('a request', () => {
  test('with anything that is no key is nobody’s', async () => {
    const ada = await admin()
    const { secret } = await keyOf(ada)
    const [cookie, session = ''] = ada.cookie.split('=')
    for (const authorization of [
      'Bearer',
      'Bearer ',
      `Bearer ${secret}x`,
      `Bearer ${secret.slice(0, -1)}`,
      `Bearer tnt_${newToken()}`,
      `Bearer ${session}`,
      `Bearer ${secret}, Bearer ${secret}`,
      `Basic ${secret}`,
      secret,
    ])
      expect(await codeOf(await bare({ authorization })), authorization).toEqual([401, 'unauthenticated'])
    expect((await bare({ authorization: `bearer ${secret}` })).status).toBe(200)
    expect((await bare({ cookie: `${cookie}=${session}` })).status).toBe(200)
    expect(await codeOf(await bare({ cookie: `${cookie}=${secret}` }))).toEqual([401, 'unauthenticated'])
  })

  test('with a session and a key is refused: which was meant is not guessed; a proxy’s own password disturbs nobody', async () => {
    const ada = await admin()
    const { secret } = await keyOf(ada)
    for (const authorization of [`Bearer ${secret}`, 'Bearer nonsense'])
      expect(await codeOf(await bare({ authorization, cookie: ada.cookie }))).toEqual([400, 'credentials_twice'])
    expect((await bare({ authorization: 'Basic dXNlcjpwYXNz', cookie: ada.cookie })).status).toBe(200)
  })

  test('by key from a page of another origin changes nothing', async () => {
    const { secret } = await keyOf(await admin())
    const answer = await fetch(`${world.baseUrl}/api/v1/me`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${secret}`, origin: 'https://evil.test', 'content-type': 'application/json' },
      body: JSON.stringify({ firstName: 'Eve' }),
    })
    expect(await codeOf(answer)).toEqual([403, 'origin_differs'])
  })
})

test('the secret is kept nowhere: a call repeated by its Idempotency-Key makes no second key and shows nothing', async () => {
  const ada = await admin()
  const once = { idempotencyKey: 'make-one' }
  const first = await ada.api.keys.create({ name: 'Once' }, once)
  const again = await ada.api.keys.create({ name: 'Once' }, once)
  expect([again.id, again.secret]).toEqual([first.id, null])
  expect((await ada.api.keys.list()).items).toHaveLength(1)
  const both = await Promise.all(
    [1, 2, 3].map(() => ada.api.keys.create({ name: 'Thrice' }, { idempotencyKey: 'again' })),
  )
  expect(new Set(both.map((it) => it.id)).size).toBe(1)
  const shown = both.flatMap((it) => it.secret ?? [])
  for (const secret of shown) expect((await program(secret).profile.show()).id).toBe(ada.user)
  expect(shown.length).toBeLessThanOrEqual(1)
  const stored = await world.database.query(
    `select body::text from idempotency_keys union all select after::text from events`,
  )
  expect(JSON.stringify(stored)).not.toMatch(/tnt_/)
})

test('making and revoking one stand in the change record of its maker', async () => {
  const ada = await admin()
  const { id } = await keyOf(ada, 'For the record')
  await ada.api.keys.revoke({ key: id })
  const { items } = await ada.api.users.changes({ organization: acme, user: ada.user })
  expect(items.slice(0, 2).map((it) => [it.type, it.after?.['name']])).toEqual([
    ['key.revoked', 'For the record'],
    ['key.created', 'For the record'],
  ])
})
