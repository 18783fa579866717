/** Passkeys and the addresses of tenants: one passkey does at all of them, where they are of one domain. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoftPasskey } from '../../../test/authenticator.ts'
import { member } from '../../../test/builders.ts'
import { withPasskey } from '../../../test/factors.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { partyOf, takesPasskeys } from '../hosts/rules.ts'

let trial: World
let configured: World
let acme = ''
beforeAll(async () => {
  ;[trial, configured] = await Promise.all([
    createWorld({ smtp: false }),
    createWorld({ publicUrl: 'https://admin.example.com', tenantDomain: 'example.com' }),
  ])
  const create = async (world: World, name: string, code: string, host?: string) =>
    (
      await world.admin.api.organizations.create({
        organization: world.admin.me.organization.id,
        name,
        code,
        ...(host !== undefined && { host }),
      })
    ).id
  acme = await create(configured, 'Acme GmbH', 'acme')
  await create(configured, 'Rival AG', 'rival', 'users.rival.example')
  await create(trial, 'Acme GmbH', 'acme')
})
afterAll(() => Promise.all([trial.stop(), configured.stop()]))

const rpId = 'example.com'
async function signIn(world: World, passkey: SoftPasskey, ways: { origin: string; rpId: string }): Promise<string> {
  const begun = await world.person().api.passkeys.begin()
  const shown = passkey.show(begun, ways)
  return (await world.person().api.passkeys.signIn({ attempt: begun.attempt, passkey: shown })).email
}

test('AU1 BO30: with a wildcard domain a passkey made at the installation’s address works at tenants’ addresses, and one made there at all others', async () => {
  const ada = await member(configured, acme, 'ada@acme.test', 'viewer')
  const { options } = await ada.api.factors.beginPasskey()
  expect(options).toMatchObject({ rp: { id: rpId } })
  const [atMain, atAcme] = [new SoftPasskey(), new SoftPasskey()]
  const made = [
    ['https://admin.example.com', atMain],
    ['https://acme.example.com', atAcme],
  ] as const
  for (const [origin, passkey] of made) {
    const shown = passkey.make(await ada.api.factors.beginPasskey(), { origin, rpId })
    await ada.api.factors.addPasskey({ name: origin, passkey: shown })
  }
  for (const [, passkey] of made)
    for (const place of ['admin', 'acme', 'rival'])
      expect(await signIn(configured, passkey, { origin: `https://${place}.example.com`, rpId })).toBe('ada@acme.test')
  const wrong = [
    'https://nobody.example.com', // below the domain, and no address of ours
    'https://example.com',
    'http://acme.example.com',
    'https://acme.example.com:8443',
    'https://acme.example.com.evil.test',
    'null',
  ]
  for (const origin of wrong)
    expect(await refusalOf(signIn(configured, atMain, { origin, rpId })), origin).toBe('passkey_wrong')
  const own = { origin: 'https://admin.example.com', rpId: 'admin.example.com' }
  expect(await refusalOf(signIn(configured, atMain, own))).toBe('passkey_wrong')
})

test('AU1 BO30: below localhost and at host names of one’s own, where browsers give no passkey of ours, pages are told so', async () => {
  const show = async (world: World, host: string) => (await world.person().api.hosts.show({ host })).passkeys
  expect(await show(trial, 'localhost')).toBe(true)
  for (const host of ['acme.localhost', '127.0.0.1', '[::1]']) expect(await show(trial, host), host).toBe(false)
  for (const host of ['admin.example.com', 'acme.example.com']) expect(await show(configured, host), host).toBe(true)
  for (const host of ['users.rival.example', 'example.com.evil.test', 'notexample.com'])
    expect(await show(configured, host), host).toBe(false)
  const { passkey } = await withPasskey(trial.admin)
  const local = { origin: 'http://localhost:3000', rpId: 'localhost' }
  expect(await signIn(trial, passkey, local)).toBe('root@example.com')
  const below = { origin: 'http://acme.localhost:3000', rpId: 'acme.localhost' }
  expect(await refusalOf(signIn(trial, passkey, below))).toBe('passkey_wrong')
})

test('the domain that passkeys are bound to is the wildcard’s, where the installation lies in it, and else its own host name', () => {
  const party = (url: string, tenantDomain?: string) => partyOf({ publicUrl: new URL(url), tenantDomain })
  expect(party('https://admin.example.com', 'example.com')).toBe('example.com')
  expect(party('https://example.com', 'example.com')).toBe('example.com')
  expect(party('https://admin.example.com', 'customers.example.com')).toBe('admin.example.com')
  expect(party('https://notexample.com', 'example.com')).toBe('notexample.com')
  expect(party('https://admin.example.com')).toBe('admin.example.com')
  expect(party('http://localhost:3000', 'localhost')).toBe('localhost')
  const own = { publicUrl: new URL('https://admin.example.com'), tenantDomain: undefined }
  expect(takesPasskeys(own, 'other.example.com')).toBe(false)
})
