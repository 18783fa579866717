/** Federated sign-in at tenants' addresses: it ends where it was begun, and is handed on to nobody who could abuse it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { member, settled, type Member } from '../../../test/builders.ts'
import { connected, through, traveller, withDomain } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
let liar: Liar
let ids: Record<'partner' | 'tenant' | 'rival', string>
let connection: string
beforeAll(async () => {
  liar = await startLiar()
  world = await createWorld({ blueprint: 'channel', privateHosts: [liar.host] })
  const create = async (organization: string, name: string, code: string, host: string) =>
    (await world.admin.api.organizations.create({ organization, name, code, host })).id
  const distributor = await create(world.admin.me.organization.id, 'North', 'north', 'north.example')
  const partner = await create(distributor, 'Acme', 'acme', 'users.acme.example')
  ids = {
    partner,
    tenant: await create(partner, 'Shop', 'shop', 'users.shop.example'),
    rival: await create(distributor, 'Rival', 'rival', 'users.rival.example'),
  }
  const { items } = await world.admin.api.roles.list({ organization: partner })
  const role = items.find((it) => it.permissions.some((one) => one.key === 'federation.manage'))?.key ?? ''
  const ada: Member = await member(world, partner, 'ada@acme.test', role)
  connection = await connected(ada, partner, liar, { name: 'Acme ID' })
  await withDomain(world, partner, 'acme.test')
  const plain = items.find((it) => !it.permissions.some((one) => one.key === 'federation.manage'))?.key ?? ''
  await settled(world, partner, [{ email: 'vera@acme.test', role: plain }])
})
afterAll(async () => {
  await world.stop()
  await liar.stop()
})
beforeEach(() => void (liar.visitor = { sub: 'vera', email: 'vera@acme.test', email_verified: true }))

test('AU1: begun at a tenant’s address it comes back to the one that providers know, and ends where it was begun', async () => {
  const vera = traveller(world)
  const { url } = await vera.api.federation.begin({ connection, host: 'acme.localhost' })
  expect(new URL(url).searchParams.get('redirect_uri')).toBe(`http://localhost:3000/sign-in/callback/${ids.partner}`)
  const back = await through(url)
  // The page at the main address has no cookie of this sign-in: it can learn where it belongs, and do nothing with it.
  const main = traveller(world)
  expect(await main.api.federation.origin({ state: back.state })).toEqual({ address: 'http://acme.localhost:3000' })
  expect(await refusalOf(main.api.federation.finish(back))).toBe('sign_in_expired')
  expect((await vera.api.federation.finish(back)).email).toBe('vera@acme.test')
  expect(await main.api.federation.origin({ state: back.state })).toEqual({ address: null })
  // At the installation's own address, under any of its names, as ever.
  for (const host of ['localhost', '127.0.0.1', undefined]) {
    const again = await through((await vera.api.federation.begin({ connection, ...(host && { host }) })).url)
    const address = host === undefined ? null : `http://${host}:3000`
    expect(await main.api.federation.origin({ state: again.state })).toEqual({ address })
  }
  // So do linking and proving.
  const proof = await through((await vera.api.federation.beginProof({ connection, host: 'shop.localhost' })).url)
  expect((await main.api.federation.origin({ state: proof.state })).address).toBe('http://shop.localhost:3000')
  liar.lies = { claims: { auth_time: Math.floor(Date.now() / 1000) } }
  expect(await vera.api.federation.finishOwn(proof)).toEqual({ done: 'proved' })
  liar.lies = {}
})

test('answers are handed on to host names of the connection’s organization and those above it alone, and to none of nobody', async () => {
  const vera = traveller(world)
  const begin = (host: string) => vera.api.federation.begin({ connection, host })
  for (const host of ['users.acme.example', 'north.example', 'shop.localhost', 'rival.localhost']) await begin(host)
  // Whoever administers what lies below or beside could lead their host name to a server of theirs.
  for (const host of [
    'users.shop.example',
    'users.rival.example',
    'nobody.localhost',
    'evil.example',
    'localhost.evil.example',
  ])
    expect(await refusalOf(begin(host)), host).toBe('host_untrusted')
  const back = await through((await begin('users.acme.example')).url)
  const origin = () => world.person().api.federation.origin({ state: back.state })
  expect((await origin()).address).toBe('http://users.acme.example:3000')
  // Asked again on the way back: the name may be another's by then.
  await world.admin.api.organizations.update({ organization: ids.partner, host: null })
  await world.admin.api.organizations.update({ organization: ids.rival, host: 'users.acme.example' })
  expect((await origin()).address).toBeNull()
  world.advance(10 * 60_000 + 1)
  expect((await origin()).address).toBeNull()
})
