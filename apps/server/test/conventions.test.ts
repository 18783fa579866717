/** What every route keeps to: Idempotency-Key, cursors, ETags, problem documents, and requests from elsewhere. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, type Member, settled, signedIn } from './builders.ts'
import { createWorld, goodPassword, type Person, type World } from './world.ts'

let world: World
let organization: string
let ada: Member & { user: string }
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
  ada = await member(world, organization, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

const read = async (answer: Response | Promise<Response>) => {
  const it = await answer
  const text = await it.text()
  return { status: it.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : null, headers: it.headers }
}
const invite = (email: string, key: string, by: Person = ada) =>
  read(
    by.send(
      'POST',
      `/organizations/${organization}/invitations`,
      { email, role: 'viewer' },
      { 'idempotency-key': key },
    ),
  )
const countOf = async (email: string) =>
  (await ada.api.invitations.list({ organization, status: 'all', search: email })).items.length

test('Idempotency-Key: the same call again gives the same answer, and is done once', async () => {
  const first = await invite('once@example.com', 'key-1')
  const again = await invite('once@example.com', 'key-1')
  expect(first.status).toBe(201)
  expect([again.status, again.body, again.headers.get('etag')]).toEqual([201, first.body, first.headers.get('etag')])
  expect(await countOf('once@example.com')).toBe(1)
  await world.mailbox.next('once@example.com')
  await invite('other@example.com', 'key-2')
  await world.mailbox.next('other@example.com')
  expect(world.mailbox.received.filter((it) => it.to === 'once@example.com')).toHaveLength(1)
})

test('Idempotency-Key: the same key for another body or another address is refused', async () => {
  const reused = await invite('somebody.else@example.com', 'key-1')
  expect([reused.status, reused.body?.['code']]).toEqual([422, 'idempotency_key_reused'])
  const path = `/organizations/${organization}`
  const other = await read(ada.send('PATCH', path, { name: 'X' }, { 'idempotency-key': 'key-1' }))
  expect([other.status, other.body?.['code']]).toEqual([422, 'idempotency_key_reused'])
  expect(await countOf('somebody.else@example.com')).toBe(0)
})

test('Idempotency-Key: ten calls at once with one key are one act with ten equal answers', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => invite('parallel@example.com', 'key-3')))
  expect(new Set(all.map((it) => it.status))).toEqual(new Set([201]))
  for (const it of all) expect(it.body).toEqual(all[0]?.body)
  expect(await countOf('parallel@example.com')).toBe(1)
})

test('Idempotency-Key: a call that was refused may be made again; a key is its user’s own', async () => {
  const refused = await invite('ada@acme.test', 'key-4')
  expect(refused.body?.['code']).toBe('user_exists')
  const key = { 'idempotency-key': 'key-4' }
  const right = await ada.send(
    'POST',
    `/organizations/${organization}/invitations`,
    { email: 'fine@example.com', role: 'viewer' },
    key,
  )
  expect(right.status).toBe(201)
  const bea = await member(world, organization, 'bea@acme.test', 'admin')
  expect((await invite('from.bea@example.com', 'key-4', bea)).status).toBe(201)
})

test('Idempotency-Key: one that is no key is refused by name', async () => {
  for (const key of ['with space', 'x'.repeat(101)]) {
    const { status, body } = await invite('nokey@example.com', key)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'validation_failed', fields: [{ path: 'headers.idempotency-key' }] })
  }
  expect(await countOf('nokey@example.com')).toBe(0)
})

test('cursors are good for their caller, list, filter and order alone; another page size is fine', async () => {
  const people = Array.from({ length: 6 }, (_, n) => ({ email: `p${n}@acme.test`, firstName: `P${n}` }))
  await settled(world, organization, people)
  const eva = await member(world, organization, 'eva@acme.test', 'admin')
  const list = (query: string, by: Person = ada) =>
    read(by.send('GET', `/organizations/${organization}/users?${query}`))
  const first = await list('limit=2')
  const cursor = String(first.body?.['next'])
  expect((await list(`limit=3&cursor=${cursor}`)).status).toBe(200)
  const flipped = `${cursor.slice(0, 20)}${cursor[20] === 'A' ? 'B' : 'A'}${cursor.slice(21)}`
  for (const wrong of [
    await list(`limit=2&cursor=${cursor}`, eva),
    await list(`limit=2&cursor=${cursor}&order=desc`),
    await list(`limit=2&cursor=${cursor}&sort=email`),
    await list(`limit=2&cursor=${cursor}&search=p1`),
    await list(`limit=2&cursor=${cursor}&within=subtree`),
    await list(`cursor=${flipped}`),
    await list(`cursor=${cursor.slice(0, -4)}`),
    await list('cursor=AAAA'),
    await list('cursor=%F0%9F%A6%A6'),
    await read(ada.send('GET', `/organizations/${organization}/invitations?cursor=${cursor}`)),
    await read(ada.send('GET', `/organizations/${organization}/users/${ada.user}/changes?cursor=${cursor}`)),
    await read(world.admin.send('GET', `/organizations/${world.admin.me.organization.id}/users?cursor=${cursor}`)),
  ]) {
    expect([wrong.status, wrong.body?.['code']]).toEqual([400, 'cursor_invalid'])
  }
})

test('every refusal is a problem document: type, title, status, code, and the id of the request', async () => {
  const nobody = world.person()
  const cases: [number, string, Promise<Response>][] = [
    [400, 'validation_failed', ada.send('PATCH', '/me', { firstName: 7 })],
    [400, 'json_malformed', ada.send('PATCH', '/me', '{"a":')],
    [401, 'unauthenticated', nobody.send('GET', '/me')],
    [401, 'credentials_wrong', nobody.send('POST', '/sessions', { email: 'x@y.test', password: 'wrong' })],
    [403, 'permission_missing', ada.send('GET', `/organizations/${organization}/mails`)],
    [404, 'organization_unknown', ada.send('GET', `/organizations/org_${'0'.repeat(32)}`)],
    [404, 'route_unknown', ada.send('GET', '/nothing/here')],
    [404, 'route_unknown', ada.send('PUT', '/me', {})],
    [404, 'route_unknown', ada.send('GET', `/organizations/${'x'.repeat(200)}`)],
    [404, 'route_unknown', ada.send('GET', '/organizations/%ff')],
    [412, 'version_differs', ada.send('PATCH', '/me', { firstName: 'A' }, { 'if-match': '"99"' })],
    [415, 'media_type_unsupported', ada.send('PATCH', '/me', 'a=b', { 'content-type': 'text/plain' })],
  ]
  for (const [status, code, sent] of cases) {
    const { headers, body, ...answer } = await read(sent)
    expect(answer.status, code).toBe(status)
    expect(headers.get('content-type'), code).toBe('application/problem+json; charset=utf-8')
    expect(headers.get('cache-control'), code).toBe('no-store')
    expect(body, code).toMatchObject({ type: `urn:tenantry:problem:${code}`, status, code, title: expect.any(String) })
    expect(body?.['requestId'], code).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-request-id'), code).toBe(body?.['requestId'])
  }
})

test('a field that may be a text or null is told what is wrong with it, once', async () => {
  const { send } = world.admin
  const told = async (phone: unknown) =>
    ((await (await send('PATCH', '/me', { phone })).json()) as { fields: { path: string; code: string }[] }).fields
  expect(await told('call me')).toMatchObject([{ path: 'body.phone', code: 'pattern' }])
  expect(await told(5)).toMatchObject([{ path: 'body.phone', code: 'type' }])
})

test('answers tell browsers to keep nothing, guess nothing, and show nothing in frames', async () => {
  const { headers } = await ada.send('GET', '/me')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('content-security-policy')).toContain("script-src 'self';")
  expect(headers.get('x-powered-by') ?? headers.get('server')).toBeNull()
})

test('nothing is believed of who says they stand behind a proxy, and links follow no Host header', async () => {
  await settled(world, organization, [{ email: 'proxy@acme.test' }])
  const headers = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
    forwarded: 'for=6.6.6.6',
  }
  const person = world.person()
  await person.send('POST', '/sessions', { email: 'proxy@acme.test', password: goodPassword }, headers)
  expect((await person.api.sessions.list()).items[0]?.address).toBe('127.0.0.1')
  await person.send('POST', '/password-resets', { email: 'proxy@acme.test' }, headers)
  expect((await world.mailbox.next('proxy@acme.test')).link).toMatch(/^http:\/\/localhost:3000\/reset#/)
  expect((await signedIn(world, 'proxy@acme.test')).me.email).toBe('proxy@acme.test')
})

test('a page of another origin changes nothing, however it spells the address', async () => {
  const elsewhere = { origin: 'http://localhost:9999', 'sec-fetch-site': 'same-site' }
  const { status: plain } = await ada.send('PATCH', '/me', { firstName: 'Eve' }, elsewhere)
  const encoded = await fetch(`${world.baseUrl}/%61pi/v1/me`, {
    method: 'PATCH',
    headers: { ...elsewhere, cookie: ada.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ firstName: 'Eve' }),
  })
  expect([plain, encoded.status]).toEqual([403, 403])
})
