/** What holds where: values and locks from above, the blueprint and the default; set, reset and restored with a history. */
import { policyKeys, policyRegistry, type Policy, type PolicyKey } from '@tenantry/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, outcomes, walked, type Member } from '../../../test/builders.ts'
import { createWorld, refusalOf, type Person, type World } from '../../../test/world.ts'
import { faultsOf } from './checking.ts'

let world: World
/** Platform, distributor, partner, tenant; each below the one before. */
let [root, distributor, partner, tenant] = ['', '', '', '']
let dora: Member // administers the distributor
let tom: Member // administers the tenant
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  root = world.admin.me.organization.id
  const below = async (organization: string, name: string) =>
    (await world.admin.api.organizations.create({ organization, name })).id
  distributor = await below(root, 'Dist GmbH')
  partner = await below(distributor, 'Part AG')
  tenant = await below(partner, 'Ten Ltd')
  dora = await member(world, distributor, 'dora@dist.test', 'distributor-admin')
  tom = await member(world, tenant, 'tom@ten.test', 'tenant-admin')
})
afterAll(() => world.stop())

const show = (by: Person, organization: string, policy: PolicyKey) => by.api.policies.show({ organization, policy })
const set = (by: Person, organization: string, policy: PolicyKey, value: unknown, more = {}) =>
  by.api.policies.set({ organization, policy, value, ...more })
const reset = (by: Person, organization: string, policy: PolicyKey) =>
  by.api.policies.reset({ organization, policy, reason: 'done' })
const short = ({ value, source }: Policy) => [value, source.kind, source.at?.name ?? null]

test('every policy of the registry has a default that is a value of its type, and is listed with its source', async () => {
  for (const key of policyKeys) expect(faultsOf(key, policyRegistry[key].default), key).toEqual([])
  const { items } = await tom.api.policies.list({ organization: tenant })
  expect(items.map((it) => it.key)).toEqual(policyKeys)
  expect(items.find((it) => it.key === 'session.idle')).toMatchObject({
    value: 1800,
    source: { kind: 'default', at: null, locked: false },
    obeyed: true,
    version: 0,
  })
  // From the blueprint, which is called "channel".
  expect(items.find((it) => it.key === 'lockout')).toMatchObject({
    value: { attempts: 5 },
    source: { kind: 'blueprint' },
  })
})

test('a value holds below until a nearer one is set, and again once that is reset', async () => {
  const policy = 'session.idle'
  await set(world.admin, root, policy, 600)
  await set(dora, distributor, policy, 900, { reason: 'Our shifts are short' })
  expect(short(await show(dora, distributor, policy))).toEqual([900, 'set', 'Dist GmbH'])
  expect(short(await show(world.admin, tenant, policy))).toEqual([900, 'inherited', 'Dist GmbH'])
  expect(await show(dora, distributor, policy)).toMatchObject({
    inherited: 600,
    setBy: { actor: { name: 'dora Example' }, reason: 'Our shifts are short' },
  })
  await reset(dora, distributor, policy)
  expect(short(await show(world.admin, tenant, policy))).toEqual([600, 'inherited', world.admin.me.organization.name])
  expect(await refusalOf(reset(dora, distributor, policy))).toBe('policy_not_set')
  await reset(world.admin, root, policy)
  expect(short(await show(world.admin, tenant, policy))).toEqual([1800, 'default', null])
})

test('the topmost lock wins over everything set below, and nothing below can be set against it', async () => {
  const policy = 'session.absolute'
  await set(tom, tenant, policy, 3600)
  await set(dora, distributor, policy, 7200, { locked: true })
  expect(await show(world.admin, tenant, policy)).toMatchObject({
    value: 7200,
    source: { kind: 'locked', at: { name: 'Dist GmbH' }, locked: true },
    own: { value: 3600, locked: false },
    closed: 'policy_locked',
  })
  expect(await refusalOf(set(tom, tenant, policy, 1800))).toBe('policy_locked')
  await set(world.admin, root, policy, 14_400, { locked: true })
  expect(short(await show(world.admin, tenant, policy))).toEqual([14_400, 'locked', world.admin.me.organization.name])
  expect(await refusalOf(set(dora, distributor, policy, 600))).toBe('policy_locked')
  await reset(world.admin, root, policy)
  expect(short(await show(world.admin, tenant, policy))).toEqual([7200, 'locked', 'Dist GmbH'])
  // Whoever set the lock changes it, and what lay under it holds again.
  await set(dora, distributor, policy, 7200, { locked: false })
  expect(short(await show(world.admin, tenant, policy))).toEqual([3600, 'set', 'Ten Ltd'])
})

test('an organization above one’s reach has no name, and neither has who set something there', async () => {
  const policy = 'retention.sign_in_activity'
  await set(dora, distributor, policy, 90, { locked: true, reason: 'Secret reasons' })
  const seen = await show(tom, tenant, policy)
  expect(seen).toMatchObject({ value: 90, source: { kind: 'locked', at: null, locked: true }, setBy: null })
  expect(JSON.stringify(await tom.api.policies.list({ organization: tenant }))).not.toMatch(/Dist|dora|Secret/)
  expect(await show(dora, tenant, policy)).toMatchObject({ source: { at: { name: 'Dist GmbH' } } })
})

