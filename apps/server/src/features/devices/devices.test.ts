/** Remembered browsers: what they spare their owner, and everything that ends that. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { later, member } from '../../../test/builders.ts'
import { halfSignedIn, withApp, withPasskey } from '../../../test/factors.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'
import { newId, publicId } from '../../platform/value/ids.ts'

const day = 86_400_000
let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())
const remember = (value: number) => world.admin.api.policies.set({ organization, policy: 'mfa.remember_days', value })
const stepIn = async (email: string, { device }: Pick<Person, 'device'>) =>
  (await (await halfSignedIn(world, email, { device })).api.sessions.check()).step

test('BO30: a browser is remembered where the policy allows it, for as many days, and asks for the password alone', async () => {
  const ada = await member(world, organization, 'ada@acme.test', 'viewer')
  const { next } = await withApp(world, ada)
  expect(await refusalOf(ada.api.devices.remember())).toBe('remembering_off')
  await remember(30)
  await ada.api.devices.remember()
  expect(ada.device).toMatch(/^tenantry-3000-device=[\w-]{43}$/)
  expect(await stepIn('ada@acme.test', ada)).toBeNull()
  expect(await stepIn('ada@acme.test', { device: '' })).toBe('second_factor')
  expect((await ada.api.devices.list()).items).toMatchObject([{ current: true, address: '127.0.0.1' }])
  // It vouches for no other device, and is no fresh proof.
  const trusted = await halfSignedIn(world, 'ada@acme.test', { device: ada.device })
  expect(await refusalOf(trusted.api.devices.remember())).toBe('proof_required')
  expect(await refusalOf(trusted.api.factors.turnOff())).toBe('proof_required')
  await trusted.api.sessions.prove({ code: next() })
  await trusted.api.devices.remember()
  expect((await trusted.api.devices.list()).items).toHaveLength(1)
  expect(await stepIn('ada@acme.test', ada)).toBe('second_factor') // the former secret of the same browser
  // Somebody else's browser is nobody's here.
  const ben = await member(world, organization, 'ben@acme.test', 'viewer')
  expect(await refusalOf(ben.api.devices.remember())).toBe('factor_not_shown')
  await withApp(world, ben)
  expect(await stepIn('ben@acme.test', trusted)).toBe('second_factor')
})

test('a device is forgotten by its owner, alone or with all others; somebody else’s is unknown', async () => {
  await remember(30)
  const cat = await member(world, organization, 'cat@acme.test', 'viewer')
  await withApp(world, cat)
  await cat.api.devices.remember()
  const [mine] = (await cat.api.devices.list()).items
  const dan = await member(world, organization, 'dan@acme.test', 'viewer')
  for (const device of [mine?.id ?? '', publicId('dev', newId())])
    expect(await refusalOf(dan.api.devices.forget({ device }))).toBe('device_unknown')
  await cat.api.devices.forget({ device: mine?.id ?? '' })
  expect(await stepIn('cat@acme.test', cat)).toBe('second_factor')
  await cat.api.devices.remember()
  expect(await cat.api.devices.forgetAll()).toEqual({ forgotten: 1 })
  expect((await cat.api.devices.list()).items).toEqual([])
})

test('BO29: with factors added, removed or taken away, or the password reset, no browser is remembered any more', async () => {
  await remember(30)
  const eve = await member(world, organization, 'eve@acme.test', 'viewer')
  const { factor } = await withApp(world, eve)
  const remembered = async () => {
    await eve.api.devices.remember()
    expect(await stepIn('eve@acme.test', eve)).toBeNull()
  }
  await remembered()
  await withApp(world, eve, 'Tablet')
  expect(await stepIn('eve@acme.test', eve)).toBe('second_factor')
  await remembered()
  await eve.api.factors.remove({ factor })
  expect(await stepIn('eve@acme.test', eve)).toBe('second_factor')
  await remembered()
  await world.admin.api.factors.disable({ organization, user: eve.user, required: false, reason: 'Lost' })
  await eve.api.sessions.signIn({ email: 'eve@acme.test', password: goodPassword })
  await withApp(world, eve)
  expect(await stepIn('eve@acme.test', eve)).toBe('second_factor')
  await remembered()
  await world.admin.api.passwords.sendReset({ organization, user: eve.user })
  const { token } = await world.mailbox.next('eve@acme.test', 6)
  await world.person().api.passwords.completeReset({ token, password: goodPassword })
  expect(await stepIn('eve@acme.test', eve)).toBe('second_factor')
})

test('the policy that holds at the sign-in decides, whatever held when a browser was remembered', async () => {
  await remember(30)
  const fay = await member(world, organization, 'fay@acme.test', 'viewer')
  await withApp(world, fay)
  await fay.api.devices.remember()
  const step = () => stepIn('fay@acme.test', fay)
  await later(world, 2 * day, world.admin)
  expect(await step()).toBeNull()
  await remember(1)
  expect(await step()).toBe('second_factor')
  await remember(0)
  expect(await step()).toBe('second_factor')
  await remember(90)
  expect(await step()).toBeNull()
  world.advance(89 * day)
  expect(await step()).toBe('second_factor')
})

test('what counts for nothing any more is swept away: answered challenges, unconfirmed apps, devices older than any policy allows', async () => {
  await later(world, 0, world.admin)
  const gus = await member(world, organization, 'gus@acme.test', 'viewer')
  await withPasskey(gus)
  await gus.api.factors.beginApp({ name: 'Left lying' })
  await remember(90)
  await gus.api.devices.remember()
  const left = async () =>
    (
      await world.database.query<{ n: string }>(
        `select (select count(*) from used_challenges) || ' ' || (select count(*) from factors where confirmed_at is null)
         || ' ' || (select count(*) from remembered_devices where identity_id = (select identity_id from users where email = 'gus@acme.test')) as n`,
      )
    )[0]?.n
  const sweep = () => world.database.query('select sweep_factors($1, 100)', [world.now()])
  await sweep()
  expect(await left()).toBe('1 1 1')
  world.advance(91 * day)
  await sweep()
  expect(await left()).toBe('0 0 0')
})
