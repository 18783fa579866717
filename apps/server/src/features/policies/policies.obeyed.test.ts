/** Policies that are obeyed: roles that stay, one's own account, reasons, hidden lists, codes. */
import { readFile, readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, settled, signedIn, type Member } from '../../../test/builders.ts'
import { lookupOn } from '../../../test/database.ts'
import { createWorld, refusalOf, type Person, type World } from '../../../test/world.ts'
import { parseBlueprint } from '../../app.ts'
import { inheritanceOn } from '../inheritance/index.ts'
import { fitsCodePattern, policiesWith } from './index.ts'

let world: World
let presales: World
beforeAll(async () => {
  ;[world, presales] = await Promise.all([createWorld(), createWorld({ blueprint: 'presales' })])
})
afterAll(() => Promise.all([world.stop(), presales.stop()]))

let places = 0
/** A tenant with an administrator, in either world. */
async function place(of: World, role: string) {
  const name = `p${(places += 1)}`
  const { id } = await of.tenant(name)
  const boss: Member & { user: string } = await member(of, id, `boss@${name}.test`, role)
  const add = async (email: string, role: string, status: 'active' | 'inactive' = 'active') =>
    (await settled(of, id, [{ email: `${email}@${name}.test`, role, status }]))[0] ?? ''
  const set = (policy: Parameters<Person['api']['policies']['set']>[0]['policy'], value: unknown, more = {}) =>
    of.admin.api.policies.set({ organization: id, policy, value, ...more })
  return { id, name, boss, add, set }
}

test('every blueprint that comes with the product says of policies only what they can have', async () => {
  const folder = new URL('../../../../../blueprints/', import.meta.url)
  for (const file of (await readdir(folder)).filter((it) => it.endsWith('.yaml')))
    expect(parseBlueprint(await readFile(new URL(file, folder), 'utf8'), file).name).toBe(file.replace('.yaml', ''))
  const text = await readFile(new URL('presales.yaml', folder), 'utf8')
  const broken = text.replace('value: immutable', 'value: sometimes')
  expect(() => parseBlueprint(broken, 'presales.yaml')).toThrow(/policies\.roles\.change/)
})

test('PS20: roles cannot be changed after creation, by nobody, for nobody', async () => {
  const { id: organization, boss, add } = await place(presales, 'tenant-admin')
  const user = await add('eve', 'sales-engineer')
  for (const by of [boss, presales.admin]) {
    const change = by.api.users.changeRole({ organization, user, role: 'administrator' })
    expect(await refusalOf(change)).toBe('role_immutable')
  }
  expect((await presales.user(organization, user)).role.key).toBe('sales-engineer')
  // Nor does a tenant give itself another rule.
  for (const policy of ['roles.change', 'self.change_role', 'self.deactivate'] as const) {
    const value = policy === 'roles.change' ? 'immediate' : 'allowed'
    expect(await refusalOf(boss.api.policies.set({ organization, policy, value }))).toBe('policy_locked')
  }
})

test('PS21: nobody changes their own role, unless the policy allows it, and then never above what they hold', async () => {
  const { id: organization, boss } = await place(presales, 'tenant-admin')
  const own = { organization, user: boss.user, role: 'administrator' }
  expect(await refusalOf(boss.api.users.changeRole(own))).toBe('role_own')

  const lenient = await place(world, 'admin')
  await lenient.set('self.change_role', 'allowed')
  const mine = { organization: lenient.id, user: lenient.boss.user }
  const down = () => lenient.boss.api.users.changeRole({ ...mine, role: 'viewer' })
  expect(await refusalOf(down())).toBe('administrator_last')
  await member(world, lenient.id, `second@${lenient.name}.test`, 'admin')
  expect((await down()).role.key).toBe('viewer')
  const up = lenient.boss.api.users.changeRole({ ...mine, role: 'admin' })
  expect(await refusalOf(up)).toBe('permission_missing')
})

test('PS22: nobody deactivates themselves, unless the policy allows it, and the last administrator never', async () => {
  const { id: organization, boss } = await place(presales, 'tenant-admin')
  expect(await refusalOf(boss.api.users.deactivate({ organization, user: boss.user }))).toBe('user_own')

  const lenient = await place(world, 'admin')
  await lenient.set('self.deactivate', 'allowed')
  const leave = () => lenient.boss.api.users.deactivate({ organization: lenient.id, user: lenient.boss.user })
  expect(await refusalOf(leave())).toBe('administrator_last')
  await member(world, lenient.id, `second@${lenient.name}.test`, 'admin')
  expect((await leave()).status).toBe('inactive')
  expect(await refusalOf(lenient.boss.api.sessions.check())).toBe('unauthenticated')
})

