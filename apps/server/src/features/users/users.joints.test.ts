/** Where features meet: deleted organizations and lists, moves and replaced accounts, own roles, invitations, policies. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holding, member, settled, walked, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let root: string
let distributor: string
let dora: Member & { user: string }
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  root = world.admin.me.organization.id
  distributor = await make(root, 'North')
  dora = await member(world, distributor, 'dora@north.test', 'distributor-admin')
})
afterAll(() => world.stop())

let numbered = 0
const make = async (organization: string, name = `Place ${(numbered += 1)}`) =>
  (await world.admin.api.organizations.create({ organization, name })).id
const remove = async (organization: string) => {
  const { name } = await world.admin.api.organizations.show({ organization })
  return world.admin.api.organizations.remove({ organization, confirm: name })
}
const set = (organization: string, policy: Parameters<Person['api']['policies']['set']>[0]['policy'], value: unknown) =>
  world.admin.api.policies.set({ organization, policy, value })
const names = { firstName: 'Nia', lastName: 'New' }
const accept = (token: string) => world.person().api.invitations.accept({ token, ...names, password: goodPassword })
async function settledAt(organization: string, role = 'partner-user', status: 'active' | 'inactive' = 'active') {
  const email = `one${(numbered += 1)}@channel.test`
  const [user = ''] = await settled(world, organization, [{ email, role, status }])
  return { email, user, organization }
}
async function invitedTo(organization: string, role: string, by: Person = dora) {
  const email = `guest${(numbered += 1)}@channel.test`
  const invitation = await by.api.invitations.create({ organization, email, role })
  const { token } = await world.mailbox.next(email)
  return { email, token, target: { organization, invitation: invitation.id } }
}

test('OR11: lists of a subtree leave out who belongs to a deleted organization; a filter finds them, and so does looking inside', async () => {
  const [kept, gone] = [await make(distributor), await make(distributor)]
  const below = await make(gone)
  const [here, there] = [await settledAt(kept), await settledAt(gone)]
  const deep = await settledAt(below, 'tenant-user', 'inactive')
  const list = async (organization: string, more = {}) =>
    (
      await walked((cursor) =>
        dora.api.users.list({ organization, within: 'subtree', limit: 2, ...more, ...(cursor && { cursor }) }),
      )
    ).map((it) => it.id)
  const all = new Set([dora.user, here.user, there.user, deep.user])
  expect(new Set(await list(distributor))).toEqual(all)
  await remove(gone)
  for (const sort of ['name', 'email', 'role', 'status', 'lastSignInAt', 'createdAt'] as const)
    for (const more of [{ sort }, { sort, order: 'desc' as const }]) {
      expect(new Set(await list(distributor, more))).toEqual(new Set([dora.user, here.user]))
      const only = { ...more, deletedOrganizations: 'only' as const }
      expect(new Set(await list(distributor, only))).toEqual(new Set([there.user, deep.user]))
      expect(await list(distributor, { ...only, status: 'inactive' })).toEqual([deep.user])
    }
  expect(await list(distributor, { search: there.email })).toEqual([])
  expect(await list(distributor, { search: there.email, deletedOrganizations: 'only' })).toEqual([there.user])
  const counted = { organization: distributor, within: 'subtree' as const }
  expect((await dora.api.users.count(counted)).count).toBe(2)
  expect((await dora.api.users.count({ ...counted, deletedOrganizations: 'only' })).count).toBe(2)
  // Looking into what is deleted, before it is restored.
  expect(new Set(await list(gone))).toEqual(new Set([there.user, deep.user]))
  expect((await dora.api.users.list({ organization: gone })).items.map((it) => it.id)).toEqual([there.user])
  await world.admin.api.organizations.restore({ organization: gone })
  expect(new Set(await list(distributor))).toEqual(all)
})

test('a subtree by last sign-in, filtered: every page once, whether those who are left are few or thousands', async () => {
  const place = await make(root, 'East')
  const [one, two] = [await make(place), await make(place)]
  const at = (n: number) => ({ lastSignInAt: new Date(Date.UTC(2020, 0, 1) + (n % 900) * 1_000) })
  const crowd = Array.from({ length: 5_001 }, (_, n) => ({ email: `n${n}@east.test`, role: 'tenant-user', ...at(n) }))
  await settled(world, one, crowd)
  const few = [3, 1, 2].map((n) => ({ email: `few${n}@east.test`, role: 'partner-user', ...at(n) }))
  const [third, first, second] = await settled(world, two, [
    ...few,
    { email: 'out@east.test', role: 'partner-user', status: 'inactive' },
  ])
  const list = (more: object) => {
    const asked = { organization: place, within: 'subtree' as const, sort: 'lastSignInAt' as const, ...more }
    return walked((cursor) => world.admin.api.users.list({ ...asked, ...(cursor && { cursor }) }))
  }
  const ids = async (more: object) => (await list(more)).map((it) => it.id)
  for (const limit of [1, 2, 3]) {
    expect(await ids({ role: 'partner-user', status: 'active', limit })).toEqual([first, second, third])
    expect(await ids({ role: 'partner-user', status: 'active', order: 'desc', limit })).toEqual([third, second, first])
  }
  expect((await list({ status: 'inactive' })).map((it) => it.email)).toEqual(['out@east.test'])
  const thousands = await list({ role: 'tenant-user', limit: 200 })
  expect(new Set(thousands.map((it) => it.id)).size).toBe(5_001)
  const times = thousands.map((it) => it.lastSignInAt ?? '')
  expect(times).toEqual([...times].sort())
})

test('PS20 CH13: the accounts that a moved account replaced go along; their record is read there, and no longer where they were', async () => {
  const [from, to] = [await make(distributor), await make(distributor)]
  const boss = await member(world, from, `boss${(numbered += 1)}@channel.test`, 'partner-admin')
  const newBoss = await member(world, to, `boss${(numbered += 1)}@channel.test`, 'partner-admin')
  await set(from, 'reinvite.deactivated', 'replace')
  const first = await settledAt(from)
  const line = [first.user]
  for (const n of [1, 2]) {
    const user = line.at(-1) ?? ''
    await boss.api.users.deactivate({ organization: from, user, reason: `Wrong role ${n}` })
    await boss.api.invitations.create({ organization: from, email: first.email, role: 'partner-user' })
    const { token } = await world.mailbox.next(first.email, n)
    line.push((await accept(token)).id)
  }
  const [oldest = '', older = '', user = ''] = line
  const record = async (by: Person, organization: string) =>
    (await by.api.users.changes({ organization, user, limit: 200 })).items.map((it) => it.reason).filter(Boolean)
  expect(await record(boss, from)).toEqual(['Wrong role 2', 'Wrong role 1'])

  // History does not go anywhere by itself.
  expect(await refusalOf(dora.api.users.move({ organization: from, user: older, to, role: 'partner-user' }))).toBe(
    'user_replaced',
  )
  await dora.api.users.move({ organization: from, user, to, role: 'partner-admin' })
  expect(await record(newBoss, to)).toEqual(['Wrong role 2', 'Wrong role 1'])
  for (const [id, by] of [
    [oldest, older],
    [older, user],
  ] as const) {
    const it = await newBoss.api.users.show({ organization: to, user: id })
    expect(it).toMatchObject({ status: 'inactive', replacedBy: by, organization: { id: to }, scope: { id: to } })
    expect(await refusalOf(newBoss.api.users.reactivate({ organization: to, user: id }))).toBe('user_replaced')
    for (const read of ['show', 'changes'] as const)
      expect(await refusalOf(boss.api.users[read]({ organization: from, user: id }))).toBe('user_unknown')
  }
  expect((await boss.api.users.list({ organization: from, search: first.email })).items).toEqual([])
  // Nothing in the way of the address where they were; and a second move takes all of it along again.
  await dora.api.users.move({ organization: to, user, to: from, role: 'partner-user' })
  expect(await record(boss, from)).toEqual(['Wrong role 2', 'Wrong role 1'])
  await boss.api.users.remove({ organization: from, user })
  for (const id of line)
    expect(await refusalOf(boss.api.users.show({ organization: from, user: id }))).toBe('user_unknown')
})

test('CH13: somebody whose replaced account holds a role of the organization’s own moves, and the role can be deleted', async () => {
  const [from, to] = [await make(distributor), await make(distributor)]
  await set(from, 'reinvite.deactivated', 'replace')
  const boss = await member(world, from, `boss${(numbered += 1)}@channel.test`, 'partner-admin')
  const { key } = await boss.api.roles.create({
    organization: from,
    label: 'Helper',
    description: 'Helps',
    permissions: ['users.read'],
    levels: ['partner'],
  })
  const one = await settledAt(from)
  await boss.api.users.changeRole({ organization: from, user: one.user, role: key })
  await boss.api.users.deactivate({ organization: from, user: one.user })
  await boss.api.invitations.create({ organization: from, email: one.email, role: 'partner-user' })
  const { token } = await world.mailbox.next(one.email)
  const me = await accept(token)
  // Held by what it replaced: still in use.
  expect(await refusalOf(boss.api.roles.remove({ organization: from, customRole: key }))).toBe('role_in_use')
  await dora.api.users.move({ organization: from, user: me.id, to, role: 'partner-user' })
  expect((await world.user(to, one.user)).role.key).toBe('partner-user')
  await boss.api.roles.remove({ organization: from, customRole: key })
})

test('OR23 OR11: a link into an organization that is suspended, deleted or below one is refused, works again after, and follows a move', async () => {
  const [partner, other] = [await make(distributor), await make(distributor)]
  const at = await make(partner)
  const it = await invitedTo(at, 'tenant-user')
  const open = () => world.person().api.invitations.open({ token: it.token })
  for (const stop of [
    () => world.admin.api.organizations.suspend({ organization: at }),
    () => world.admin.api.organizations.suspend({ organization: partner }),
    () => remove(partner),
  ]) {
    const { id, standing } = await stop()
    expect(await refusalOf(open())).toBe('organization_stopped')
    expect(await refusalOf(accept(it.token))).toBe('organization_stopped')
    expect(await refusalOf(dora.api.invitations.resend(it.target))).toBe('organization_stopped')
    const { api } = world.admin
    await (standing === 'deleted'
      ? api.organizations.restore({ organization: id })
      : api.organizations.resume({ organization: id }))
    expect((await open()).email).toBe(it.email)
  }
  await world.admin.api.organizations.move({ organization: at, to: other })
  const me = await accept(it.token)
  expect(me.organization.id).toBe(at)
  expect((await dora.api.invitations.show(it.target)).status).toBe('accepted')
})

test('PS28: an inviter who is left outside by a move vouches no longer; one above both does', async () => {
  const [one, two] = [await make(distributor), await make(distributor)]
  const at = await make(one)
  const paul = await member(world, one, `paul${(numbered += 1)}@channel.test`, 'partner-admin')
  const [byPaul, byDora] = [await invitedTo(at, 'tenant-user', paul), await invitedTo(at, 'tenant-user')]
  await world.admin.api.organizations.move({ organization: at, to: two })
  expect(await refusalOf(accept(byPaul.token))).toBe('invitation_withdrawn')
  expect((await dora.api.invitations.show(byPaul.target)).status).toBe('withdrawn')
  expect((await accept(byDora.token)).organization.id).toBe(at)
  // So does one whose own organization is stopped, or who moved away.
  const tina = await member(world, at, `tina${(numbered += 1)}@channel.test`, 'tenant-admin')
  await member(world, at, `tom${(numbered += 1)}@channel.test`, 'tenant-admin')
  const byTina = await invitedTo(at, 'tenant-user', tina)
  await dora.api.users.move({ organization: at, user: tina.user, to: one, role: 'partner-admin' })
  expect(await refusalOf(accept(byTina.token))).toBe('invitation_withdrawn')
})

test('PS28: an inviter who loses the right, or is deleted, while the person accepts: nobody joins', async () => {
  const at = await make(distributor)
  await set(at, 'user.removal', { mode: 'restorable', days: 3 })
  for (const lose of ['changeRole', 'remove'] as const) {
    const paul = await member(world, at, `paul${(numbered += 1)}@channel.test`, 'partner-admin')
    const { email, token, target } = await invitedTo(at, 'partner-user', paul)
    const row = await holding(world, 'select from invitations where id = $1', [innerId(target.invitation)])
    const joining = refusalOf(accept(token))
    await row.waiting(1)
    const who = { organization: at, user: paul.user }
    await member(world, at, `left${(numbered += 1)}@channel.test`, 'partner-admin')
    await (lose === 'remove' ? dora.api.users.remove(who) : dora.api.users.changeRole({ ...who, role: 'partner-user' }))
    await row.release()
    expect(await joining).toBe('invitation_withdrawn')
    expect((await dora.api.users.list({ organization: at, search: email })).items).toEqual([])
  }
})

test('a role of one’s own that an open invitation names is not deleted; one that was deleted is given to nobody', async () => {
  const at = await make(distributor)
  const boss = await member(world, at, `boss${(numbered += 1)}@channel.test`, 'partner-admin')
  const role = async () =>
    (
      await boss.api.roles.create({
        organization: at,
        label: `Helper ${(numbered += 1)}`,
        description: 'Helps',
        permissions: ['users.read'],
        levels: ['partner'],
      })
    ).key
  const key = await role()
  const it = await invitedTo(at, key, boss)
  expect(await refusalOf(boss.api.roles.remove({ organization: at, customRole: key }))).toBe('role_in_use')
  await boss.api.invitations.cancel(it.target)
  await boss.api.roles.remove({ organization: at, customRole: key })
  const invite = boss.api.invitations.create({ organization: at, email: it.email, role: key })
  expect(await refusalOf(invite)).toBe('role_unknown')
  // Of a deletion and an invitation, or an acceptance, at once one is first: nobody holds a role that is gone.
  for (const hold of [true, false]) {
    const one = await role()
    const open = hold ? await invitedTo(at, one, boss) : null
    if (open) await boss.api.invitations.cancel(open.target)
    const email = `race${(numbered += 1)}@channel.test`
    await Promise.allSettled([
      boss.api.invitations.create({ organization: at, email, role: one }),
      boss.api.roles.remove({ organization: at, customRole: one }),
    ])
    const { items } = await boss.api.invitations.list({ organization: at, search: email, status: 'open' })
    const there = (await boss.api.roles.list({ organization: at })).items.some((role) => role.key === one)
    expect(there).toBe(items.length === 1)
  }
})

test('what a role of one’s own gives is bound by the policies where its holder acts', async () => {
  const at = await make(distributor)
  const boss = await member(world, at, `boss${(numbered += 1)}@channel.test`, 'partner-admin')
  const { key } = await boss.api.roles.create({
    organization: at,
    label: 'Receptionist',
    description: 'Lets people in',
    // With what the role has that they give: nobody gives more than they hold.
    permissions: [
      'users.read',
      'users.create',
      'users.delete',
      'roles.read',
      'catalogue.read',
      'orders.read',
      'orders.manage',
      'subscriptions.read',
    ],
    levels: ['partner'],
    assigns: ['partner-user'],
  })
  const desk = await member(world, at, `desk${(numbered += 1)}@channel.test`, 'partner-user')
  await boss.api.users.changeRole({ organization: at, user: desk.user, role: key })
  const email = `visitor${(numbered += 1)}@channel.test`
  const create = () => desk.api.users.create({ organization: at, email, ...names, role: 'partner-user' })
  await set(at, 'onboarding.modes', ['link'])
  await set(at, 'user.removal', { mode: 'off', days: 1 })
  expect(await refusalOf(create())).toBe('creation_off')
  await set(at, 'onboarding.modes', ['link', 'direct'])
  const made = await create()
  expect(await refusalOf(desk.api.users.remove({ organization: at, user: made.id }))).toBe('removal_off')
  await set(at, 'user.removal', { mode: 'restorable', days: 1 })
  await desk.api.users.remove({ organization: at, user: made.id })
  expect((await desk.api.users.restore({ organization: at, user: made.id })).status).toBe('inactive')
  // Above one's own rank nothing is deleted or restored, whatever the policy.
  expect(await refusalOf(desk.api.users.remove({ organization: at, user: boss.user }))).toBe('rank_too_low')
  await member(world, at, `second${(numbered += 1)}@channel.test`, 'partner-admin')
  await dora.api.users.remove({ organization: at, user: boss.user })
  expect(await refusalOf(desk.api.users.restore({ organization: at, user: boss.user }))).toBe('rank_too_low')
  // A role held by somebody who can be restored is in use.
  const last = await settledAt(at)
  await dora.api.users.changeRole({ organization: at, user: last.user, role: key })
  await dora.api.users.changeRole({ organization: at, user: desk.user, role: 'partner-user' })
  await dora.api.users.remove({ organization: at, user: last.user })
  expect(await refusalOf(dora.api.roles.remove({ organization: at, customRole: key }))).toBe('role_in_use')
})

test('CH13 OR20: a deleted user who can be restored moves as such, and is restored where they are', async () => {
  const [from, to] = [await make(distributor), await make(distributor)]
  await set(from, 'user.removal', { mode: 'restorable', days: 5 })
  const { user } = await settledAt(from)
  await dora.api.users.remove({ organization: from, user })
  const moved = await dora.api.users.move({ organization: from, user, to, role: 'partner-user' })
  expect(moved).toMatchObject({ status: 'deleted', organization: { id: to } })
  expect((await dora.api.users.restore({ organization: to, user })).status).toBe('inactive')
})
