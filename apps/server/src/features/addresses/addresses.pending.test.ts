/** A change of address while it waits: seen, cancelled, over; by the person and by whoever might ask for it. */
import { createClient } from '@tenantry/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { later, member, outcomes, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { sweep } from '../../platform/jobs/sweep.ts'
import { databaseOn, openPool } from '../../platform/db/pool.ts'

type Somebody = Member & { user: string }
let world: World
let acme: string
let rival: string
let tina: Somebody
let eve: Somebody
beforeAll(async () => {
  world = await createWorld({ blueprint: 'organizations' })
  acme = (await world.tenant('ACME')).id
  rival = (await world.tenant('RIVAL')).id
  tina = await member(world, acme, 'tina@acme.test', 'org-admin')
  eve = await member(world, rival, 'eve@rival.test', 'org-admin')
})
afterAll(() => world.stop())

let numbered = 0
const somebody = async (role = 'user') => {
  const one = await member(world, acme, `p${(numbered += 1)}@acme.test`, role)
  return { ...one, target: { organization: acme, user: one.user }, next: `new${numbered}@acme.test` }
}
const confirm = (token: string) => world.person().api.addresses.confirm({ token })

test('CH11: a change that is not confirmed yet is shown to the person and their administrators, and cancelled by either', async () => {
  const one = await somebody()
  expect(await one.api.addresses.showOwn()).toEqual({ pending: null })
  await tina.api.addresses.change({ ...one.target, email: one.next })
  const pending = { email: one.next, requestedBy: { id: tina.user, name: 'tina Example' } }
  expect(await tina.api.addresses.show(one.target)).toMatchObject({ pending })
  expect(await one.api.addresses.showOwn()).toMatchObject({ pending })
  const { token } = await world.mailbox.next(one.next)
  await tina.api.addresses.cancel(one.target)
  expect(await one.api.addresses.showOwn()).toEqual({ pending: null })
  expect(await tina.api.addresses.show(one.target)).toEqual({ pending: null })
  expect(await refusalOf(confirm(token))).toBe('email_change_used')
  expect(await refusalOf(tina.api.addresses.cancel(one.target))).toBe('email_change_none')
  const [newest] = (await tina.api.users.changes(one.target)).items
  expect(newest).toMatchObject({
    type: 'user.email_change_cancelled',
    actor: { id: tina.user },
    after: { email: one.next },
  })

  // One's own, and one that an administrator asked for, are one's own to cancel.
  await one.api.addresses.changeOwn({ email: one.next })
  await one.api.addresses.cancelOwn()
  await tina.api.addresses.change({ ...one.target, email: one.next })
  await one.api.addresses.cancelOwn()
  expect(await refusalOf(one.api.addresses.cancelOwn())).toBe('email_change_none')
  expect((await world.user(acme, one.user)).email).toBe(one.me.email)
})

test('CH11: whoever could not ask for it neither sees nor cancels it', async () => {
  const plain = await somebody()
  await plain.api.addresses.changeOwn({ email: plain.next })
  for (const act of ['show', 'cancel'] as const) {
    expect(await refusalOf(eve.api.addresses[act](plain.target))).toBe('organization_unknown')
    expect(await refusalOf(eve.api.addresses[act]({ ...plain.target, organization: rival }))).toBe('user_unknown')
    expect(await refusalOf(plain.api.addresses[act](plain.target))).toBe('permission_missing')
  }
  expect(await refusalOf(tina.api.addresses.cancel({ organization: acme, user: tina.user }))).toBe('user_own')
  // The same person's account at the top lifts their rank above Tina's.
  await world.database.query(
    `with one as (insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
       select gen_random_uuid(), '0', identity_id, email, 'P', 'P', 'p p', now() from users where email = $1 returning id)
     select id from one`,
    [plain.me.email],
  )
  await world.database.query(
    `insert into grants select id, '0', '0', 'admin', now() from users where org_path = '0' and email = $1`,
    [plain.me.email],
  )
  expect((await tina.api.addresses.show(plain.target)).pending?.email).toBe(plain.next)
  expect(await refusalOf(tina.api.addresses.cancel(plain.target))).toBe('rank_too_low')
  await plain.api.addresses.cancelOwn()
})

