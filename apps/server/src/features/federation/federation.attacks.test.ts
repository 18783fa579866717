/** A provider that lies, fails, or is somebody else: nobody gets in, it is told in words, and other ways stay open. */
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { member, settled, type Member } from '../../../test/builders.ts'
import { connected, signInThrough, through, traveller, withDomain } from '../../../test/federated.ts'
import { startLiar, type Liar, type Lies } from '../../../test/liar.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { createEgress, EgressRefused } from '../../platform/egress/fetch.ts'
import { isPublicAddress } from '../../platform/egress/addresses.ts'

let world: World
let liar: Liar
let acme: string
let ada: Member
let connection: string
beforeAll(async () => {
  liar = await startLiar()
  world = await createWorld({ privateHosts: [liar.host] })
  acme = (await world.tenant('Acme GmbH')).id
  ada = await member(world, acme, 'ada@acme.test', 'admin')
  connection = await connected(ada, acme, liar, { name: 'Acme ID' })
  await withDomain(world, acme, 'acme.test')
  await settled(world, acme, [{ email: 'vera@acme.test' }])
})
afterAll(async () => {
  await world.stop()
  await liar.stop()
})
beforeEach(() => {
  liar.lies = {}
  liar.visitor = { sub: 'vera', email: 'vera@acme.test', email_verified: true }
})
const arrive = () => signInThrough(traveller(world), connection)
/** What the refusal says is wrong with the provider, and nothing else of it. */
async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    const { code, problem } = error as { code: string; problem: { fields?: { code: string }[] } }
    expect(JSON.stringify(problem)).not.toContain('secret of the provider')
    return code === 'provider_failed' ? (problem.fields?.[0]?.code ?? '') : code
  }
  return 'let in'
}
const faultWith = (lies: Lies) => {
  liar.lies = lies
  return faultOf(arrive())
}

test('told the truth, the same provider lets its people in; its keys may change at any time', async () => {
  expect((await arrive()).email).toBe('vera@acme.test')
  await liar.rotate()
  expect((await arrive()).email).toBe('vera@acme.test')
})

const second = () => Math.floor(Date.now() / 1000)
test.each<[string, () => Lies, string]>([
  ['another issuer in the token', () => ({ claims: { iss: 'https://evil.example' } }), 'issuer_differs'],
  ['another audience', () => ({ claims: { aud: 'another-client' } }), 'audience_wrong'],
  [
    'several audiences without saying for whom',
    () => ({ claims: { aud: ['tenantry', 'other'], azp: 'other' } }),
    'audience_wrong',
  ],
  ['another nonce', () => ({ claims: { nonce: 'another' } }), 'nonce_wrong'],
  ['no nonce', () => ({ claims: { nonce: undefined } }), 'nonce_wrong'],
  ['a token that expired', () => ({ claims: { iat: second() - 600, exp: second() - 300 } }), 'token_expired'],
  ['no subject', () => ({ claims: { sub: undefined } }), 'subject_missing'],
  ['no signature', () => ({ sign: 'none' }), 'algorithm_refused'],
  ['HMAC under the public key', () => ({ sign: 'HS256 with the public key' }), 'algorithm_refused'],
  ['HMAC under the client’s secret', () => ({ sign: 'HS256 with the secret' }), 'algorithm_refused'],
  ['the key of somebody else', () => ({ sign: 'a key of somebody else' }), 'signature_wrong'],
  ['the answer of another provider (mix-up)', () => ({ iss: 'https://other.example' }), 'response_of_other'],
  ['an answer that does not say whose it is', () => ({ iss: null }), 'response_of_other'],
  ['another issuer in what it publishes', () => ({ metadata: { issuer: 'https://evil.example' } }), 'issuer_differs'],
  [
    'a page that is a script',
    () => ({ metadata: { authorization_endpoint: 'javascript:alert(1)' } }),
    'endpoint_missing',
  ],
  [
    'a token endpoint inside the network',
    () => ({ metadata: { token_endpoint: 'http://169.254.169.254/token' } }),
    'private',
  ],
  ['keys inside the network', () => ({ metadata: { jwks_uri: 'https://127.0.0.1:8443/keys' } }), 'private'],
])('%s: refused', async (_, lies, fault) => {
  expect(await faultWith(lies())).toBe(fault)
})

const status =
  (code: number, headers = {}, body = 'a secret of the provider') =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end(body)
const json = { 'content-type': 'application/json' }
const endless = (response: ServerResponse) => {
  response.writeHead(200, json)
  const more = setInterval(() => response.write(`"${'x'.repeat(65_536)}",`), 1)
  response.on('close', () => clearInterval(more))
}
test.each<[string, Lies, string]>([
  ['errs', { discovery: status(500) }, 'status_wrong'],
  ['answers with a page', { discovery: status(200, { 'content-type': 'text/html' }) }, 'malformed'],
  ['redirects', { discovery: status(302, { location: 'http://169.254.169.254/' }) }, 'redirects'],
  ['redirects where the code goes', { token: status(307, { location: 'http://169.254.169.254/' }) }, 'redirects'],
  ['never ends', { discovery: endless }, 'too_large'],
  ['gives no token', { token: status(200, json, '{"access_token":"a","token_type":"Bearer"}') }, 'token_missing'],
  [
    'does not know us',
    { token: status(401, json, '{"error":"invalid_client","error_description":"a secret of the provider"}') },
    'client_refused',
  ],
  ['refuses the code', { token: status(400, json, '{"error":"invalid_grant"}') }, 'code_refused'],
  ['has no keys', { keys: status(200, json, '{"keys":[]}') }, 'keys_missing'],
])('a provider that %s: told in a word, and the password still works', async (_, lies, fault) => {
  expect(await faultWith(lies)).toBe(fault)
  const signIn = world.person().api.sessions.signIn({ email: 'vera@acme.test', password: goodPassword })
  expect((await signIn).email).toBe('vera@acme.test')
})

