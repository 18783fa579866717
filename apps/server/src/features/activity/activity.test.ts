/** Sign-in activity: what is recorded, who sees it, for how long, and what becomes of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually, from, member, settled, signedIn, walked } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'
import { innerId, newId } from '../../platform/value/ids.ts'

const day = 86_400_000
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

let world: World
let acme: string
let rival: string
let ada: Awaited<ReturnType<typeof member>>
beforeAll(async () => {
  world = await createWorld()
  ;[acme, rival] = [(await world.tenant('Acme GmbH')).id, (await world.tenant('Rival AG')).id]
  ada = await member(world, acme, 'ada@example.com', 'admin')
})
afterAll(() => world.stop())

const signIn = (email: string, password = goodPassword, headers: Record<string, string> = {}) =>
  world.person().send('POST', '/sessions', { email, password }, headers)
/** What is in memory is written down first. */
const listed = async (by: Person, organization: string, filter: object = {}) => {
  await world.app.flush()
  return (await by.api.activity.list({ organization, limit: 200, ...filter })).items
}
const file = async (by: Person, organization: string, query = '') => {
  await world.app.flush()
  return by.send('GET', `/organizations/${organization}/sign-ins/file${query}`)
}
const place = async (organization: string) =>
  (
    await world.database.query<{ path: string }>('select path from organizations where id = $1', [
      innerId(organization),
    ])
  )[0]?.path ?? ''
/** Rows as the product would have written them at the times given. */
async function past(user: string, times: readonly Date[], more: Record<string, unknown> = {}) {
  const rows = times.map((at) => ({ id: newId(), at, user_agent: firefox, result: 'succeeded', ...more }))
  await world.database.query(
    `insert into sign_ins (id, at, org_path, user_id, identity_id, address, user_agent, methods, result)
     select r.id, r.at, u.org_path, u.id, u.identity_id, '192.0.2.1', r.user_agent, '{password}', r.result
     from jsonb_to_recordset($1) r (id uuid, at timestamptz, user_agent text, result text), users u where u.id = $2`,
    [JSON.stringify(rows), innerId(user)],
  )
}
const ago = (milliseconds: number) => new Date(world.now().getTime() - milliseconds)

describe('what is recorded', () => {
  test('AU6: a sign-in is recorded with time, address, user agent, method, result and session; a wrong password beside it', async () => {
    const [bob] = await settled(world, acme, [{ email: 'bob@example.com' }])
    await signIn('bob@example.com', 'not the right one', { 'user-agent': safari })
    const person = world.person()
    await person.send(
      'POST',
      '/sessions',
      { email: 'bob@example.com', password: goodPassword },
      { 'user-agent': firefox },
    )
    const { session } = await person.api.sessions.check()
    const [right, wrong, ...others] = await listed(ada, acme, { user: bob })
    expect(others).toEqual([])
    expect(right).toMatchObject({
      user: { id: bob, name: 'Ada Example', email: 'bob@example.com' },
      address: '127.0.0.1',
      userAgent: firefox,
      methods: ['password'],
      result: 'succeeded',
      session,
    })
    expect(Math.abs(Date.parse(right?.at ?? '') - world.now().getTime())).toBeLessThan(60_000)
    expect(wrong).toMatchObject({ userAgent: safari, methods: ['password'], result: 'password_wrong', session: null })
  })

  test('AU5: 50 parallel failures are 50 records, wrong and locked ones each counted once; unknown addresses leave none', async () => {
    const [carl] = await settled(world, acme, [{ email: 'carl@example.com' }])
    const before = await world.database.query('select from sign_ins')
    await Promise.all(Array.from({ length: 50 }, () => signIn('carl@example.com', 'not the right one')))
    await Promise.all(Array.from({ length: 5 }, () => signIn('nobody@example.com', 'not the right one')))
    const found = await listed(ada, acme, { user: carl })
    expect(found).toHaveLength(50)
    expect(new Set(found.map((it) => it.id)).size).toBe(50)
    const by = Map.groupBy(found, (it) => it.result)
    expect([...by.keys()].sort()).toEqual(['locked', 'password_wrong'])
    expect(by.get('password_wrong')).toHaveLength(10)
    expect(await world.database.query('select from sign_ins')).toHaveLength(before.length + 50)
  })

  test('AU6: somebody who floods one account is written down a hundred times a minute and no more', async () => {
    const [dora] = await settled(world, acme, [{ email: 'dora@example.com' }])
    world.advance(60_000 - (world.now().getTime() % 60_000)) // all of it within one minute
    for (let n = 0; n < 3; n += 1)
      await Promise.all(Array.from({ length: 50 }, () => signIn('dora@example.com', 'not the right one')))
    expect(await listed(ada, acme, { user: dora })).toHaveLength(100)
  })

  test('AU6: a right password that opens nothing says why to administrators, and nothing to whoever tries', async () => {
    const [gone, forced] = await settled(world, acme, [
      { email: 'gone@example.com', status: 'inactive' },
      { email: 'forced@example.com' },
    ])
    await world.database.query('update users set federated_only = true where id = $1', [innerId(forced ?? '')])
    for (const email of ['gone@example.com', 'forced@example.com', 'nobody@example.com'])
      expect(await (await signIn(email)).json()).toMatchObject({ code: 'credentials_wrong' })
    expect((await listed(ada, acme, { user: gone })).map((it) => it.result)).toEqual(['refused_inactive'])
    expect((await listed(ada, acme, { user: forced })).map((it) => it.result)).toEqual(['refused_federated_only'])
  })

  test('AU6: what was not written while the server stops is written on its way down', async () => {
    const [eve] = await settled(world, acme, [{ email: 'eve@example.com' }])
    const node = await world.secondNode()
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ email: 'eve@example.com', password: 'not the right one' })
    await fetch(`${node.baseUrl}/api/v1/sessions`, { method: 'POST', headers, body })
    await node.app.rest()
    expect((await ada.api.activity.list({ organization: acme, user: eve ?? '' })).items).toHaveLength(1)
  })
})