test('CH11: what was asked for at another organization is the person’s to see, and not this one’s', async () => {
  const one = await somebody()
  const email = one.me.email
  await eve.api.users.create({ organization: rival, email, firstName: 'P', lastName: 'P', role: 'user' })
  const { token } = await world.mailbox.next(email)
  await world.person().api.joinings.confirm({ token, password: goodPassword })
  const [account] = (await eve.api.users.list({ organization: rival, search: email })).items
  // Eve is of no rank over the person’s account here.
  const user = account?.id ?? ''
  expect(await refusalOf(eve.api.addresses.change({ organization: rival, user, email: one.next }))).toBe('rank_too_low')
  await world.admin.api.addresses.change({ organization: rival, user, email: one.next })
  expect((await eve.api.addresses.show({ organization: rival, user })).pending?.email).toBe(one.next)
  expect(await tina.api.addresses.show(one.target)).toEqual({ pending: null })
  expect((await one.api.addresses.showOwn()).pending?.email).toBe(one.next)
  // A key is of one account, and neither sees nor cancels it from the other.
  const { secret } = await one.api.keys.create({ name: 'Script' })
  const byKey = createClient({ baseUrl: world.baseUrl, key: secret ?? '' })
  expect(await byKey.addresses.showOwn()).toEqual({ pending: null })
  expect(await refusalOf(byKey.addresses.cancelOwn())).toBe('email_change_none')
  await one.api.sessions.switchAccount({ user })
  const { secret: there } = await one.api.keys.create({ name: 'Script there' })
  expect((await createClient({ baseUrl: world.baseUrl, key: there ?? '' }).addresses.showOwn()).pending?.email).toBe(
    one.next,
  )
  await one.api.addresses.cancelOwn()
  expect(await eve.api.addresses.show({ organization: rival, user })).toEqual({ pending: null })
})

test('CH11: whoever has not confirmed an account is not asked to change their address for it, not even from above', async () => {
  const { api, me } = await member(world, rival, 'known@rival.test', 'user')
  const names = { firstName: 'P', lastName: 'P' }
  const made = { organization: acme, email: me.email, ...names, role: 'user' }
  const { id: user } = await world.admin.api.users.create(made)
  const change = () => world.admin.api.addresses.change({ organization: acme, user, email: 'next@rival.test' })
  expect(await refusalOf(change())).toBe('rank_too_low')
  const { token } = await world.mailbox.next(me.email)
  await api.joinings.confirm({ token, password: goodPassword })
  await change()
  expect((await api.addresses.showOwn()).pending?.email).toBe('next@rival.test')
})

test('CH11: of a confirmation and cancellations at once exactly one succeeds', async () => {
  const one = await somebody()
  await tina.api.addresses.change({ ...one.target, email: one.next })
  const { token } = await world.mailbox.next(one.next)
  const done = await outcomes([
    confirm(token),
    tina.api.addresses.cancel(one.target),
    one.api.addresses.cancelOwn(),
    tina.api.addresses.cancel(one.target),
  ])
  expect(done.filter((it) => it === 'done')).toHaveLength(1)
})

test('CH11: after a day it is over by the clock alone, and housekeeping forgets the address', async () => {
  const one = await somebody()
  await tina.api.addresses.change({ ...one.target, email: one.next })
  const { token } = await world.mailbox.next(one.next)
  await later(world, 25 * 3_600_000, tina, one)
  expect(await tina.api.addresses.show(one.target)).toEqual({ pending: null })
  expect(await refusalOf(tina.api.addresses.cancel(one.target))).toBe('email_change_none')
  expect(await refusalOf(confirm(token))).toBe('email_change_expired')
  // Another one can be asked for meanwhile.
  await tina.api.addresses.change({ ...one.target, email: `other.${one.next}` })
  await later(world, 49 * 3_600_000, tina)
  const pool = openPool(world.database.as('tenantry_app'), 1, () => undefined)
  await sweep(databaseOn(pool), world.now())
  await pool.end()
  expect(await world.database.query('select from email_changes')).toHaveLength(0)
})
