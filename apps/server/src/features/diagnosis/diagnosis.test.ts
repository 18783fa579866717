/** "Cannot sign in": what an administrator is told of an address, and what helps. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, member, settled } from '../../../test/builders.ts'
import { innerId } from '../../platform/value/ids.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
let organization: string
let ada: Awaited<ReturnType<typeof member>>
beforeAll(async () => {
  world = await createWorld({ blueprint: 'presales' })
  organization = (
    await world.admin.api.organizations.create({ organization: world.admin.me.organization.id, name: 'Acme GmbH' })
  ).id
  const { items } = await world.admin.api.roles.list({ organization })
  const administrator = items.find((it) => it.permissions.some((one) => one.key === 'users.unlock'))?.key ?? ''
  ada = await member(world, organization, 'ada@acme.test', administrator)
  role = items.find((it) => !it.permissions.some((one) => one.key === 'users.unlock'))?.key ?? ''
})
afterAll(() => world.stop())

let role = ''
const ask = (email: string, by = ada) => by.api.diagnosis.signIn({ organization, email })
const failures = async (email: string) =>
  (await ask(email)).checks
    .filter((it) => it.state === 'failed')
    .map(({ key, remedy, mayRemedy }) => ({ key, remedy, mayRemedy }))
const somebody = async (email: string, more: object = {}) =>
  (await settled(world, organization, [{ email, role, ...more }]))[0] ?? ''

test('PS41: for somebody who can sign in every check passes, in order', async () => {
  await somebody('well@acme.test')
  const { checks, user } = await ask('Well@Acme.test')
  expect(user?.email).toBe('well@acme.test')
  expect(checks.map((it) => it.key)).toEqual([
    'account',
    'organization',
    'active',
    'confirmed',
    'locked',
    'federated',
    'password',
  ])
  expect(checks.filter((it) => it.state === 'failed')).toEqual([])
})

test('PS41: deactivated, locked and federated-only users are found out, each with its remedy', async () => {
  const user = await somebody('trouble@acme.test')
  const target = { organization, user }
  for (let n = 0; n < 10; n += 1)
    await refusalOf(world.person().api.sessions.signIn({ email: 'trouble@acme.test', password: `a wrong one, ${n}` }))
  await eventually(
    () => failures('trouble@acme.test'),
    (it) => it.length > 0,
  )
  expect(await failures('trouble@acme.test')).toEqual([{ key: 'locked', remedy: 'unlock', mayRemedy: true }])
  await ada.api.users.unlock(target)
  const federated = (only: boolean) =>
    world.database.query('update users set federated_only = $1 where email = $2', [only, 'trouble@acme.test'])
  await federated(true)
  expect((await failures('trouble@acme.test')).map((it) => it.key)).toEqual(['federated'])
  await federated(false)
  await ada.api.users.deactivate({ ...target, reason: 'left' })
  expect(await failures('trouble@acme.test')).toEqual([{ key: 'active', remedy: 'reactivate', mayRemedy: true }])
  await ada.api.users.reactivate({ ...target, reason: 'back' })
  expect(await failures('trouble@acme.test')).toEqual([])
})

test('PS41: where an organization takes its provider’s word alone, that is what stands in the way, and where its address is, is told', async () => {
  await somebody('fed@acme.test')
  const policy = (value: unknown) =>
    world.database.query(
      `insert into policy_settings (id, org_path, key, value, locked, set_at, set_by, set_by_name)
       select gen_random_uuid(), path, 'signin.federated_only', $1, false, now(), id, 'x' from organizations where id = $2
       on conflict (org_path, key) do update set value = excluded.value`,
      [JSON.stringify(value), innerId(organization)],
    )
  await policy('on')
  const federated = async () => (await ask('fed@acme.test')).checks.find((it) => it.key === 'federated')
  expect(await federated()).toMatchObject({ state: 'failed', reason: 'connection_missing', remedy: null })
  await world.database.query(
    `insert into connections (id, org_path, name, issuer, client_id, client_secret, algorithms, claims, role_map, newcomers, active,
       set_by, set_by_name, created_at)
     select gen_random_uuid(), u.org_path, 'Acme ID', 'https://id.example', 'x', 'x', '{RS256}', '{}', '[]', false, true, u.id, 'Ada', now()
     from users u where u.email = 'ada@acme.test'`,
  )
  expect(await federated()).toMatchObject({ state: 'failed', reason: 'federated_organization', remedy: null })
  expect((await ask('fed@acme.test')).checks.map((it) => it.key)).not.toContain('password')
  await policy('off')
  expect(await federated()).toMatchObject({ state: 'passed' })
  await world.database.query('delete from connections')
  await world.admin.api.organizations.update({ organization, code: 'ACME' })
  const address = (await ask('fed@acme.test')).checks.find((it) => it.key === 'address')
  expect(address).toMatchObject({ state: 'noted', address: 'http://acme.localhost:3000' })
  await world.admin.api.organizations.update({ organization, code: null })
})

test('PS41: an expired one-time password, none at all, and an open invitation are told apart', async () => {
  await somebody('once@acme.test')
  await world.database.query(
    `update identities set must_change_password = true, password_expires_at = $1 where email = 'once@acme.test'`,
    [new Date(world.now().getTime() - 1000)],
  )
  expect(await failures('once@acme.test')).toEqual([{ key: 'initial_password', remedy: 'send_reset', mayRemedy: true }])
  await world.database.query(`update identities set password_hash = null where email = 'once@acme.test'`)
  expect((await failures('once@acme.test')).map((it) => it.key)).toEqual(['password', 'initial_password'])
  await ada.api.invitations.create({ organization, email: 'invited@acme.test', role })
  const invited = await ask('invited@acme.test')
  expect(invited.checks).toMatchObject([
    { key: 'account', state: 'failed', reason: 'invitation_open', remedy: 'resend_invitation' },
  ])
  expect(invited.invitation?.organization).toBe(organization)
})

test('PS41: an address with an account beyond the caller’s reach is answered like one that nobody has', async () => {
  await world.admin.api.organizations
    .create({ organization: world.admin.me.organization.id, name: 'Rival AG' })
    .then((it) => settled(world, it.id, [{ email: 'them@rival.test', role, status: 'inactive' }]))
  const [theirs, nobodys] = await Promise.all([ask('them@rival.test'), ask('nobody@rival.test')])
  expect({ ...theirs, email: '' }).toEqual({ ...nobodys, email: '' })
  expect(theirs.checks).toMatchObject([{ key: 'account', state: 'failed', remedy: 'invite' }])
  const root = await world.admin.api.diagnosis.signIn({
    organization: world.admin.me.organization.id,
    email: 'them@rival.test',
  })
  expect(root.user?.email).toBe('them@rival.test')
})

test('PS41: whoever may not see users asks in vain, and nobody is offered what is above their rank', async () => {
  const user = await member(world, organization, 'plain@acme.test', role)
  const may = user.me.grants.some((it) => it.permissions.includes('users.read'))
  if (!may) expect(await refusalOf(ask('ada@acme.test', user))).toBe('permission_missing')
  await world.database.query(
    `insert into grants (user_id, org_path, node_path, role, created_at)
     select u.id, u.org_path, u.org_path, root.role, now() from users u, (select g.role from grants g join users r on r.id = g.user_id where r.email = 'root@example.com') root
     where u.email = 'well@acme.test'`,
  )
  const reset = (await ask('well@acme.test')).checks.find((it) => it.key === 'password')
  expect(reset).toMatchObject({ remedy: 'send_reset', mayRemedy: false })
})