test.each<[PolicyKey, unknown, string]>([
  ['session.idle', 59, 'body.value'],
  ['session.idle', '600', 'body.value'],
  ['roles.change', 'sometimes', 'body.value'],
  ['invitation.lifetime', { min: 600, default: 60, max: 900 }, 'body.value.default'],
  ['invitation.lifetime', { min: 60, default: 600, max: 900, more: 1 }, 'body.value.more'],
  ['email.domains', ['localhost'], 'body.value.0'],
  ['reason.required', ['change_role', 'change_role'], 'body.value'],
  ['onboarding.modes', [], 'body.value'],
  ['mfa.required', { mode: 'roles', roles: [] }, 'body.value.roles'],
  ['labels', {}, 'body.value'],
  ['email.uniqueness', 'installation', 'body.value'],
])('a value outside its type or place is refused beside its field: %s %j', async (policy, value, path) => {
  const answer = await tom.send('PUT', `/organizations/${tenant}/policies/${policy}`, { value })
  const problem = (await answer.json()) as { code: string; fields: { path: string }[] }
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(problem.code).toMatch(/^policy_(value_wrong|above_only|of_blueprint)$/)
  expect(problem.fields.map((it) => it.path)).toContain(path)
  expect((await show(tom, tenant, policy)).own).toBeNull()
})

test('what is set above its level alone is open there: email.uniqueness for the distributor, not for the tenant', async () => {
  expect((await set(dora, distributor, 'email.uniqueness', 'organization')).source.kind).toBe('set')
  expect(await refusalOf(set(tom, tenant, 'email.uniqueness', 'organization'))).toBe('policy_above_only')
  expect(await refusalOf(set(world.admin, root, 'labels', {}))).toBe('policy_of_blueprint')
})

test('the history tells who set what, when and why, page by page; an earlier value is set again by restoring it', async () => {
  const policy = 'dormant'
  const value = (deactivateAfter: number) => ({ warnAfter: null, deactivateAfter, countNeverSignedIn: true })
  for (const days of [90, 60, 30]) await set(tom, tenant, policy, value(days), { reason: `${days} days` })
  await reset(tom, tenant, policy)
  const history = await walked((cursor) =>
    tom.api.policies.history({ organization: tenant, policy, limit: 2, ...(cursor ? { cursor } : {}) }),
  )
  expect(history.map((it) => [it.after?.value ?? null, it.before?.value ?? null, it.reason])).toEqual([
    [null, value(30), 'done'],
    [value(30), value(60), '30 days'],
    [value(60), value(90), '60 days'],
    [value(90), null, '90 days'],
  ])
  expect(new Set(history.map((it) => it.actor.name))).toEqual(new Set(['tom Example']))
  const restore = (change: string | undefined) =>
    tom.api.policies.restore({ organization: tenant, policy, change: change ?? '', reason: 'As before' })
  expect(await restore(history[2]?.id)).toMatchObject({ value: value(60), source: { kind: 'set' }, version: 5 })
  expect((await tom.api.policies.history({ organization: tenant, policy })).items[0]).toMatchObject({
    before: null,
    after: { value: value(60), locked: false },
    reason: 'As before',
  })
  expect(await refusalOf(restore(history[0]?.id))).toBe('policy_change_unknown') // a reset has no value
  // Another policy's change, and another organization's, are as unknown as none.
  await set(dora, distributor, policy, value(10))
  const [foreign] = (await dora.api.policies.history({ organization: distributor, policy })).items
  expect(await refusalOf(restore(foreign?.id))).toBe('policy_change_unknown')
})

test('somebody else’s change in between is not overwritten, and of two first settings at once both are kept, one upon the other', async () => {
  const policy = 'secret.overlap'
  const before = await show(tom, tenant, policy)
  const at = (value: number) =>
    tom.api.policies.set({ organization: tenant, policy, value }, { version: before.version })
  expect(await outcomes([at(1), at(2)])).toEqual(['done', 'version_differs'])
  const both = await outcomes([5, 6].map((value) => set(dora, distributor, policy, value)))
  expect(both).toEqual(['done', 'done'])
  const { items } = await dora.api.policies.history({ organization: distributor, policy })
  // The record is in the order in which they were asked for, which need not be that in which they were carried out.
  const [first, second] = [items.find((it) => !it.before), items.find((it) => it.before)]
  expect(second?.before?.value).toBe(first?.after?.value)
  // The same again, without another word, is no change.
  const last = second?.after?.value
  await set(dora, distributor, policy, last)
  expect((await dora.api.policies.history({ organization: distributor, policy })).items).toHaveLength(2)
})

test('whoever may only read roles learns the values that forms need, and no source; others learn nothing', async () => {
  const una = await member(world, tenant, 'una@ten.test', 'tenant-user')
  const { values } = await tom.api.policies.inForce({ organization: tenant })
  expect(values).toMatchObject({ 'roles.change': 'immediate', 'self.deactivate': 'refused', 'lists.inactive': 'shown' })
  expect(await refusalOf(una.api.policies.list({ organization: tenant }))).toBe('permission_missing')
  expect(await refusalOf(set(una, tenant, 'self.deactivate', 'allowed'))).toBe('permission_missing')
  expect(await refusalOf(tom.api.policies.list({ organization: distributor }))).toBe('organization_unknown')
})

test('a setting moves with its organization, as its foreign key says', async () => {
  const [row] = await world.database.query<{ n: number }>(
    `select count(*)::int as n from pg_constraint where conrelid = 'policy_settings'::regclass and contype = 'f' and confupdtype = 'c'`,
  )
  expect(row?.n).toBe(1)
})
