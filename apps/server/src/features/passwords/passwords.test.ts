/** Forgotten passwords: one answer for everybody, one link that works once, and what follows from it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, type Member, outcomes, settled, signedIn } from '../../../test/builders.ts'
import { createHasher } from '../../platform/crypto/hashing.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

const minute = 60_000
const newPassword = 'brass-kettle-orchard-71'
let world: World
let organization: string
let ada: Member & { user: string }
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
  ada = await member(world, organization, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

const anybody = () => world.person().api.passwords
/** Somebody who forgot their password, and the n-th link they were sent. */
async function forgetful(email: string) {
  await settled(world, organization, [{ email }])
  await anybody().requestReset({ email })
  return (await world.mailbox.next(email)).token
}

test('the link from the mail sets a new password once, ends every session, and tells the person by mail', async () => {
  const email = 'flo@acme.test'
  const token = await forgetful(email)
  const open = await signedIn(world, email)
  const shown = await anybody().showReset({ token })
  expect(shown.email).toBe(email)
  expect(Date.parse(shown.expiresAt) - world.now().getTime()).toBeLessThanOrEqual(60 * minute)
  await anybody().completeReset({ token, password: newPassword })

  expect(await refusalOf(open.api.profile.show())).toBe('unauthenticated')
  expect(await refusalOf(world.person().api.sessions.signIn({ email, password: goodPassword }))).toBe(
    'credentials_wrong',
  )
  expect((await world.person().api.sessions.signIn({ email, password: newPassword })).email).toBe(email)
  expect((await world.mailbox.next(email, 2)).subject).toBe('Your password for Backoffice was changed')
  expect(await refusalOf(anybody().completeReset({ token, password: goodPassword }))).toBe('reset_used')
  expect(await refusalOf(anybody().showReset({ token }))).toBe('reset_used')
})

test('known, unknown and deactivated addresses get the same 202, and only the known one a mail', async () => {
  await settled(world, organization, [{ email: 'known@acme.test' }, { email: 'left@acme.test', status: 'inactive' }])
  const emails = ['known@acme.test', 'unknown@nowhere.test', 'left@acme.test']
  const answers = await Promise.all(emails.map((email) => world.person().send('POST', '/password-resets', { email })))
  expect(answers.map((it) => it.status)).toEqual([202, 202, 202])
  expect(await Promise.all(answers.map((it) => it.text()))).toEqual(['', '', ''])
  await world.mailbox.next('known@acme.test')
  await anybody().requestReset({ email: ada.me.email })
  await world.mailbox.next(ada.me.email) // ordered after them, so theirs would be here
  expect(world.mailbox.received.filter((it) => emails.slice(1).includes(it.to))).toEqual([])
})

test('an address is written to five times in a quarter of an hour; the answer stays the same beyond it', async () => {
  const email = 'eager@acme.test'
  await settled(world, organization, [{ email }])
  for (let n = 0; n < 8; n += 1) {
    expect((await world.person().send('POST', '/password-resets', { email: email.toUpperCase() })).status).toBe(202)
  }
  await world.mailbox.next(email, 5)
  await anybody().requestReset({ email: ada.me.email })
  await world.mailbox.next(ada.me.email, 2)
  expect(world.mailbox.received.filter((it) => it.to === email)).toHaveLength(5)
  world.advance(15 * minute + 1)
  await anybody().requestReset({ email })
  await world.mailbox.next(email, 6)
})

test('only the newest link works, and it for an hour', async () => {
  const email = 'late@acme.test'
  const first = await forgetful(email)
  await anybody().requestReset({ email })
  const { token } = await world.mailbox.next(email, 2)
  expect(await refusalOf(anybody().completeReset({ token: first, password: newPassword }))).toBe('reset_used')
  world.advance(60 * minute)
  expect(await refusalOf(anybody().showReset({ token }))).toBe('reset_expired')
  expect(await refusalOf(anybody().completeReset({ token, password: newPassword }))).toBe('reset_expired')
  expect(await refusalOf(anybody().showReset({ token: 'A'.repeat(43) }))).toBe('reset_unknown')
  expect((await signedIn(world, email)).me.email).toBe(email)
})

