/** Whether organizations run: suspension and deletion reach everything below, at once, and can be undone. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { eventually, invited, member, outcomes, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { purging } from './jobs.ts'

let world: World
let root: string
beforeAll(async () => {
  world = await createWorld({ blueprint: '../apps/server/test/deep' })
  root = world.admin.me.organization.id
})
afterAll(() => world.stop())

let n = 0
const below = async (organization: string, more: object = {}) =>
  world.admin.api.organizations.create({ organization, name: `Place ${(n += 1)}`, ...more })
/** A distributor, a partner below it, a tenant below that. */
async function chain() {
  const distributor = await below(root)
  const partner = await below(distributor.id)
  return { distributor, partner, tenant: await below(partner.id) }
}
const alive = (it: Member) =>
  it.api.sessions.check().then(
    () => true,
    () => false,
  )
const shown = (organization: string) => world.admin.api.organizations.show({ organization })
const suspend = (organization: string) => world.admin.api.organizations.suspend({ organization, reason: 'unpaid' })
const resume = (organization: string) => world.admin.api.organizations.resume({ organization })

test('suspending an organization stops everybody at home there and below, by their very next request; resuming lets them go on', async () => {
  const { distributor, partner, tenant } = await chain()
  const people = [
    await member(world, distributor.id, `d${n}@example.com`, 'admin'),
    await member(world, partner.id, `p${n}@example.com`, 'admin'),
    await member(world, tenant.id, `t${n}@example.com`, 'employee'),
  ]
  const beside = await member(world, (await below(root)).id, `b${n}@example.com`, 'admin')
  expect(await suspend(distributor.id)).toMatchObject({ standing: 'suspended', stopped: true })
  expect(await Promise.all(people.map(alive))).toEqual([false, false, false])
  expect(await alive(beside)).toBe(true)
  expect(await shown(tenant.id)).toMatchObject({ standing: 'active', stopped: true })
  expect(
    await refusalOf(
      world.person().api.sessions.signIn({ email: `t${n - 1}@example.com`, password: 'wrong wrong wrong' }),
    ),
  ).toBe('credentials_wrong')
  await resume(distributor.id)
  expect(await Promise.all(people.map(alive))).toEqual([true, true, true])
  expect(await shown(tenant.id)).toMatchObject({ stopped: false })
})

test('what was suspended itself stays suspended when the one above is resumed', async () => {
  const { distributor, partner, tenant } = await chain()
  await suspend(partner.id)
  await suspend(distributor.id)
  await resume(distributor.id)
  expect(await shown(partner.id)).toMatchObject({ standing: 'suspended', stopped: true })
  expect(await shown(tenant.id)).toMatchObject({ standing: 'active', stopped: true })
  expect(await shown(distributor.id)).toMatchObject({ stopped: false })
  await resume(partner.id)
  expect(await shown(tenant.id)).toMatchObject({ stopped: false })
})

test('nobody signs in, accepts an invitation, is invited or sets a password where everything is stopped', async () => {
  const { partner, tenant } = await chain()
  const email = `signs${n}@example.com`
  const person = await member(world, tenant.id, email, 'employee')
  const { token } = await invited(world, tenant.id, `guest${n}@example.com`)
  await suspend(partner.id)
  expect(await refusalOf(world.person().api.sessions.signIn({ email, password: goodPassword }))).toBe(
    'credentials_wrong',
  )
  const names = { firstName: 'Gus', lastName: 'Guest', password: goodPassword }
  expect(await refusalOf(world.person().api.invitations.open({ token }))).toBe('organization_stopped')
  expect(await refusalOf(world.person().api.invitations.accept({ token, ...names }))).toBe('organization_stopped')
  const invite = { organization: tenant.id, email: `late${n}@example.com`, role: 'employee' }
  expect(await refusalOf(world.admin.api.invitations.create(invite))).toBe('organization_stopped')
  expect(await refusalOf(world.admin.api.organizations.create({ organization: partner.id, name: 'New' }))).toBe(
    'organization_stopped',
  )
  await resume(partner.id)
  expect(await alive(person)).toBe(true)
  expect((await world.person().api.invitations.accept({ token, ...names })).organization.id).toBe(tenant.id)
})