test('a provider that says nothing, or is not there, is not waited for', async () => {
  const begun = Date.now()
  liar.lies = { discovery: () => undefined }
  expect(await faultOf(arrive())).toBe('slow')
  expect(Date.now() - begun).toBeLessThan(5_000)
  const nowhere = await connected(ada, acme, { ...liar, issuer: 'https://127.0.0.1:8443' }, { name: 'Acme ID' })
  expect(await faultOf(traveller(world).api.federation.begin({ connection: nowhere }))).toBe('private')
  const tested = await ada.api.federation.test({ organization: acme, connection: nowhere })
  expect(tested.checks).toEqual([{ check: 'discovery', fault: 'private' }])
})

test('a code is good once, for whoever began; an answer without one is none', async () => {
  const vera = traveller(world)
  const back = await through((await vera.api.federation.begin({ connection })).url)
  const { code: _, ...without } = back
  expect(await faultOf(vera.api.federation.finish({ ...without, error: 'access_denied' }))).toBe('cancelled')
  expect(await refusalOf(vera.api.federation.finish(back))).toBe('sign_in_expired')
  const used = await through((await vera.api.federation.begin({ connection })).url)
  await vera.api.federation.finish(used)
  const next = await through((await vera.api.federation.begin({ connection })).url)
  expect(await faultOf(vera.api.federation.finish({ ...next, code: used.code ?? '' }))).toBe('code_refused')
  expect(await refusalOf(vera.api.federation.finish({ ...next, state: 'A'.repeat(43) }))).toBe('sign_in_expired')
})

test('the same subject of another organization’s connection is somebody else', async () => {
  expect((await arrive()).email).toBe('vera@acme.test')
  const rival = (await world.tenant('Rival AG')).id
  const mallory = await member(world, rival, 'mallory@rival.test', 'admin')
  const settings = { name: 'Rival ID', algorithms: ['RS256' as const], newcomers: true, defaultRole: 'viewer' }
  const { id } = await mallory.api.federation.create({
    organization: rival,
    issuer: liar.issuer,
    ...liar.client,
    ...settings,
  })
  await mallory.api.federation.switch({ organization: rival, connection: id, active: true })
  expect(await refusalOf(signInThrough(traveller(world), id))).toBe('link_missing')
})

test('a provider that does not ask anew proves nothing anew', async () => {
  const vera = traveller(world)
  await signInThrough(vera, connection)
  const prove = async (claims: Record<string, unknown>) => {
    liar.lies = { claims }
    const back = await through((await vera.api.federation.beginProof({ connection })).url)
    return faultOf(vera.api.federation.finishOwn(back))
  }
  await world.database.query('update sessions set proved_at = null')
  expect(await prove({ auth_time: second() - 3_600 })).toBe('token_expired')
  expect(await prove({ auth_time: undefined })).toBe('token_expired')
  expect(await refusalOf(vera.api.factors.beginApp({ name: 'Phone' }))).toBe('proof_required')
  expect(await prove({ auth_time: second() })).toBe('let in')
})

test('that an address is verified is said where the address stands, not in another document', async () => {
  liar.visitor = { sub: 'vera-2' }
  const about = (userInfo: Record<string, unknown>) =>
    faultWith({ claims: { email_verified: true }, userInfo: { email: 'vera@acme.test', ...userInfo } })
  expect(await about({ email_verified: false })).toBe('link_missing')
  expect(await about({})).toBe('link_missing')
})

test('where an address leads is told by its domain alone, in one form for all', async () => {
  const find = (email: string) => world.person().api.federation.find({ email })
  const known = await find('vera@acme.test')
  expect(await find('nobody-at-all@acme.test')).toEqual(known)
  expect(known.offers).toContainEqual({ connection, name: 'Acme ID' })
  expect(await find('vera@elsewhere.test')).toEqual({ offers: [], federatedOnly: false })
  expect(await find('vera@sub.acme.test')).toEqual({ offers: [], federatedOnly: false })
})

test('requests go to public addresses only, unless the operator named the host; literals, names and mapped ones alike', async () => {
  const inside = [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
  ]
  const six = [
    '::1',
    '::',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    'fe80::1',
    'fc00::1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
    'ff02::1',
  ]
  for (const address of [...inside, ...six, '255.255.255.255', '198.18.0.1'])
    expect(isPublicAddress(address), address).toBe(false)
  for (const address of ['1.1.1.1', '93.184.215.14', '2606:4700:4700::1111'])
    expect(isPublicAddress(address)).toBe(true)
  const egress = createEgress({ privateHosts: [], milliseconds: 1_000 })
  const reasonFor = (url: string) =>
    egress.fetch(url).then(
      () => 'let through',
      (error: unknown) => (error instanceof EgressRefused ? error.fault : 'other'),
    )
  for (const host of ['localhost', '127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]'])
    expect(await reasonFor(`https://${host}:8443/`), host).toBe('private')
  expect(await reasonFor(liar.issuer)).toBe('private')
  await egress.close()
  const named = createEgress({ privateHosts: [liar.host] })
  expect((await named.fetch(`${liar.issuer}/keys`)).status).toBe(200)
  const [, port = ''] = liar.host.split(':')
  await expect(named.fetch(`http://localhost:${port}/keys`)).rejects.toThrow('private')
  await named.close()
})