test('of thirty uses of one link at once exactly one sets its password', async () => {
  const email = 'thirty@acme.test'
  const token = await forgetful(email)
  const passwords = Array.from({ length: 30 }, (_, n) => `copper-lantern-meadow-${n}`)
  const all = await outcomes(passwords.map((password) => anybody().completeReset({ token, password })))
  expect(all).toEqual(['done', ...Array.from({ length: 29 }, () => 'reset_used')])
  // Tried at the door, the wrong ones would lock the account before the right one comes.
  const [row] = await world.database.query<{ password_hash: string }>(
    'select password_hash from identities where email = $1',
    [email],
  )
  const { verify } = createHasher()
  const fits = await Promise.all(passwords.map((it) => verify(row?.password_hash ?? null, it)))
  expect(fits.filter(Boolean)).toHaveLength(1)
  const password = passwords[fits.indexOf(true)] ?? ''
  expect((await world.person().api.sessions.signIn({ email, password })).email).toBe(email)
})

test('short and easily guessed passwords are refused beside their field, and the link stays good', async () => {
  const token = await forgetful('weak@acme.test')
  for (const [password, code] of [
    ['fourteen chars', 'password_too_short'],
    ['👍'.repeat(14), 'password_too_short'],
    ['aaaaaaaaaaaaaaaaaaaa', 'password_too_weak'],
    ['weak@acme.test-weak', 'password_too_weak'],
  ] as const) {
    const answer = await world.person().send('POST', '/password-resets/complete', { token, password })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code, fields: [{ path: 'body.password', code }] })
  }
  await anybody().completeReset({ token, password: 'x'.repeat(8) + ' 🦦 ünïcode ganz lang '.repeat(8) })
})

test('a password is the same however its accents are typed', async () => {
  const email = 'nfkc@acme.test'
  await anybody().completeReset({ token: await forgetful(email), password: 'grüne-Öfen-im-März' })
  const apart = 'grüne-Öfen-im-März'.normalize('NFD')
  expect((await world.person().api.sessions.signIn({ email, password: apart })).email).toBe(email)
})

test('BO24: an administrator has the mail sent, learns nothing, and it stands in the record', async () => {
  const [user = ''] = await settled(world, organization, [{ email: 'help@acme.test' }])
  const path = `/organizations/${organization}/users/${user}/password-reset`
  const answer = await ada.send('POST', path)
  expect([answer.status, await answer.text()]).toEqual([202, ''])
  const mail = await world.mailbox.next('help@acme.test')
  expect(mail.text).toContain('ada Example asked Backoffice to send you a link to set a new password.')
  expect(mail.link).toBe(`http://localhost:3000/reset#${mail.token}`)
  const { items } = await ada.api.users.changes({ organization, user })
  expect(items[0]).toMatchObject({
    type: 'password.reset_requested',
    actor: { id: ada.user },
    after: { by: 'administrator' },
  })
  await anybody().completeReset({ token: mail.token, password: newPassword })
})

test('BO24: it is refused to who is no administrator, for a deactivated user, and for one of another tenant', async () => {
  const eve = await member(world, organization, 'eve@acme.test', 'employee')
  expect(await refusalOf(eve.api.passwords.sendReset({ organization, user: ada.user }))).toBe('permission_missing')
  const [gone = ''] = await settled(world, organization, [{ email: 'gone@acme.test', status: 'inactive' }])
  expect(await refusalOf(ada.api.passwords.sendReset({ organization, user: gone }))).toBe('user_inactive')
  const other = await world.tenant('Other')
  const [theirs = ''] = await settled(world, other.id, [{ email: 'theirs@other.test' }])
  expect(await refusalOf(ada.api.passwords.sendReset({ organization, user: theirs }))).toBe('user_unknown')
  const there = { organization: other.id, user: theirs }
  expect(await refusalOf(ada.api.passwords.sendReset(there))).toBe('organization_unknown')
  expect(world.mailbox.received.filter((it) => it.to === 'theirs@other.test')).toEqual([])
})