test('nobody suspends or deletes the place they act from, nor one above it, nor one beyond their reach', async () => {
  const { distributor, partner } = await chain()
  const dora = await member(world, distributor.id, `dora${n}@example.com`, 'admin')
  const { name } = distributor
  expect(await refusalOf(dora.api.organizations.suspend({ organization: distributor.id }))).toBe('organization_own')
  expect(await refusalOf(dora.api.organizations.remove({ organization: distributor.id, confirm: name }))).toBe(
    'organization_own',
  )
  expect(await refusalOf(dora.api.organizations.suspend({ organization: root }))).toBe('organization_unknown')
  expect(await refusalOf(world.admin.api.organizations.suspend({ organization: root }))).toBe('organization_own')
  expect(await dora.api.organizations.suspend({ organization: partner.id })).toMatchObject({ standing: 'suspended' })
  expect(await refusalOf(dora.api.organizations.suspend({ organization: partner.id }))).toBe('organization_suspended')
  expect(await dora.api.organizations.resume({ organization: partner.id })).toMatchObject({ standing: 'active' })
  expect(await refusalOf(dora.api.organizations.resume({ organization: partner.id }))).toBe('organization_active')
})

test('OR11: deleting asks for the code, counts what goes, stops it at once, and can be undone within the grace period', async () => {
  const place = await below(root, { code: `ACME-${n}` })
  const partner = await below(place.id)
  const ada = await member(world, place.id, `ada${n}@example.com`, 'admin')
  await member(world, partner.id, `bob${n}@example.com`, 'employee')
  await invited(world, partner.id, `carl${n}@example.com`)
  expect(await world.admin.api.organizations.previewDelete({ organization: place.id })).toEqual({
    organizations: 2,
    users: 2,
    sessions: 2,
    invitations: 1,
  })
  const remove = (confirm: string) => world.admin.api.organizations.remove({ organization: place.id, confirm })
  expect(await refusalOf(remove(place.name))).toBe('confirmation_differs')
  expect(await alive(ada)).toBe(true)
  const gone = await remove(`ACME-${place.code?.slice(5)}`)
  expect(gone).toMatchObject({ standing: 'deleted', stopped: true })
  expect(Date.parse(gone.purgeAt ?? '') - world.now().getTime()).toBeGreaterThan(29 * 86_400_000)
  expect(await alive(ada)).toBe(false)
  const listed = async (more: object) =>
    (
      await world.admin.api.organizations.list({ organization: root, within: 'subtree', limit: 200, ...more })
    ).items.map((it) => it.id)
  expect(await listed({})).not.toContain(place.id)
  expect(await listed({})).not.toContain(partner.id)
  expect(await listed({ standing: 'deleted' })).toEqual([place.id])
  // Its code stays its own until it is gone for good.
  expect(await refusalOf(below(root, { code: (place.code ?? '').toLowerCase() }))).toBe('code_taken')
  expect(await world.admin.api.organizations.restore({ organization: place.id })).toMatchObject({
    standing: 'active',
    purgeAt: null,
  })
  expect(await alive(ada)).toBe(true)
  expect(await listed({})).toEqual(expect.arrayContaining([place.id, partner.id]))
  expect(await refusalOf(world.admin.api.organizations.restore({ organization: place.id }))).toBe(
    'organization_not_deleted',
  )
})

test('OR11: after the grace period it is gone for good, with everybody and everything in it; what is recorded stays', async () => {
  const place = await below(root, { code: `GONE-${n}` })
  const partner = await below(place.id)
  const only = `only${n}@example.com`
  await member(world, partner.id, only, 'employee')
  const both = `both${n}@example.com`
  const keeper = await member(world, (await below(root)).id, both, 'employee')
  await world.database.query(
    `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
     select gen_random_uuid(), o.path, u.identity_id, u.email, 'Both', 'Here', 'both here', now() from users u, organizations o
     where u.email = $1 and o.name = $2`,
    [both, partner.name],
  )
  await invited(world, partner.id, `carl${n}@example.com`)
  await world.admin.api.organizations.remove({ organization: place.id, confirm: place.code ?? '' })
  const purge = purging({ transact: world.app.transact, now: world.now })
  expect(await purge()).toBe(0)
  world.advance(31 * 86_400_000)
  await world.admin.api.sessions.signIn({
    email: world.admin.me.email,
    password: goodPassword,
  })
  expect(await refusalOf(world.admin.api.organizations.restore({ organization: place.id }))).toBe(
    'organization_not_deleted',
  )
  expect(await purge()).toBe(1)
  expect(await refusalOf(shown(place.id))).toBe('organization_unknown')
  const left = async (table: string, email: string) =>
    (await world.database.query(`select from ${table} where email = $1`, [email])).length
  expect(await left('identities', only)).toBe(0)
  expect(await left('identities', both)).toBe(1)
  expect(await left('users', both)).toBe(1)
  expect(await left('invitations', `carl${n}@example.com`)).toBe(0)
  expect(keeper.me.email).toBe(both)
  const recorded = await world.database.query<{ type: string }>(
    `select type from events where target_id = (select target_id from events where type = 'organization.purged') order by seq`,
  )
  expect(recorded.map((it) => it.type)).toEqual(['organization.created', 'organization.deleted', 'organization.purged'])
  expect(await below(root, { code: place.code })).toMatchObject({ code: place.code })
})

