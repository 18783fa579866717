/** Inviting: who may, whom, and what becomes of an invitation until it is accepted. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, invited, later, member, type Member, outcomes, settled, walked } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { mayCancel, mayResend, mayUse, statusAt } from './rules.ts'

const day = 86_400_000
let world: World
let acme: { id: string }
let ada: Member
beforeAll(async () => {
  world = await createWorld()
  acme = await world.tenant('Acme GmbH')
  ada = await member(world, acme.id, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

const invite = (email: string, role = 'employee', by = ada, organization = acme.id) =>
  by.api.invitations.create({ organization, email, role })

test('BO14 BO15 BO25: an administrator invites with e-mail and role; it is listed with inviter and end, and the mail has a link', async () => {
  const made = await ada.api.invitations.create({
    organization: acme.id,
    email: 'New.Colleague@Example.com',
    role: 'viewer',
    firstName: '  Nell   Ann ',
  })
  expect(made).toMatchObject({
    email: 'new.colleague@example.com',
    firstName: 'Nell Ann',
    lastName: null,
    role: { key: 'viewer', label: 'View Only' },
    status: 'pending',
    invitedBy: { name: 'ada Example' },
    organization: { id: acme.id, name: 'Acme GmbH' },
    mail: { status: 'queued', attempts: 0 },
    version: 1,
  })
  expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(7 * day)
  const { items } = await ada.api.invitations.list({ organization: acme.id })
  expect(items.map((it) => it.id)).toContain(made.id)
  const mail = await world.mailbox.next('new.colleague@example.com')
  expect(mail.link).toBe(`http://localhost:3000/accept#${mail.token}`)
  const opened = await world.person().api.invitations.open({ token: mail.token })
  expect(opened).toMatchObject({ email: 'new.colleague@example.com', organization: 'Acme GmbH', accountExists: false })
})

test('BO1 BO14: whoever is no administrator invites nobody and sees no invitation', async () => {
  const bob = await member(world, acme.id, 'bob@acme.test', 'employee')
  expect(await refusalOf(invite('x@example.com', 'viewer', bob))).toBe('permission_missing')
  expect(await refusalOf(bob.api.invitations.list({ organization: acme.id }))).toBe('permission_missing')
  const other = await world.tenant('Other')
  expect(await refusalOf(invite('x@example.com', 'viewer', ada, other.id))).toBe('organization_unknown')
})

test('an unknown role, and a role of another level, are refused beside their field', async () => {
  for (const role of ['janitor', 'platform-admin']) {
    const answer = await ada.send('POST', `/organizations/${acme.id}/invitations`, { email: 'a@b.test', role })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'role_unknown', fields: [{ path: 'body.role' }] })
  }
})

test('BO14: at the platform its administrator invites others like themselves, and a tenant role is unknown there', async () => {
  const root = world.admin.me.organization.id
  expect(await refusalOf(invite('r@example.com', 'admin', world.admin, root))).toBe('role_unknown')
  expect((await invite('second.root@example.com', 'platform-admin', world.admin, root)).status).toBe('pending')
})

test('a second invitation is refused while one is open, and so is one for somebody who is a user already, active or not', async () => {
  await invite('twice@example.com')
  expect(await refusalOf(invite('TWICE@example.com'))).toBe('invitation_pending')
  expect(await refusalOf(invite('ada@acme.test'))).toBe('user_exists')
  await settled(world, acme.id, [{ email: 'gone@acme.test', status: 'inactive' }])
  const answer = await ada.send('POST', `/organizations/${acme.id}/invitations`, {
    email: 'gone@acme.test',
    role: 'viewer',
  })
  expect(await answer.json()).toMatchObject({ code: 'user_exists_inactive', fields: [{ path: 'body.email' }] })
  const other = await world.tenant('Elsewhere')
  expect((await invite('ada@acme.test', 'viewer', world.admin, other.id)).status).toBe('pending')
})

test('of ten invitations of one address at once exactly one is made', async () => {
  const all = await outcomes(Array.from({ length: 10 }, () => invite('rush@example.com')))
  expect(all).toEqual(['done', ...Array.from({ length: 9 }, () => 'invitation_pending')])
})

test('BO26: resending sends a new link with a new end, and the old link is dead', async () => {
  const { invitation, token } = await invited(world, acme.id, 'slow@example.com')
  await later(world, 2 * day, ada, world.admin)
  const again = await ada.api.invitations.resend({ organization: acme.id, invitation: invitation.id })
  expect(Date.parse(again.expiresAt) - Date.parse(invitation.expiresAt)).toBeGreaterThanOrEqual(2 * day)
  expect(again.version).toBe(invitation.version + 1)
  const mail = await world.mailbox.next('slow@example.com', 2)
  expect(await refusalOf(world.person().api.invitations.open({ token }))).toBe('invitation_unknown')
  expect((await world.person().api.invitations.open({ token: mail.token })).email).toBe('slow@example.com')
})

test('BO26: an expired invitation can be sent again; an accepted or cancelled one cannot', async () => {
  const { invitation } = await invited(world, acme.id, 'late@example.com')
  await later(world, 8 * day, ada, world.admin)
  const target = { organization: acme.id, invitation: invitation.id }
  expect((await ada.api.invitations.show(target)).status).toBe('expired')
  expect((await ada.api.invitations.resend(target)).status).toBe('pending')
  await ada.api.invitations.cancel(target)
  expect(await refusalOf(ada.api.invitations.resend(target))).toBe('invitation_closed')
  expect(await refusalOf(ada.api.invitations.cancel(target))).toBe('invitation_closed')
})

test('BO26: one administrator resends one invitation ten times in a quarter of an hour, and then waits', async () => {
  const { id } = await invite('impatient@example.com')
  const again = () => ada.api.invitations.resend({ organization: acme.id, invitation: id })
  for (let n = 0; n < 10; n += 1) await again()
  const answer = await ada.send('POST', `/organizations/${acme.id}/invitations/${id}/resend`)
  expect(answer.status).toBe(429)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(800)
  world.advance(15 * 60_000 + 1)
  expect((await again()).status).toBe('pending')
})

test('BO27: cancelling takes the invitation from the list, and its link is dead', async () => {
  const { invitation, token } = await invited(world, acme.id, 'mistake@example.com')
  const done = await ada.api.invitations.cancel({ organization: acme.id, invitation: invitation.id })
  expect(done.status).toBe('revoked')
  const { items } = await ada.api.invitations.list({ organization: acme.id })
  expect(items.map((it) => it.id)).not.toContain(invitation.id)
  expect(await refusalOf(world.person().api.invitations.open({ token }))).toBe('invitation_closed')
  expect((await invite('mistake@example.com')).status).toBe('pending')
})

test('BO26 BO27: who is no administrator, or of another tenant, neither resends nor cancels', async () => {
  const { id } = await invite('guarded@example.com')
  const carl = await member(world, acme.id, 'carl@acme.test', 'viewer')
  const other = await world.tenant('Third')
  const olga = await member(world, other.id, 'olga@third.test', 'admin')
  for (const verb of ['resend', 'cancel', 'show'] as const) {
    const { api } = olga
    expect(await refusalOf(carl.api.invitations[verb]({ organization: acme.id, invitation: id }))).toBe(
      'permission_missing',
    )
    expect(await refusalOf(api.invitations[verb]({ organization: acme.id, invitation: id }))).toBe(
      'organization_unknown',
    )
    expect(await refusalOf(api.invitations[verb]({ organization: other.id, invitation: id }))).toBe(
      'invitation_unknown',
    )
  }
})

test('If-Match: an invitation somebody changed meanwhile is neither resent nor cancelled', async () => {
  const { id } = await invite('versions@example.com')
  const target = { organization: acme.id, invitation: id }
  expect(await refusalOf(ada.api.invitations.cancel(target, { version: 7 }))).toBe('version_differs')
  expect(await refusalOf(ada.api.invitations.resend(target, { version: 7 }))).toBe('version_differs')
  expect((await ada.api.invitations.cancel(target, { version: 1 })).version).toBe(2)
})

test('BO25: the list filters by a status that follows the clock, searches, sorts and walks its pages', async () => {
  const other = await world.tenant('Lists')
  const make = (email: string) => invite(email, 'employee', world.admin, other.id)
  const [old, gone] = [await make('old@lists.test'), await make('gone@lists.test')]
  await world.admin.api.invitations.cancel({ organization: other.id, invitation: gone.id })
  await later(world, 7 * day, ada, world.admin)
  await make('new_1@lists.test')
  await make('newx1@lists.test')
  const { token } = await world.mailbox.next('newx1@lists.test')
  const password = 'brass-kettle-orchard-71'
  await world.person().api.invitations.accept({ token, firstName: 'N', lastName: 'X', password })

  const found = async (query: object) => {
    const list = (cursor?: string) =>
      world.admin.api.invitations.list({ organization: other.id, limit: 1, ...query, ...(cursor && { cursor }) })
    const emails = (await walked(list)).map((it) => it.email.split('@')[0])
    const counted = await world.admin.api.invitations.count({ organization: other.id, ...query })
    if (!('sort' in query)) expect(counted).toEqual({ count: emails.length, more: false })
    return emails
  }
  expect(await found({})).toEqual(['new_1', 'old'])
  expect(await found({ status: 'pending' })).toEqual(['new_1'])
  expect(await found({ status: 'expired' })).toEqual(['old'])
  expect(await found({ status: 'revoked' })).toEqual(['gone'])
  expect(await found({ status: 'accepted' })).toEqual(['newx1'])
  expect(await found({ status: 'all', search: 'NEW_' })).toEqual(['new_1'])
  expect((await world.admin.api.invitations.show({ organization: other.id, invitation: old.id })).status).toBe(
    'expired',
  )
  for (const sort of ['email', 'createdAt', 'expiresAt'] as const) {
    const up = await found({ status: 'all', sort, order: 'asc' })
    expect(up).toHaveLength(4)
    expect(await found({ status: 'all', sort, order: 'desc' })).toEqual([...up].reverse())
  }
  expect(await found({ status: 'all', sort: 'email', order: 'asc' })).toEqual(['gone', 'new_1', 'newx1', 'old'])

  const next = await make('old@lists.test')
  expect(next.status).toBe('pending')
  expect(await found({ status: 'expired' })).toEqual([])
  await eventually(
    () => world.admin.api.invitations.show({ organization: other.id, invitation: next.id }),
    (it) => it.mail?.status === 'sent',
  )
})

const date = fc.option(fc.date({ noInvalidDate: true }), { nil: null })
const stored = fc.record({ accepted_at: date, revoked_at: date, expires_at: fc.date({ noInvalidDate: true }) })

test('whatever the dates and the inviter, an invitation has one status, and only a pending one can be used, a closed one neither resent nor cancelled', () => {
  fc.assert(
    fc.property(stored, fc.date({ noInvalidDate: true }), fc.boolean(), (it, now, stands) => {
      const status = statusAt(now, it, stands)
      expect(mayUse({ ...it, stopped: true }, now, stands).granted).toBe(false)
      expect(mayUse({ ...it, stopped: false }, now, stands).granted).toBe(status === 'pending')
      expect(mayResend(it, now).granted).toBe(['pending', 'expired', 'withdrawn'].includes(status))
      expect(mayCancel(it, now).granted).toBe(mayResend(it, now).granted)
      if (!it.accepted_at && !it.revoked_at) expect(status === 'pending').toBe(it.expires_at > now && stands)
    }),
  )
})