describe('who sees it', () => {
  test('AU5 AU7: administrators of the organization alone: not its other members, not another organization’s administrator', async () => {
    const eli = await member(world, acme, 'eli@example.com', 'employee')
    const rita = await member(world, rival, 'rita@example.com', 'admin')
    for (const call of [
      (by: Person) => by.api.activity.list({ organization: acme }),
      (by: Person) => by.api.activity.days({ organization: acme }),
      (by: Person) => by.api.activity.download({ organization: acme }),
    ]) {
      expect(await refusalOf(call(eli))).toBe('permission_missing')
      expect(await refusalOf(call(rita))).toBe('organization_unknown')
    }
    // A user who is somebody else's finds what one that does not exist finds.
    expect(await listed(rita, rival, { user: ada.user })).toEqual([])
    expect((await listed(rita, rival)).map((it) => it.user.email)).toEqual(['rita@example.com'])
    const counted = async (of: object) =>
      (await rita.api.activity.days({ organization: rival, ...of })).items.reduce((n, it) => n + it.succeeded, 0)
    expect([await counted({}), await counted({ user: ada.user })]).toEqual([1, 0])
    expect((await listed(world.admin, acme)).map((it) => it.user.email)).toContain('eli@example.com')
  })

  test('AU6: everybody sees their own, and of nobody else', async () => {
    const fay = await member(world, acme, 'fay@example.com', 'employee')
    await signIn('fay@example.com', 'not the right one')
    await world.app.flush()
    const { items } = await fay.api.activity.own()
    expect(items.map((it) => [it.user.id, it.result])).toEqual([
      [fay.user, 'password_wrong'],
      [fay.user, 'succeeded'],
    ])
  })

  test('AU6: newest first in pages that neither repeat nor miss; by result, method, user and time', async () => {
    const [gil] = await settled(world, acme, [{ email: 'gil@example.com' }])
    const times = Array.from({ length: 45 }, (_, n) => ago(n * 3_600_000))
    await past(gil ?? '', times)
    await past(gil ?? '', [ago(90_000)], { result: 'locked' })
    const all = await walked((cursor) =>
      ada.api.activity.list({ organization: acme, user: gil ?? '', limit: 10, ...(cursor && { cursor }) }),
    )
    expect(all).toHaveLength(46)
    const at = all.map((it) => it.at)
    expect(at).toEqual(at.toSorted((a, b) => a.localeCompare(b)).reverse())
    expect((await listed(ada, acme, { user: gil, result: 'locked' })).length).toBe(1)
    expect((await listed(ada, acme, { user: gil, method: 'passkey' })).length).toBe(0)
    const window = { user: gil, since: ago(10.5 * 3_600_000).toISOString(), until: ago(1.5 * 3_600_000).toISOString() }
    expect((await listed(ada, acme, window)).length).toBe(9)
    const { next } = await ada.api.activity.list({ organization: acme, user: gil ?? '', limit: 10 })
    expect(await refusalOf(ada.api.activity.list({ organization: acme, limit: 10, cursor: next ?? '' }))).toBe(
      'cursor_invalid',
    )
  })

  test('AU5: each of the last days is counted, those without any as well', async () => {
    const [hal] = await settled(world, acme, [{ email: 'hal@example.com' }])
    await past(hal ?? '', [ago(2 * day), ago(2 * day + 1000)])
    await past(hal ?? '', [ago(2 * day + 2000)], { result: 'password_wrong' })
    const { items, keptDays } = await ada.api.activity.days({ organization: acme, user: hal ?? '', days: 7 })
    expect(keptDays).toBe(30)
    expect(items).toHaveLength(7)
    expect(items.at(-1)?.day).toBe(world.now().toISOString().slice(0, 10))
    expect(items.reduce((n, it) => n + it.succeeded, 0)).toBe(2)
    expect(items.reduce((n, it) => n + it.failed, 0)).toBe(1)
  })
})