test('two administrators who may both leave cannot both leave at once', async () => {
  const { id: organization, name, boss, set } = await place(world, 'admin')
  const other = await member(world, organization, `other@${name}.test`, 'admin')
  await set('self.deactivate', 'allowed')
  const all = await Promise.allSettled(
    [boss, other].map((it) => it.api.users.deactivate({ organization, user: it.user })),
  )
  expect(all.filter((it) => it.status === 'fulfilled')).toHaveLength(1)
})

test('PS23: a Tenant Admin asks for a change of their own account; the Platform Admins get a mail, and nobody else', async () => {
  const { id: organization, boss } = await place(presales, 'tenant-admin')
  await boss.api.profile.requestChange({ wish: 'Please make me an Administrator' })
  const mail = await presales.mailbox.next('root@example.com')
  expect(mail.text).toContain('Please make me an Administrator')
  expect(mail.text).toContain(`/o/${organization}/users/${boss.user}`)
  expect(mail.subject).toContain('boss Example')
  const { items } = await boss.api.users.changes({ organization, user: boss.user })
  expect(items[0]).toMatchObject({ type: 'user.change_requested', after: { wish: 'Please make me an Administrator' } })
  // Above the platform there is nobody.
  expect(await refusalOf(presales.admin.api.profile.requestChange({ wish: 'x' }))).toBe('change_nobody_above')
  for (let n = 0; n < 4; n += 1) await boss.api.profile.requestChange({ wish: 'Please' })
  expect(await refusalOf(boss.api.profile.requestChange({ wish: 'Please' }))).toBe('change_too_soon')
})

test('a reason must be given where the policy asks for one, beside its field, and only there', async () => {
  const { id: organization, boss, add, set } = await place(world, 'admin')
  const user = await add('eve', 'employee')
  await set('reason.required', ['change_role', 'deactivate_user', 'reactivate_user'])
  const bare = { organization, user }
  const { api } = boss
  for (const without of [() => api.users.changeRole({ ...bare, role: 'viewer' }), () => api.users.deactivate(bare)]) {
    const error = await without().catch((it: unknown) => it)
    expect(error).toMatchObject({ code: 'reason_required', problem: { fields: [{ path: 'body.reason' }] } })
  }
  expect((await api.users.changeRole({ ...bare, role: 'viewer', reason: 'Moved' })).role.key).toBe('viewer')
  await api.users.deactivate({ ...bare, reason: 'Left' })
  expect(await refusalOf(api.users.reactivate(bare))).toBe('reason_required')
  await api.users.reactivate({ ...bare, reason: 'Back' })
  await set('reason.required', ['deactivate_user'])
  await api.users.changeRole({ ...bare, role: 'employee' })
})

test('PS17: lists leave inactive users out by default, and show them when asked by status', async () => {
  const { id: organization, boss, add } = await place(presales, 'tenant-admin')
  await add('here', 'sales-engineer')
  await add('gone', 'sales-engineer', 'inactive')
  const list = async (more = {}) =>
    (await boss.api.users.list({ organization, sort: 'email', ...more })).items.map((it) => it.email.split('@')[0])
  expect(await list()).toEqual(['boss', 'here'])
  expect((await boss.api.users.count({ organization })).count).toBe(2)
  expect(await list({ status: 'inactive' })).toEqual(['gone'])
  await presales.admin.api.policies.set({ organization, policy: 'lists.inactive', value: 'shown' })
  expect(await list()).toEqual(['boss', 'gone', 'here'])
})

test('OR27: the pattern that codes must match is set for a place and everything below, from a safe subset', async () => {
  const { id: organization, boss, set } = await place(world, 'admin')
  await set('code.pattern', '[A-Z]{2,8}')
  const [row] = await world.database.query<{ path: string }>(
    'select path from organizations order by created_at desc limit 1',
  )
  const policies = policiesWith(inheritanceOn(lookupOn(world.database)))
  const fits = (code: string, path = row?.path ?? '') => fitsCodePattern(policies, path, code)
  expect([await fits('ACME'), await fits('acme'), await fits('ACME-1'), await fits('acme', '0')]).toEqual([
    true,
    false,
    false,
    true,
  ])
  const wrong = boss.api.policies.set({ organization, policy: 'code.pattern', value: '(a+)+' })
  expect(await refusalOf(wrong)).toBe('policy_value_wrong')
})

test('BO22: without a policy everything is as it was: a role changes at once, a deactivated user is not invited', async () => {
  const { id: organization, boss, name, add } = await place(world, 'admin')
  const user = await add('gone', 'employee', 'inactive')
  const email = `gone@${name}.test`
  expect(await refusalOf(boss.api.invitations.create({ organization, email, role: 'viewer' }))).toBe(
    'user_exists_inactive',
  )
  await boss.api.users.reactivate({ organization, user })
  expect((await signedIn(world, email)).me.email).toBe(email)
})
