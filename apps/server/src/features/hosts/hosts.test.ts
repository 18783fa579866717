/** Addresses of tenants: which name an address shows, where its links lead, and that nothing is allowed by it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member } from '../../../test/builders.ts'
import { createWorld, goodPassword, type World } from '../../../test/world.ts'
import { WrongConfig, readConfig } from '../../config.ts'
import { addressOf } from './rules.ts'

let trial: World
let configured: World
let [acme, rival] = ['', '']
beforeAll(async () => {
  ;[trial, configured] = await Promise.all([
    createWorld(),
    createWorld({ publicUrl: 'https://admin.example.com', tenantDomain: 'example.com' }),
  ])
  const create = async (name: string, code: string, host?: string) =>
    (
      await trial.admin.api.organizations.create({
        organization: trial.admin.me.organization.id,
        name,
        code,
        ...(host === undefined ? {} : { host }),
      })
    ).id
  acme = await create('Acme GmbH', 'ACME', 'users.acme.example')
  // Its own host name is another's code: the code is who is shown.
  rival = await create('Rival AG', 'RIVAL', 'acme')
})
afterAll(() => Promise.all([trial.stop(), configured.stop()]))

test('AU1: in the trial every tenant has an address below localhost, by its code or its host name, without configuration', async () => {
  const show = (host: string) => trial.person().api.hosts.show({ host })
  const main = 'http://localhost:3000'
  expect(await show('acme.localhost')).toEqual({ kind: 'tenant', name: 'Acme GmbH', main, passkeys: false })
  expect(await show('rival.localhost')).toMatchObject({ kind: 'tenant', name: 'Rival AG' })
  expect(await show('users.acme.example.localhost')).toMatchObject({ name: 'Acme GmbH' })
  expect(await show('users.acme.example')).toMatchObject({ name: 'Acme GmbH' })
  for (const host of ['localhost', '127.0.0.1', '[::1]'])
    expect(await show(host)).toMatchObject({ kind: 'main', passkeys: host === 'localhost' })
  for (const host of ['nobody.localhost', 'acme', 'acme.localhost.evil.example', '10.0.0.1'])
    expect(await show(host)).toEqual({
      kind: host === 'acme' ? 'tenant' : 'unknown',
      name: host === 'acme' ? 'Rival AG' : null,
      main,
      passkeys: false,
    })
  expect((await trial.person().send('GET', '/hosts?host=ACME%2Flocalhost')).status).toBe(400)
})

test('AU1: where an address is configured, the names of a trial are nobody’s', async () => {
  const show = (host: string) => configured.person().api.hosts.show({ host })
  expect((await show('admin.example.com')).kind).toBe('main')
  for (const host of ['localhost', '127.0.0.1', '[::1]']) expect((await show(host)).kind).toBe('unknown')
})

test('AU1: after sign-in one is told where links lead, and where one’s own address is, if this is another’s', async () => {
  const ada = await member(trial, acme, 'ada@acme.test', 'admin')
  const own = (host: string) => ada.api.hosts.own({ host })
  expect(await own('acme.localhost')).toMatchObject({ fits: true, organization: { id: acme } })
  expect(await own('localhost')).toMatchObject({ fits: true, organization: { id: acme } })
  const away = { fits: false, organization: { id: acme }, address: 'http://acme.localhost:3000' }
  // Another's and nobody's look alike: no name, no identifier.
  expect(await own('rival.localhost')).toMatchObject(away)
  expect(await own('nobody.localhost')).toMatchObject(away)
  expect(JSON.stringify(await own('rival.localhost'))).not.toContain('Rival')
  const there = await trial.admin.api.hosts.own({ host: 'rival.localhost' })
  expect(there).toMatchObject({ fits: true, organization: { id: rival }, address: 'http://localhost:3000' })
  expect((await trial.person().send('GET', '/me/host?host=acme.localhost')).status).toBe(401)
})

test('AU1: pages of tenants’ addresses may change things, others not; nothing follows from the Host header', async () => {
  const signIn = (origin: string, host = 'localhost:3000', site?: string) =>
    trial.http.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      headers: { host, origin, ...(site === undefined ? {} : { 'sec-fetch-site': site }) },
      payload: { email: 'root@example.com', password: goodPassword },
    })
  const origins = [
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://acme.localhost:3000',
    'http://rival.localhost:3000',
  ]
  for (const origin of origins) expect((await signIn(origin)).statusCode, origin).toBe(201)
  for (const origin of [
    'http://nobody.localhost:3000',
    'http://acme.localhost:3001',
    'https://acme.localhost:3000',
    'http://acme.localhost.evil.example:3000',
    'null',
  ]) {
    const answer = await signIn(origin, new URL(origin === 'null' ? 'http://x' : origin).host)
    expect([answer.statusCode, answer.json<{ code: string }>().code], origin).toEqual([403, 'origin_differs'])
  }
  // From one tenant's page to another's address: browsers say so, and are believed.
  expect((await signIn('http://acme.localhost:3000', 'rival.localhost:3000', 'same-site')).statusCode).toBe(403)
  // The cookie is this host's alone, and what one may do is the same at every address.
  const answer = await signIn('http://acme.localhost:3000', 'acme.localhost:3000')
  expect(String(answer.headers['set-cookie'])).not.toMatch(/domain/i)
  const asked = await trial.http.inject({
    method: 'GET',
    url: `/api/v1/organizations/${rival}`,
    headers: { host: 'acme.localhost:3000', cookie: trial.admin.cookie },
  })
  expect(asked.statusCode).toBe(200)
})

test('AU1: with a wildcard domain and own host names; the main address is nobody’s, and mails lead to the public URL', async () => {
  const root = configured.admin.me.organization.id
  const { id } = await configured.admin.api.organizations.create({ organization: root, name: 'Acme', code: 'Acme' })
  await configured.admin.api.organizations.create({ organization: root, name: 'Sly', code: 'admin' })
  const show = (host: string) => configured.person().api.hosts.show({ host })
  expect(await show('acme.example.com')).toMatchObject({ kind: 'tenant', name: 'Acme' })
  expect(await show('admin.example.com')).toMatchObject({ kind: 'main', name: null })
  expect(await show('acme.localhost')).toMatchObject({ kind: 'unknown' })
  await configured.admin.api.organizations.update({ organization: id, host: 'users.acme.example' })
  expect(await show('users.acme.example')).toMatchObject({ name: 'Acme' })
  await configured.admin.api.invitations.create({ organization: id, email: 'eve@acme.test', role: 'viewer' })
  const { text } = await configured.mailbox.next('eve@acme.test')
  expect(text).toContain('https://admin.example.com/')
  const addresses = { publicUrl: new URL('https://admin.example.com'), tenantDomain: 'example.com' }
  expect(addressOf(addresses, { code: 'Acme', host: 'users.acme.example' })).toBe('https://users.acme.example')
  expect(addressOf(addresses, { code: 'Acme', host: null })).toBe('https://acme.example.com')
  expect(addressOf(addresses, { code: 'A_1', host: 'a1' })).toBe('https://a1.example.com')
  expect(addressOf(addresses, { code: null, host: null })).toBeNull()
  expect(addressOf({ ...addresses, tenantDomain: undefined }, { code: 'Acme', host: null })).toBeNull()
})

test('AU1: the wildcard domain is a star and a domain; anything else stops the start', () => {
  const env = { PUBLIC_URL: 'https://admin.example.com' }
  expect(readConfig([], { ...env, TENANT_DOMAIN: '*.example.com' }).tenantDomain).toBe('example.com')
  expect(readConfig([], env).tenantDomain).toBeUndefined()
  expect(readConfig([], {}).tenantDomain).toBe('localhost')
  for (const wrong of ['example.com', '*', '*.', '*.Example.com', '*.a b', 'https://*.example.com', '*.-a.com'])
    expect(() => readConfig([], { ...env, TENANT_DOMAIN: wrong }), wrong).toThrow(WrongConfig)
})
