/** Scopes, moves, deletion, flags: administrators of a channel and the people below them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alsoAt, eventually, holding, member, outcomes, settled } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { innerId, newId, publicId } from '../../platform/value/ids.ts'

let world: World
let root: string
let distributor: string
let partner: string
let other: string
let tenant: string
let second: string
let foreign: string
type Somebody = Awaited<ReturnType<typeof member>>
let dora: Somebody // administers the distributor
let paul: Somebody // administers the partner
let tina: Somebody // administers the tenant
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  root = world.admin.me.organization.id
  const create = async (organization: string, name: string) =>
    (await world.admin.api.organizations.create({ organization, name })).id
  distributor = await create(root, 'North')
  partner = await create(distributor, 'Reseller')
  other = await create(distributor, 'Other reseller')
  tenant = await create(partner, 'Customer')
  second = await create(partner, 'Second customer')
  foreign = await create(await create(root, 'South'), 'Foreign reseller')
  dora = await member(world, distributor, 'dora@north.test', 'distributor-admin')
  paul = await member(world, partner, 'paul@reseller.test', 'partner-admin')
  tina = await member(world, tenant, 'tina@customer.test', 'tenant-admin')
})
afterAll(() => world.stop())

let people = 0
async function somebody(organization: string, role: string) {
  return member(world, organization, `p${(people += 1)}@people.test`, role)
}

test('CH1: a place has one parent of the level above; nothing lies below a tenant', async () => {
  const { level, parent } = await world.admin.api.organizations.show({ organization: tenant })
  expect([level, parent]).toEqual(['tenant', partner])
  expect(await refusalOf(world.admin.api.organizations.create({ organization: tenant, name: 'No' }))).toBe(
    'level_lowest',
  )
})

test('CH5 CH6 CH7: an account at the partner with a role at one of its tenants reaches that tenant and nothing else', async () => {
  const email = 'scoped@reseller.test'
  const names = { firstName: 'Sam', lastName: 'Scoped', phone: '+4930123456' }
  const asked = { organization: partner, email, ...names, role: 'tenant-admin', scope: tenant }
  const made = await paul.api.users.create(asked)
  expect(made).toMatchObject({ organization: { id: partner }, scope: { id: tenant }, role: { key: 'tenant-admin' } })
  const sam = world.person()
  const { token } = await world.mailbox.next(email)
  await sam.api.passwords.completeReset({ token, password: goodPassword })
  await sam.api.sessions.signIn({ email, password: goodPassword })
  expect((await sam.api.users.list({ organization: tenant })).items.length).toBeGreaterThan(0)
  expect(await refusalOf(sam.api.users.list({ organization: partner }))).toBe('organization_unknown')
  expect(await refusalOf(sam.api.users.list({ organization: second }))).toBe('organization_unknown')
  // A scope beside or above, and a role that is not for the scope's level.
  const again = { ...asked, email: 'no@reseller.test' }
  for (const scope of [other, distributor, foreign, root])
    expect(await refusalOf(paul.api.users.create({ ...again, scope }))).toBe('scope_unknown')
  expect(await refusalOf(paul.api.users.create({ ...again, role: 'partner-admin' }))).toBe('role_unknown')
})

test('CH12 CH13 CH21: role and scope change together, are obeyed at once, and stand in every list', async () => {
  const one = await somebody(partner, 'partner-user')
  const target = { organization: partner, user: one.user }
  const changed = await paul.api.users.changeScope({
    ...target,
    scope: tenant,
    role: 'tenant-admin',
    reason: 'Looks after it',
  })
  expect(changed).toMatchObject({ scope: { id: tenant, name: 'Customer' }, role: { key: 'tenant-admin' }, version: 2 })
  expect((await one.api.users.list({ organization: tenant })).items.length).toBeGreaterThan(0)
  const [row] = (await dora.api.users.list({ organization: distributor, within: 'subtree', search: one.me.email }))
    .items
  expect(row).toMatchObject({ role: { key: 'tenant-admin' }, scope: { id: tenant }, organization: { id: partner } })
  await paul.api.users.changeScope({ ...target, scope: second })
  expect(await refusalOf(one.api.users.list({ organization: tenant }))).toBe('organization_unknown')
  // There they are the only administrator.
  expect(await refusalOf(paul.api.users.changeRole({ ...target, role: 'tenant-user' }))).toBe('administrator_last')
  await somebody(second, 'tenant-admin')
  expect((await paul.api.users.changeRole({ ...target, role: 'tenant-user' })).scope.id).toBe(second)
  expect(await refusalOf(paul.api.users.changeScope({ ...target, scope: foreign }))).toBe('scope_unknown')
  expect(await refusalOf(paul.api.users.changeScope({ ...target, scope: tenant, role: 'partner-admin' }))).toBe(
    'role_unknown',
  )
  expect(await refusalOf(tina.api.users.changeScope({ ...target, scope: tenant }))).toBe('organization_unknown')
  expect(
    await refusalOf(dora.api.users.changeScope({ organization: distributor, user: dora.user, scope: partner })),
  ).toBe('role_unknown')
})

test('CH13: a user moves to another place; the session goes on with the new reach, and the record goes along', async () => {
  const one = await somebody(partner, 'partner-admin')
  const target = { organization: partner, user: one.user }
  await paul.api.users.update({ ...target, lastName: 'Mover' })
  expect((await one.api.users.list({ organization: partner })).items.length).toBeGreaterThan(0)
  // Paul administers one of the two places only: the other is unknown to him.
  expect(await refusalOf(paul.api.users.move({ ...target, to: other, role: 'partner-user' }))).toBe(
    'destination_unknown',
  )
  const moved = await dora.api.users.move({ ...target, to: other, role: 'partner-admin', reason: 'New area' })
  expect(moved).toMatchObject({ organization: { id: other }, scope: { id: other }, lastName: 'Mover' })
  expect(await refusalOf(one.api.users.list({ organization: partner }))).toBe('organization_unknown')
  expect((await one.api.users.list({ organization: other })).items.map((it) => it.id)).toEqual([one.user])
  expect((await one.api.profile.show()).organization.id).toBe(other)
  expect(await refusalOf(dora.api.users.show(target))).toBe('user_unknown')
  const record = await dora.api.users.changes({ organization: other, user: one.user })
  expect(record.items.map((it) => it.type)).toEqual(['user.moved', 'user.updated', 'user.signed_in'])
  expect(record.items[0]).toMatchObject({
    before: { organization: 'Reseller' },
    after: { organization: 'Other reseller', role: 'Partner Administrator' },
    reason: 'New area',
  })
  expect(await refusalOf(paul.api.users.changes({ organization: partner, user: one.user }))).toBe('user_unknown')
  const rows = await world.database.query('select org_path from sessions where user_id = $1', [innerId(one.user)])
  expect(rows).toHaveLength(1)
})

test('CH13: who sees a place by another grant than the one that lets them move takes nobody there', async () => {
  const one = await somebody(tenant, 'tenant-user')
  const mover = await somebody(tenant, 'tenant-admin')
  const move = () => mover.api.users.move({ organization: tenant, user: one.user, to: second, role: 'tenant-user' })
  expect(await refusalOf(move())).toBe('destination_unknown')
  await world.database.query(
    `insert into grants (user_id, org_path, node_path, role, created_at)
     select $1, h.path, n.path, 'tenant-user', now() from organizations h, organizations n where h.id = $2 and n.id = $3`,
    [mover.user, tenant, second].map(innerId),
  )
  expect(await refusalOf(move())).toBe('destination_forbidden')
  expect((await tina.api.users.show({ organization: tenant, user: one.user })).organization.id).toBe(tenant)
})

test('CH13: a move is refused to oneself, to where one is, of somebody higher, to a wrong role, and where the address is taken', async () => {
  const one = await somebody(partner, 'partner-user')
  const target = { organization: partner, user: one.user }
  const move = (more: { to: string; role: string; scope?: string }) => dora.api.users.move({ ...target, ...more })
  expect(await refusalOf(move({ to: partner, role: 'partner-user' }))).toBe('destination_same')
  for (const to of [foreign, publicId('org', newId())])
    expect(await refusalOf(move({ to, role: 'partner-user' }))).toBe('destination_unknown')
  expect(await refusalOf(move({ to: other, role: 'distributor-admin' }))).toBe('role_unknown')
  expect(await refusalOf(move({ to: other, role: 'tenant-user', scope: tenant }))).toBe('scope_unknown')
  expect(
    await refusalOf(
      world.admin.api.users.move({
        organization: root,
        user: world.admin.me.id,
        to: distributor,
        role: 'distributor-admin',
      }),
    ),
  ).toBe('user_own')
  const [boss = ''] = await settled(world, partner, [{ email: 'boss@reseller.test', role: 'platform-admin' }])
  expect(
    await refusalOf(dora.api.users.move({ organization: partner, user: boss, to: other, role: 'partner-user' })),
  ).toBe('rank_too_low')
  expect(await refusalOf(tina.api.users.move({ ...target, to: tenant, role: 'tenant-user' }))).toBe(
    'organization_unknown',
  )
  await alsoAt(world, other, one.me.email, 'partner-user')
  expect(await refusalOf(move({ to: other, role: 'partner-user' }))).toBe('user_exists')
  expect((await move({ to: tenant, role: 'tenant-user' })).organization.id).toBe(tenant)
})

test('CH13 CH20: the last administrator of a place is neither moved away, rescoped nor deleted, nor are two at once', async () => {
  const lonely = (
    await world.admin.api.organizations.create({ organization: partner, name: `Lonely ${(people += 1)}` })
  ).id
  const [ann, ben] = [await somebody(lonely, 'tenant-admin'), await somebody(lonely, 'tenant-admin')]
  const on = (user: string) => ({ organization: lonely, user })
  const both = await outcomes([
    paul.api.users.remove(on(ann.user)),
    paul.api.users.move({ ...on(ben.user), to: tenant, role: 'tenant-admin' }),
  ])
  expect(both).toEqual(['administrator_last', 'done'])
  const [left] = (await paul.api.users.list({ organization: lonely })).items
  expect(left?.role.key).toBe('tenant-admin')
  const last = on(left?.id ?? '')
  expect(await refusalOf(paul.api.users.remove(last))).toBe('administrator_last')
  expect(await refusalOf(paul.api.users.move({ ...last, to: second, role: 'tenant-admin' }))).toBe('administrator_last')
  expect(await refusalOf(paul.api.users.changeScope({ ...last, scope: lonely, role: 'tenant-user' }))).toBe(
    'administrator_last',
  )
  expect(await refusalOf(paul.api.users.forceFederated({ ...last, federatedOnly: true }))).toBe('administrator_last')
})

test('two scopes given to one user at once: one after the other, and one grant is left', async () => {
  const one = await somebody(partner, 'partner-user')
  const target = { organization: partner, user: one.user }
  await outcomes(
    [tenant, second].map((scope) => paul.api.users.changeScope({ ...target, scope, role: 'tenant-admin' })),
  )
  expect(await world.database.query('select from grants where user_id = $1', [innerId(one.user)])).toHaveLength(1)
})

test('CH13: a scope is not carried off by a place that moves away while it is given', async () => {
  const leaving = (await world.admin.api.organizations.create({ organization: partner, name: 'Leaving' })).id
  const one = await somebody(partner, 'partner-user')
  const target = { organization: partner, user: one.user }
  // Between giving and committing: recording waits.
  const record = await holding(world, 'lock table events in share mode')
  const scoping = outcomes([paul.api.users.changeScope({ ...target, scope: leaving, role: 'tenant-admin' })])
  await record.waiting(1)
  const moving = outcomes([dora.api.organizations.move({ organization: leaving, to: other })])
  await record.waiting(2)
  await record.release()
  expect([await scoping, await moving]).toEqual([['done'], ['move_grants']])
})

test('CH20 OR20: deleted, a user is gone with sessions, grants, links and the person; the record stays under their name', async () => {
  const one = await somebody(tenant, 'tenant-user')
  const target = { organization: tenant, user: one.user }
  await tina.api.passwords.sendReset(target)
  const { token } = await world.mailbox.next(one.me.email)
  expect(await refusalOf(one.api.users.remove(target))).toBe('permission_missing')
  expect(await refusalOf(tina.api.users.remove({ organization: tenant, user: tina.user }))).toBe('user_own')
  await tina.api.users.remove({ ...target, reason: 'Left for good' })
  expect(await refusalOf(one.api.profile.show())).toBe('unauthenticated')
  expect(await refusalOf(world.person().api.passwords.showReset({ token }))).toBe('reset_unknown')
  expect(await refusalOf(world.person().api.sessions.signIn({ email: one.me.email, password: goodPassword }))).toBe(
    'credentials_wrong',
  )
  expect(await refusalOf(tina.api.users.show(target))).toBe('user_unknown')
  const record = await tina.api.users.changes(target)
  expect(record.items[0]).toMatchObject({
    type: 'user.deleted',
    after: { email: one.me.email },
    reason: 'Left for good',
  })
  for (const [table, column] of [
    ['users', 'id'],
    ['grants', 'user_id'],
    ['sessions', 'user_id'],
    ['user_activity', 'user_id'],
  ])
    expect(await world.database.query(`select from ${table} where ${column} = $1`, [innerId(one.user)])).toEqual([])
  expect(await world.database.query('select from identities where email = $1', [one.me.email])).toEqual([])
  expect(await refusalOf(tina.api.users.remove(target))).toBe('user_unknown')
  // The address is free again.
  await settled(world, tenant, [{ email: one.me.email, role: 'tenant-user' }])
})

test('CH15: disabled and enabled again without being deleted; CH2: the same administrator resets the password', async () => {
  const one = await somebody(tenant, 'tenant-user')
  const target = { organization: tenant, user: one.user }
  expect((await tina.api.users.deactivate(target)).status).toBe('inactive')
  expect(await refusalOf(tina.api.passwords.sendReset(target))).toBe('user_inactive')
  expect((await tina.api.users.reactivate(target)).status).toBe('active')
  await tina.api.passwords.sendReset(target)
  expect((await world.mailbox.next(one.me.email)).link).toContain('/reset#')
})

test('CH9 CH19: federated only ends sessions and links, and no password opens the account until it is taken back', async () => {
  const one = await somebody(tenant, 'tenant-user')
  const target = { organization: tenant, user: one.user }
  const { email } = one.me
  await tina.api.passwords.sendReset(target)
  const { token } = await world.mailbox.next(email)
  expect((await tina.api.users.forceFederated({ ...target, federatedOnly: true })).federatedOnly).toBe(true)
  expect(await refusalOf(one.api.profile.show())).toBe('unauthenticated')
  const signIn = () => world.person().api.sessions.signIn({ email, password: goodPassword })
  expect(await refusalOf(signIn())).toBe('credentials_wrong')
  expect(
    await refusalOf(world.person().api.passwords.completeReset({ token, password: 'slow-badger-beacon-48' })),
  ).toBe('reset_unknown')
  expect(await refusalOf(tina.api.passwords.sendReset(target))).toBe('user_federated')
  expect(
    await refusalOf(tina.api.users.forceFederated({ organization: tenant, user: tina.user, federatedOnly: true })),
  ).toBe('user_own')
  await tina.api.users.forceFederated({ ...target, federatedOnly: false })
  expect((await signIn()).email).toBe(email)
})

test('CH8 CH14: a required second factor is kept, shown and recorded; nobody lifts it from themselves', async () => {
  const one = await somebody(tenant, 'tenant-user')
  const target = { organization: tenant, user: one.user }
  expect((await tina.api.users.requireMfa({ ...target, mfaRequired: true, reason: 'Handles money' })).mfaRequired).toBe(
    true,
  )
  expect((await tina.api.users.show(target)).mfaRequired).toBe(true)
  const [first] = (await tina.api.users.changes(target)).items
  expect(first).toMatchObject({
    type: 'user.mfa_required_changed',
    after: { mfaRequired: true },
    reason: 'Handles money',
  })
  expect(
    await refusalOf(tina.api.users.requireMfa({ organization: tenant, user: tina.user, mfaRequired: false })),
  ).toBe('user_own')
  expect(await refusalOf(one.api.users.requireMfa({ ...target, mfaRequired: false }))).toBe('permission_missing')
})

test('CH16: nobody unlocks a person by an account they made for them, nor one who holds more elsewhere', async () => {
  const { email } = world.admin.me
  const guess = () => refusalOf(world.person().api.sessions.signIn({ email, password: 'a wrong one indeed' }))
  const asked = { organization: tenant, email, firstName: 'R', lastName: 'R', role: 'tenant-user' }
  const target = { organization: tenant, user: (await tina.api.users.create(asked)).id }
  const right = () => world.person().api.sessions.signIn({ email, password: goodPassword })
  const { token } = await world.mailbox.next(email)
  for (let i = 0; i < 10; i += 1) await guess()
  expect(await refusalOf(right())).toBe('credentials_wrong')
  // Answered like anybody's, so that it does not tell whose address this is.
  await tina.api.users.unlock(target)
  expect(await refusalOf(right())).toBe('credentials_wrong')
  await eventually(
    () => world.database.query('select from lockouts'),
    (rows) => rows.length === 1,
  )
  await tina.api.users.unlock(target)
  expect(await refusalOf(right())).toBe('credentials_wrong')
  await world.database.query('delete from throttles')
  await world.database.query('delete from lockouts')
  await world.person().api.joinings.confirm({ token, password: goodPassword })
  expect(await refusalOf(tina.api.users.unlock(target))).toBe('rank_too_low')
})

test('CH16: after failed sign-ins an administrator unlocks, and the right password is let in at once', async () => {
  const one = await somebody(tenant, 'tenant-user')
  const signIn = (password: string) => world.person().api.sessions.signIn({ email: one.me.email, password })
  for (let i = 0; i < 10; i += 1) await refusalOf(signIn('a wrong one indeed'))
  expect(await refusalOf(signIn(goodPassword))).toBe('credentials_wrong')
  expect(await refusalOf(one.api.users.unlock({ organization: tenant, user: one.user }))).toBe('permission_missing')
  await tina.api.users.unlock({ organization: tenant, user: one.user })
  expect((await signIn(goodPassword)).id).toBe(one.user)
})
