/** The order of checks: whoever may not alter something learns nothing of it, not even that it was changed meanwhile. */
import { permissions } from '@tenantry/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, type Member } from './builders.ts'
import { call, codeOf, operations, type Values } from './operations.ts'
import { createWorld, type World } from './world.ts'

let world: World
let dora: Member // may do nearly everything at the partner and below, and so is below whoever may do everything
let places: { partner: string; tenant: string; other: string }
let inputs: (name: string) => Values
beforeAll(async () => {
  world = await createWorld({ blueprint: '../apps/server/test/deep' })
  const below = async (organization: string, name: string) =>
    (await world.admin.api.organizations.create({ organization, name })).id
  const distributor = await below(world.admin.me.organization.id, 'Distributor')
  const partner = await below(distributor, 'Partner')
  places = { partner, tenant: await below(partner, 'Tenant'), other: await below(partner, 'Other') }
  const organization = places.tenant
  const own = { description: 'Nearly everything.', assigns: ['viewer'] }
  const nearly = Object.keys(permissions).filter((it) => it !== 'mails.read')
  const levels = ['partner', 'tenant']
  const deputy = { organization: partner, label: 'Deputy', permissions: nearly, levels, ...own }
  const { key } = await world.admin.api.roles.create(deputy)
  dora = await member(world, partner, 'dora@partner.test', key)
  await member(world, organization, 'one@tenant.test', 'admin')
  const boss = await member(world, organization, 'two@tenant.test', 'admin')
  const higher = { label: 'Reader', permissions: ['mails.read'], levels: ['tenant'], description: 'Mails.' }
  const customRole = (await world.admin.api.roles.create({ organization, ...higher })).key
  const invitation = (
    await world.admin.api.invitations.create({ organization, email: 'eve@tenant.test', role: 'admin' })
  ).id
  inputs = (name) => ({
    organization,
    user: boss.user,
    invitation,
    customRole,
    role: 'viewer',
    scope: name === 'users.move' ? places.other : organization,
    to: places.other,
    firstName: 'X',
    label: 'Y',
    ...(name === 'users.requireMfa' && { mfaRequired: true }),
    ...(name === 'users.forceFederated' && { federatedOnly: true }),
  })
})
afterAll(() => world.stop())

/** Where an invitation stands above the caller, it is its role that does. */
const ranked = operations.filter(
  ({ name, route }) =>
    route.versioned &&
    route.method !== 'GET' &&
    ('rank_too_low' in route.refuses || name.startsWith('invitations.')) &&
    name !== 'invitations.create',
)
const mismatched = async (by: Member, { name, route }: (typeof ranked)[number]) =>
  codeOf(await call(by, route, inputs(name), { 'if-match': '"99"' }))

test('rank is asked before the version, by every route that asks for both', async () => {
  expect(ranked.length).toBeGreaterThan(9)
  for (const it of ranked) {
    const code = it.name.startsWith('invitations.') ? 'role_not_assignable' : 'rank_too_low'
    expect([it.name, await mismatched(dora, it)]).toEqual([it.name, code])
  }
})

test('and whoever has the rank is told of the version, once nothing else is in the way', async () => {
  const states: Record<string, string> = { 'users.reactivate': 'user_active', 'users.restore': 'user_not_deleted' }
  for (const it of ranked)
    expect([it.name, await mismatched(world.admin, it)]).toEqual([it.name, states[it.name] ?? 'version_differs'])
})