describe('the file', () => {
  test('AU7: CSV with a byte order mark, a line per sign-in, and no cell that a spreadsheet takes for a formula', async () => {
    const [ivy] = await settled(world, acme, [{ email: 'ivy@example.com', firstName: '=cmd|"/c calc"!A1' }])
    const agents = [
      '=HYPERLINK("http://evil.example")',
      '+1+1',
      '-2',
      '@SUM(A1)',
      '\t=1',
      'with "quotes", and\r\nlines',
    ]
    for (const user_agent of agents) await past(ivy ?? '', [ago(1000)], { user_agent })
    const answer = await file(ada, acme, `?user=${ivy}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="sign-ins.csv"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const text = bytes.toString()
    expect(text.split('\r\n')[0]).toBe('\ufefftime,name,email,result,methods,address,user_agent,session')
    expect(text.match(/ivy@example\.com/g)).toHaveLength(agents.length)
    for (const cell of text.slice(1).split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+\-@\t]/)
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  })

  test('AU7: 12,000 rows come whole and in order, piece by piece; the filter applies; a stranger gets a refusal, not a file', async () => {
    const [jan] = await settled(world, acme, [{ email: 'jan@example.com' }])
    await past(
      jan ?? '',
      Array.from({ length: 12_000 }, (_, n) => ago(60_000 + n * 1000)),
    )
    const lines = (await (await file(ada, acme, `?user=${jan}`)).text()).trimEnd().split('\r\n').slice(1)
    expect(lines).toHaveLength(12_000)
    const times = lines.map((it) => it.split(',')[0])
    expect(times).toEqual(times.toSorted((a, b) => (a ?? '').localeCompare(b ?? '')).reverse())
    expect(new Set(times).size).toBe(12_000)
    const none = await (await file(ada, acme, `?user=${jan}&result=locked`)).text()
    expect(none.trimEnd().split('\r\n')).toHaveLength(1)
    expect((await world.person().send('GET', `/organizations/${acme}/sign-ins/file`)).status).toBe(401)
  })
})

describe('for how long', () => {
  test('AU5: after the policy’s days a sign-in is gone from every list to the millisecond, and soon from the disk', async () => {
    const tenant = (await world.tenant('Keeper Ltd')).id
    const kim = await member(world, tenant, 'kim@example.com', 'admin')
    await past(kim.user, [ago(30 * day + 60_000), ago(30 * day - 60_000), ago(6 * day), ago(8 * day)])
    await past(ada.user, [ago(8 * day)])
    const seen = async () => (await listed(kim, tenant)).length
    expect(await seen()).toBe(4)
    await kim.api.policies.set({ organization: tenant, policy: 'retention.sign_in_activity', value: 7 })
    expect(await seen()).toBe(2) // the one 6 days ago, and today's
    expect((await kim.api.activity.own()).items).toHaveLength(2)
    expect((await (await file(kim, tenant)).text()).trimEnd().split('\r\n')).toHaveLength(3)
    expect((await kim.api.activity.days({ organization: tenant, days: 90 })).items.length).toBeLessThanOrEqual(8)
    const stored = async (organization: string) =>
      world.database.query<{ n: number }>('select count(*)::int as n from sign_ins where org_path = $1', [
        await place(organization),
      ])
    const elsewhere = await stored(acme)
    await world.app.tidy()
    expect(await stored(tenant)).toEqual([{ n: 2 }])
    expect(await stored(acme)).toEqual(elsewhere) // what others keep for longer stays
  })

  test('AU5: days are partitions, made ahead and dropped as a whole when nobody keeps them any more', async () => {
    const names = async () =>
      (
        await world.database.query<{ it: string }>(
          `select inhrelid::regclass::text as it from pg_inherits where inhparent = 'sign_ins'::regclass order by 1`,
        )
      ).map((row) => row.it)
    const nameOf = (at: Date) => `sign_ins_${at.toISOString().slice(0, 10).replaceAll('-', '_')}`
    await world.database.query('select ensure_sign_in_partitions($1::date, 3)', [ago(60 * day)])
    await world.database.query('select ensure_sign_in_partitions($1::date, 7)', [ago(-day)])
    await past(ada.user, [ago(60 * day)])
    expect(await names()).toEqual(expect.arrayContaining([nameOf(ago(60 * day)), nameOf(ago(-7 * day))]))
    await world.app.tidy()
    expect(await names()).not.toContain(nameOf(ago(60 * day)))
    expect(await names()).toContain(nameOf(ago(-7 * day)))
  })

  test('AU5: records go with their user, and move with their user and with their organization', async () => {
    const [leo, mia] = await settled(world, acme, [
      { email: 'leo@example.com' },
      { email: 'mia@example.com', role: 'viewer' },
    ])
    for (const email of ['leo@example.com', 'mia@example.com']) await signedIn(world, email)
    const of = async (user: string | undefined) =>
      (
        await world.database.query<{ path: string }>('select org_path as path from sign_ins where user_id = $1', [
          innerId(user ?? ''),
        ])
      ).map((it) => it.path)
    expect(await of(leo)).toEqual([await place(acme)])
    await ada.api.users.remove({ organization: acme, user: leo ?? '' })
    expect(await of(leo)).toEqual([])
    await world.admin.api.users.move({ organization: acme, user: mia ?? '', to: rival, role: 'viewer' })
    expect(await of(mia)).toEqual([await place(rival)])
    expect(await listed(world.admin, acme, { user: mia })).toEqual([])
    expect(await listed(world.admin, rival, { user: mia })).toHaveLength(1)
  })
})

describe('last sign-in and last active', () => {
  test('AU2 BO12: the users list tells of both; a request moves "last active" by itself, a second within the minute does not', async () => {
    const nia = await member(world, acme, 'nia@example.com', 'employee')
    const shown = async () => {
      await world.app.flush()
      return ada.api.users.show({ organization: acme, user: nia.user })
    }
    const first = await shown()
    expect(first.lastSignInAt).not.toBeNull()
    expect(first.lastActiveAt).toBe(first.lastSignInAt)
    world.advance(40_000)
    await nia.api.profile.show()
    expect((await shown()).lastActiveAt).toBe(first.lastActiveAt)
    world.advance(3 * 60_000)
    await nia.api.profile.show()
    const moved = await shown()
    expect(Date.parse(moved.lastActiveAt ?? '') - Date.parse(first.lastActiveAt ?? '')).toBeGreaterThan(200_000)
    expect(moved.lastSignInAt).toBe(first.lastSignInAt)
    expect(moved.version).toBe(first.version)
    const { items } = await ada.api.users.list({ organization: acme, search: 'nia@' })
    expect(items[0]?.lastActiveAt).toBe(moved.lastActiveAt)
  })

  test('AU2: programs with a key are not their person, and somebody who was never there has no time', async () => {
    const [ole] = await settled(world, acme, [{ email: 'ole@example.com' }])
    expect((await ada.api.users.show({ organization: acme, user: ole ?? '' })).lastActiveAt).toBeNull()
    const pia = await member(world, acme, 'pia@example.com', 'employee')
    const { secret } = await pia.api.keys.create({ name: 'Export' })
    await world.app.flush()
    const before = await ada.api.users.show({ organization: acme, user: pia.user })
    world.advance(10 * 60_000)
    const answer = await world.person().send('GET', '/me', undefined, { authorization: `Bearer ${secret}` })
    expect(answer.status).toBe(200)
    await world.app.flush()
    expect(await ada.api.users.show({ organization: acme, user: pia.user })).toEqual(before)
  })

  test('BO37: users can be sorted by last sign-in and found by "not in 90 days" and "never", in one organization and below', async () => {
    const tenant = (await world.tenant('Quiet Ltd')).id
    const quinn = await member(world, tenant, 'quinn@example.com', 'admin')
    await settled(world, tenant, [
      { email: 'never1@example.com', firstName: 'Zoe' },
      { email: 'never2@example.com', firstName: 'Abe', status: 'inactive' },
      { email: 'old@example.com', firstName: 'Moe', lastSignInAt: ago(91 * day) },
      { email: 'recent@example.com', firstName: 'Cat', lastSignInAt: ago(89 * day) },
    ])
    const emails = async (filter: object) =>
      (await quinn.api.users.list({ organization: tenant, ...filter })).items.map((it) => it.email.split('@')[0])
    expect(await emails({ sort: 'lastSignInAt', order: 'desc', limit: 3 })).toEqual(['quinn', 'recent', 'old'])
    expect(await emails({ notSignedInFor: 90 })).toEqual(['never2', 'old', 'never1'])
    expect(await emails({ neverSignedIn: true })).toEqual(['never2', 'never1'])
    expect(await emails({ neverSignedIn: true, status: 'active' })).toEqual(['never1'])
    expect(await emails({ notSignedInFor: 90, sort: 'lastSignInAt', order: 'desc', limit: 1 })).toEqual(['old'])
    expect(await emails({ notSignedInFor: 90, search: 'never' })).toEqual(['never2', 'never1'])
    expect(await quinn.api.users.count({ organization: tenant, notSignedInFor: 90 })).toEqual({ count: 3, more: false })
    const root = world.admin.me.organization.id
    const found = await walked((cursor) =>
      world.admin.api.users.list({
        organization: root,
        within: 'subtree',
        neverSignedIn: true,
        limit: 5,
        ...(cursor && { cursor }),
      }),
    )
    expect(found.map((it) => it.email)).toEqual(expect.arrayContaining(['never1@example.com', 'never2@example.com']))
    expect(found.every((it) => it.lastSignInAt === null)).toBe(true)
  })
})

describe('new devices', () => {
  const at = (email: string, address: string, agent: string) =>
    world.http.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      remoteAddress: address,
      headers: { 'user-agent': agent },
      payload: { email, password: goodPassword },
    })

  test('AU6: a sign-in from another browser or network is told by mail, once; the first ever and known ones are not', async () => {
    await settled(world, acme, [{ email: 'tom@example.com', firstName: 'Tom' }])
    const mails = () =>
      world.database.query<{ n: number }>(`select count(*)::int as n from mails where recipient = 'tom@example.com'`)
    await at('tom@example.com', '198.51.100.7', firefox)
    await at('tom@example.com', '198.51.100.200', firefox) // the same network
    expect(await mails()).toEqual([{ n: 0 }])
    await Promise.all([at('tom@example.com', '198.51.100.7', safari), at('tom@example.com', '198.51.100.7', safari)])
    const mail = await world.mailbox.next('tom@example.com')
    expect(mail.subject).toBe('New sign-in to Backoffice')
    expect(mail.text).toContain('Safari, iOS, 198.51.100.7')
    expect(mail.text).toContain('/profile')
    expect(await mails()).toEqual([{ n: 1 }])
    await at('tom@example.com', '203.0.113.9', firefox)
    await eventually(mails, (rows) => rows[0]?.n === 2)
  })

  test('AU6: a wrong password makes no device known, and a header’s own words never reach the mail', async () => {
    await settled(world, acme, [{ email: 'uma@example.com' }])
    await at('uma@example.com', '198.51.100.7', firefox)
    await from(world, '203.0.113.9', 'POST', '/sessions', { email: 'uma@example.com', password: 'not the right one' })
    await at('uma@example.com', '203.0.113.9', '<b>Click http://evil.example</b>')
    const mail = await world.mailbox.next('uma@example.com')
    expect(mail.text).toContain('203.0.113.9')
    expect(mail.text).not.toContain('evil.example')
  })
})