test('a link asked for before somebody was deactivated stays dead, also after they came back', async () => {
  const email = 'back@acme.test'
  const token = await forgetful(email)
  const { items } = await ada.api.users.list({ organization, search: email })
  const target = { organization, user: items[0]?.id ?? '' }
  await ada.api.users.deactivate(target)
  expect(await refusalOf(anybody().completeReset({ token, password: newPassword }))).toBe('reset_unknown')
  await ada.api.users.reactivate(target)
  expect(await refusalOf(anybody().completeReset({ token, password: newPassword }))).toBe('reset_used')
})

/** Somebody with an account here and one in another tenant, which their administrator may end. */
async function atHomeTwice(email: string) {
  const token = await forgetful(email)
  const other = await world.tenant(`Other home of ${email}`)
  await world.admin.api.invitations.create({ organization: other.id, email, role: 'employee' })
  const invitation = await world.mailbox.next(email, 2)
  const names = { firstName: 'Two', lastName: 'Homes' }
  await world.person().api.invitations.accept({ token: invitation.token, ...names, password: goodPassword })
  const accountIn = async (place: string) => {
    const { items } = await world.admin.api.users.list({ organization: place, search: email })
    return { organization: place, user: items[0]?.id ?? '' }
  }
  return { token, here: await accountIn(organization), there: await accountIn(other.id) }
}

test('whoever is deactivated in one tenant and active in another keeps their link; with the last account it is dead', async () => {
  const kept = await atHomeTwice('kept@acme.test')
  await ada.api.users.deactivate(kept.here)
  await anybody().completeReset({ token: kept.token, password: newPassword })
  const me = await world.person().api.sessions.signIn({ email: 'kept@acme.test', password: newPassword })
  expect(me.organization.id).toBe(kept.there.organization)

  const lost = await atHomeTwice('lost@acme.test')
  await ada.api.users.deactivate(lost.here)
  expect((await anybody().showReset({ token: lost.token })).email).toBe('lost@acme.test')
  await world.admin.api.users.deactivate(lost.there)
  await ada.api.users.reactivate(lost.here)
  expect(await refusalOf(anybody().completeReset({ token: lost.token, password: newPassword }))).toBe('reset_used')
})

test('both accounts deactivated at once: whichever came second ends the link', async () => {
  const both = await Promise.all(['uno@acme.test', 'due@acme.test', 'tre@acme.test'].map(atHomeTwice))
  for (const { token, here, there } of both) {
    await Promise.all([ada.api.users.deactivate(here), world.admin.api.users.deactivate(there)])
    await ada.api.users.reactivate(here)
    expect(await refusalOf(anybody().completeReset({ token, password: newPassword }))).toBe('reset_used')
  }
})

test('who administers one account of a person does not reach the password that opens a higher one', async () => {
  const here = (await world.tenant('Reset here')).id
  const boss = await member(world, here, 'reset-boss@acme.test', 'admin')
  await world.admin.api.invitations.create({ organization: here, email: 'root@example.com', role: 'viewer' })
  const { token } = await world.mailbox.next('root@example.com')
  const root = await world
    .person()
    .api.invitations.accept({ token, firstName: 'Rosa', lastName: 'R', password: goodPassword })
  expect(await refusalOf(boss.api.passwords.sendReset({ organization: here, user: root.id }))).toBe('rank_too_low')

  // A higher account that is stopped comes back with the password that is set meanwhile.
  const above = { organization: world.admin.me.organization.id, user: '' }
  ;[above.user = ''] = await settled(world, above.organization, [
    { email: 'stopped@acme.test', role: 'platform-admin' },
  ])
  await world.admin.api.invitations.create({ organization: here, email: 'stopped@acme.test', role: 'viewer' })
  const { token: second } = await world.mailbox.next('stopped@acme.test')
  const names = { firstName: 'Sam', lastName: 'S' }
  const sam = await world.person().api.invitations.accept({ token: second, ...names, password: goodPassword })
  await world.admin.api.users.deactivate(above)
  expect(await refusalOf(boss.api.passwords.sendReset({ organization: here, user: sam.id }))).toBe('rank_too_low')
})