test('two who suspend at once: one does it, the other hears that it is done; a parent and a child at once leave the truth', async () => {
  const { distributor, partner, tenant } = await chain()
  const answers = await outcomes([1, 2, 3].map(() => suspend(partner.id)))
  expect(answers.sort()).toEqual(['done', 'organization_suspended', 'organization_suspended'])
  await Promise.all([suspend(distributor.id), resume(partner.id)])
  expect(await shown(partner.id)).toMatchObject({ standing: 'active', stopped: true })
  await Promise.all([resume(distributor.id), suspend(partner.id)])
  expect(await shown(distributor.id)).toMatchObject({ stopped: false })
  expect(await shown(tenant.id)).toMatchObject({ stopped: true })
})

test('where the policy asks for a reason, nobody suspends, deletes or moves without one', async () => {
  const [one, other] = [await chain(), await chain()]
  const organization = one.distributor.id
  const value = ['suspend_organization', 'delete_organization', 'move_organization']
  await world.admin.api.policies.set({ organization, policy: 'reason.required', value })
  const { api } = world.admin
  const at = { organization: one.partner.id }
  expect(await refusalOf(api.organizations.suspend(at))).toBe('reason_required')
  expect(await refusalOf(api.organizations.remove({ ...at, confirm: one.partner.name }))).toBe('reason_required')
  expect(await refusalOf(api.organizations.move({ ...at, to: other.distributor.id }))).toBe('reason_required')
  expect(await api.organizations.suspend({ ...at, reason: 'unpaid' })).toMatchObject({ standing: 'suspended' })
  await resume(one.partner.id)
  await suspend(other.partner.id)
})

test('OR8 OR27: codes are unique whatever their case, and have the form the policy of the place asks for', async () => {
  const { distributor } = await chain()
  const create = (code: string, organization = distributor.id) =>
    world.admin.api.organizations.create({ organization, name: `Coded ${(n += 1)}`, code })
  const made = await create('North-1')
  expect(made.code).toBe('North-1')
  expect(await refusalOf(create('NORTH-1'))).toBe('code_taken')
  expect(await refusalOf(create('north-1', root))).toBe('code_taken')
  const answers = await outcomes(['Once', 'ONCE', 'once'].map((code) => create(code)))
  expect(answers).toEqual(['code_taken', 'code_taken', 'done'])
  await world.admin.api.policies.set({
    organization: distributor.id,
    policy: 'code.pattern',
    value: '[A-Z]{2}-[0-9]{3}',
  })
  expect(await refusalOf(create('free'))).toBe('code_unfit')
  expect((await create('AB-123')).code).toBe('AB-123')
  const rename = (code: string) => world.admin.api.organizations.update({ organization: made.id, code })
  expect(await refusalOf(rename('AB-123'))).toBe('code_taken')
})

test('what is being created below while an organization is suspended is stopped with the rest', async () => {
  const { distributor, partner } = await chain()
  const slow = new pg.Client(world.database.as('postgres'))
  await slow.connect()
  try {
    await slow.query('begin')
    await slow.query('select from organizations where name = $1 for no key update', [partner.name])
    await slow.query(
      `insert into organizations (id, path, level, name, name_key, created_at)
       select gen_random_uuid(), path || '.zzzz', 'tenant', 'Just made', 'just made', now() from organizations where name = $1`,
      [partner.name],
    )
    const suspended = suspend(distributor.id)
    await eventually(
      () =>
        world.database.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        ),
      (waiting) => waiting.length > 0,
    )
    await slow.query('commit')
    await suspended
  } finally {
    await slow.end()
  }
  expect(await world.database.query(`select stopped from organizations where name = 'Just made'`)).toEqual([
    { stopped: true },
  ])
})
