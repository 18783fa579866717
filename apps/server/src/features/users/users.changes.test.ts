/** The change record: who changed what of a user, when, from what to what, why; it outlives names and states. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { later, member, type Member, settled, walked } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'

let world: World
let organization: string
let ada: Member & { user: string }
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
  ada = await member(world, organization, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

test('BO43: the record says who, when, from what to what and why, newest first', async () => {
  const bob = await world.join(organization, 'bob@acme.test', 'viewer', ada)
  const target = { organization, user: bob.user }
  const before = world.now()
  await ada.api.users.update({ ...target, firstName: 'Robert', phone: '+4930123456' })
  await ada.api.users.changeRole({ ...target, role: 'employee', reason: 'Works in the warehouse now' })
  await ada.api.users.deactivate({ ...target, reason: 'Parental leave' })
  await ada.api.users.reactivate(target)
  const { items, next } = await ada.api.users.changes(target)
  expect(next).toBeNull()
  const by = { actor: { id: ada.user, name: 'ada Example' } }
  expect(items.slice(0, 4)).toMatchObject([
    { type: 'user.reactivated', ...by, before: { status: 'inactive' }, after: { status: 'active' }, reason: null },
    {
      type: 'user.deactivated',
      ...by,
      before: { status: 'active' },
      after: { status: 'inactive' },
      reason: 'Parental leave',
    },
    {
      type: 'user.role_changed',
      ...by,
      before: { role: 'View Only' },
      after: { role: 'Employee' },
      reason: 'Works in the warehouse now',
    },
    {
      type: 'user.updated',
      ...by,
      before: { firstName: 'bob', phone: null },
      after: { firstName: 'Robert', phone: '+4930123456' },
    },
  ])
  expect(items.at(-1)).toMatchObject({
    type: 'invitation.created',
    ...by,
    after: { email: 'bob@acme.test', role: 'viewer' },
  })
  for (const it of items.slice(0, 4)) {
    expect(Date.parse(it.at)).toBeGreaterThanOrEqual(before.getTime())
    expect(Date.parse(it.at)).toBeLessThanOrEqual(world.now().getTime())
  }
})

test('BO43: what changes nothing is not recorded, and neither is what was refused', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'calm@acme.test', firstName: 'Calm' }])
  const target = { organization, user }
  await ada.api.users.update({ ...target, firstName: ' Calm ' })
  await ada.api.users.changeRole({ ...target, role: 'employee' })
  expect(await refusalOf(ada.api.users.changeRole({ ...target, role: 'janitor' }))).toBe('role_unknown')
  expect(await refusalOf(ada.api.users.reactivate(target))).toBe('user_active')
  expect((await ada.api.users.changes(target)).items).toEqual([])
})

test('BO43: the pages of a long record give every change exactly once', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'busy@acme.test' }])
  const target = { organization, user }
  for (let n = 0; n < 7; n += 1) await ada.api.users.update({ ...target, firstName: `Name ${n}` })
  const pages = await walked((cursor) => ada.api.users.changes({ ...target, limit: 2, ...(cursor && { cursor }) }))
  expect(pages.map((it) => it.after?.['firstName'])).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `Name ${n}`))
  expect(new Set(pages.map((it) => it.id)).size).toBe(7)
})

test('BO43: the record is for administrators of this tenant alone', async () => {
  const vera = await member(world, organization, 'vera@acme.test', 'viewer')
  const target = { organization, user: vera.user }
  expect(await refusalOf(vera.api.users.changes(target))).toBe('permission_missing')
  const other = await world.tenant('Other')
  const olga = await member(world, other.id, 'olga@other.test', 'admin')
  expect(await refusalOf(olga.api.users.changes(target))).toBe('organization_unknown')
  expect(await refusalOf(olga.api.users.changes({ ...target, organization: other.id }))).toBe('user_unknown')
})

test('BO21: what a deactivated user did stays, under the name they had then, and can still be read', async () => {
  const eve = await member(world, organization, 'eve@acme.test', 'admin')
  const [user = ''] = await settled(world, organization, [{ email: 'object@acme.test' }])
  await eve.api.users.update({ organization, user, firstName: 'Touched' })
  const { id } = await eve.api.invitations.create({ organization, email: 'guest@acme.test', role: 'viewer' })
  await ada.api.users.update({ organization, user: eve.user, lastName: 'Married' })
  await ada.api.users.deactivate({ organization, user: eve.user, reason: 'Gone' })

  const { items } = await ada.api.users.changes({ organization, user })
  expect(items[0]).toMatchObject({ type: 'user.updated', actor: { id: eve.user, name: 'eve Example' } })
  const invitation = await ada.api.invitations.show({ organization, invitation: id })
  expect(invitation.invitedBy).toEqual({ id: eve.user, name: 'eve Example' })
  expect(invitation.status).toBe('withdrawn')
  expect(await ada.api.users.show({ organization, user: eve.user })).toMatchObject({
    lastName: 'Married',
    status: 'inactive',
  })
  // They themselves can add nothing to it any more.
  expect(await refusalOf(eve.api.users.update({ organization, user, firstName: 'Again' }))).toBe('unauthenticated')
})

test('BO43: a change at the turn of months, years later, is found with the others', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'old@acme.test' }])
  const target = { organization, user }
  await ada.api.users.update({ ...target, firstName: 'Now' })
  await later(world, 400 * 86_400_000, ada)
  await ada.api.users.update({ ...target, firstName: 'Next year' })
  const { items } = await ada.api.users.changes(target)
  expect(items.map((it) => it.after?.['firstName'])).toEqual(['Next year', 'Now'])
})
