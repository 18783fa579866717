/** An invitation needs its inviter: whoever could no longer send it vouches for nobody; whoever resends it does. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holding, member, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let acme: { id: string }
let ada: Member & { user: string }
beforeAll(async () => {
  world = await createWorld()
  acme = await world.tenant('Acme GmbH')
  ada = await member(world, acme.id, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

const names = { firstName: 'Bea', lastName: 'Beispiel' }
const accept = (token: string, password = goodPassword) =>
  world.person().api.invitations.accept({ token, ...names, password })
const show = (invitation: string) => ada.api.invitations.show({ organization: acme.id, invitation })
/** An administrator of Acme, and the invitation they sent. */
async function sent(name: string, role = 'employee') {
  const inviter = await member(world, acme.id, `${name}@acme.test`, 'admin')
  const email = `${name}.guest@example.com`
  const { id } = await inviter.api.invitations.create({ organization: acme.id, email, role })
  const { token } = await world.mailbox.next(email)
  return { inviter: { organization: acme.id, user: inviter.user }, id, email, token }
}

test('PS28: the open invitations of somebody deactivated are refused, and listed as such; they work again when the person is back', async () => {
  const { inviter, id, email, token } = await sent('left')
  await ada.api.users.deactivate(inviter)
  expect(await refusalOf(world.person().api.invitations.open({ token }))).toBe('invitation_withdrawn')
  expect(await refusalOf(accept(token))).toBe('invitation_withdrawn')
  expect((await show(id)).status).toBe('withdrawn')
  const { items } = await ada.api.invitations.list({ organization: acme.id, search: email })
  expect(items.map((it) => it.status)).toEqual(['withdrawn'])
  await ada.api.users.reactivate(inviter)
  expect((await show(id)).status).toBe('pending')
  expect((await accept(token)).email).toBe(email)
})

test('so are those of somebody who lost the right to invite, or to give this role', async () => {
  const { inviter, id, token } = await sent('demoted')
  await ada.api.users.changeRole({ ...inviter, role: 'viewer' })
  expect(await refusalOf(accept(token))).toBe('invitation_withdrawn')
  expect((await show(id)).status).toBe('withdrawn')

  const higher = await sent('narrowed', 'admin')
  await world.database.query(`update roles set assigns = array_remove(assigns, 'admin') where key = 'admin'`)
  expect(await refusalOf(accept(higher.token))).toBe('invitation_withdrawn')
  await world.database.query(`update roles set assigns = array_append(assigns, 'admin') where key = 'admin'`)
  expect((await accept(higher.token)).email).toBe(higher.email)
})

test('whoever resends it is its inviter from then on: the new link works, the old one is dead', async () => {
  const { inviter, id, email, token } = await sent('replaced')
  await ada.api.users.deactivate(inviter)
  const again = await ada.api.invitations.resend({ organization: acme.id, invitation: id })
  expect(again).toMatchObject({ status: 'pending', invitedBy: { id: ada.user, name: 'ada Example' } })
  const mail = await world.mailbox.next(email, 2)
  expect(await refusalOf(accept(token))).toBe('invitation_unknown')
  expect((await accept(mail.token)).email).toBe(email)
})

test('a withdrawn one can be cancelled, and neither resent nor cancelled by who could not give its role', async () => {
  const { inviter, id } = await sent('both')
  await ada.api.users.deactivate(inviter)
  const target = { organization: acme.id, invitation: id }
  const eve = await member(world, acme.id, 'eve@acme.test', 'viewer')
  expect(await refusalOf(eve.api.invitations.resend(target))).toBe('permission_missing')
  expect(await refusalOf(eve.api.invitations.cancel(target))).toBe('permission_missing')
  expect((await ada.api.invitations.cancel(target)).status).toBe('revoked')
})

test('an inviter above the organization counts, too: a platform administrator who is demoted sends nobody into a tenant', async () => {
  const root = world.admin.me.organization.id
  const max = await member(world, root, 'max@platform.test', 'platform-admin')
  const email = 'from.above@example.com'
  await max.api.invitations.create({ organization: acme.id, email, role: 'admin' })
  const { token } = await world.mailbox.next(email)
  expect((await world.person().api.invitations.open({ token })).invitedBy).toBe('max Example')
  await world.admin.api.users.deactivate({ organization: root, user: max.user })
  expect(await refusalOf(accept(token))).toBe('invitation_withdrawn')
})

test('an inviter who is deactivated while the acceptance is under way: it is refused, and nobody joins', async () => {
  const { inviter, id, email, token } = await sent('meanwhile')
  const row = await holding(world, 'select from invitations where id = $1', [innerId(id)])
  const accepting = refusalOf(accept(token))
  await row.waiting(1)
  await ada.api.users.deactivate(inviter)
  await row.release()
  expect(await accepting).toBe('invitation_withdrawn')
  expect((await ada.api.users.list({ organization: acme.id, search: email })).items).toEqual([])
})
