/** Accepting: the secret proves the mailbox, a password the person, and one link makes one account. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invited, later, member, type Member, outcomes, settled } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

const day = 86_400_000
const names = { firstName: 'Bea', lastName: 'Beispiel' }
let world: World
let acme: { id: string }
let ada: Member
beforeAll(async () => {
  world = await createWorld()
  acme = await world.tenant('Acme GmbH')
  ada = await member(world, acme.id, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

const accept = (token: string, password = goodPassword, by = world.person()) =>
  by.api.invitations.accept({ token, ...names, password })

test('BO15: whoever accepts has an account with the role and is signed in; the link is used up', async () => {
  const { token } = await invited(world, acme.id, 'bea@example.com', 'viewer')
  const bea = world.person()
  const me = await accept(token, goodPassword, bea)
  expect(me).toMatchObject({ email: 'bea@example.com', ...names, organization: { id: acme.id } })
  expect(me.grants.map((it) => it.role.key)).toEqual(['viewer'])
  expect((await bea.api.profile.show()).id).toBe(me.id)
  expect(await refusalOf(accept(token))).toBe('invitation_closed')
  expect(await refusalOf(world.person().api.invitations.open({ token }))).toBe('invitation_closed')
  const { items } = await ada.api.invitations.list({ organization: acme.id, status: 'accepted' })
  expect(items).toMatchObject([{ email: 'bea@example.com', status: 'accepted' }])
})

test('BO15: somebody new reads on in the language in which they accepted, whatever that of the mail', async () => {
  const accepted = async (email: string, chosen: { language?: 'de' }) => {
    const { token } = await invited(world, acme.id, email, 'viewer')
    return world.person().api.invitations.accept({ token, ...names, password: goodPassword, ...chosen })
  }
  expect((await accepted('dora@example.com', { language: 'de' })).language).toBe('de')
  expect((await accepted('emma@example.com', {})).language).toBe('en')
})

test('of fifty acceptances of one link at once exactly one succeeds, and there is one account', async () => {
  const { token } = await invited(world, acme.id, 'fifty@example.com')
  const all = await outcomes(Array.from({ length: 50 }, () => accept(token)))
  expect(all).toEqual(['done', ...Array.from({ length: 49 }, () => 'invitation_closed')])
  const { items } = await ada.api.users.list({ organization: acme.id, search: 'fifty@example.com' })
  expect(items).toHaveLength(1)
})

test('BO27: a cancelled, an expired, an invented link: refused, and nobody joins', async () => {
  const { invitation, token } = await invited(world, acme.id, 'called.off@example.com')
  await ada.api.invitations.cancel({ organization: acme.id, invitation: invitation.id })
  expect(await refusalOf(accept(token))).toBe('invitation_closed')
  expect(await refusalOf(accept('A'.repeat(43)))).toBe('invitation_unknown')
  const late = await invited(world, acme.id, 'too.late@example.com')
  await later(world, 7 * day, ada, world.admin)
  expect(await refusalOf(accept(late.token))).toBe('invitation_expired')
  expect(await refusalOf(world.person().api.invitations.open({ token: late.token }))).toBe('invitation_expired')
  const { items } = await ada.api.users.list({ organization: acme.id, search: 'example.com' })
  expect(items.map((it) => it.email)).not.toContain('too.late@example.com')
})

test('an expired invitation is replaced by a new one, whose link alone works', async () => {
  const first = await invited(world, acme.id, 'again@example.com')
  await later(world, 7 * day, ada, world.admin)
  await ada.api.invitations.create({ organization: acme.id, email: 'again@example.com', role: 'employee' })
  const { token } = await world.mailbox.next('again@example.com', 2)
  expect(await refusalOf(accept(first.token))).toBe('invitation_closed')
  expect((await accept(token)).email).toBe('again@example.com')
})

test('a link that was resent while its old form lay open is dead at the moment of accepting', async () => {
  const { invitation, token } = await invited(world, acme.id, 'race@example.com')
  const resend = outcomes([ada.api.invitations.resend({ organization: acme.id, invitation: invitation.id })])
  const [first] = await outcomes([accept(token)])
  const [second] = await resend
  // Either came first; never both, never neither.
  expect(`${first} ${second}`).toMatch(/^(done invitation_closed|invitation_unknown done)$/)
})

test('short and easily guessed passwords are refused beside their field, and the link stays good', async () => {
  const { token } = await invited(world, acme.id, 'careless@example.com')
  for (const [password, code] of [
    ['short', 'password_too_short'],
    ['passwordpassword', 'password_leaked'],
    ['PasswordPassword', 'password_leaked'],
    ['password password password', 'password_too_weak'],
    ['careless@example.com', 'password_too_weak'],
  ] as const) {
    const answer = await world.person().send('POST', '/invitations/accept', { token, ...names, password })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code, fields: [{ path: 'body.password', code }] })
  }
  expect((await accept(token)).email).toBe('careless@example.com')
})

test('somebody with an account in another tenant proves themselves with the password they have', async () => {
  const other = await world.tenant('Second home')
  await settled(world, other.id, [{ email: 'both@example.com' }])
  const { token } = await invited(world, acme.id, 'both@example.com')
  expect((await world.person().api.invitations.open({ token })).accountExists).toBe(true)

  const wrong = await world
    .person()
    .send('POST', '/invitations/accept', { token, ...names, password: 'some-other-password' })
  expect(wrong.status).toBe(422)
  expect(await wrong.json()).toMatchObject({ code: 'password_wrong', fields: [{ path: 'body.password' }] })
  const me = await accept(token)
  expect(me.organization.id).toBe(acme.id)
  expect(me.accounts.map((it) => it.organization.name).sort()).toEqual(['Acme GmbH', 'Second home'])
})

test('CH16: guessing that password counts like any sign-in: after ten the right one is refused, too', async () => {
  const other = await world.tenant('Guessed')
  await settled(world, other.id, [{ email: 'target@example.com' }])
  const { token } = await invited(world, acme.id, 'target@example.com')
  const guesses = Array.from({ length: 12 }, (_, n) => accept(token, `wrong-guess-number-${n}`))
  const all = await outcomes(guesses)
  expect(new Set(all)).toEqual(new Set(['password_wrong']))
  expect(await refusalOf(accept(token))).toBe('password_wrong')
  world.advance(15 * 60_000 + 1)
  expect((await accept(token)).email).toBe('target@example.com')
})

test('two tenants invite the same new person, who accepts both at once: one identity, one password, two accounts', async () => {
  const other = await world.tenant('Rival')
  const [one, two] = [
    await invited(world, acme.id, 'wanted@example.com'),
    await world.admin.api.invitations.create({
      organization: other.id,
      email: 'wanted@example.com',
      role: 'employee',
    }),
  ]
  expect(two.status).toBe('pending')
  const second = await world.mailbox.next('wanted@example.com', 2)
  const all = await outcomes([accept(one.token), accept(second.token)])
  if (all.includes('unavailable')) await accept((await works(one.token)) ? one.token : second.token)
  const person = world.person()
  const me = await person.api.sessions.signIn({ email: 'wanted@example.com', password: goodPassword })
  expect(me.accounts).toHaveLength(2)
})
const works = (token: string) =>
  world
    .person()
    .api.invitations.open({ token })
    .then(
      () => true,
      () => false,
    )

test('names are tidied; one that is blank or holds control or direction marks is refused beside its field', async () => {
  const { token } = await invited(world, acme.id, 'named@example.com')
  for (const firstName of ['   ', 'a\nb', 'a\u202eb', 'x'.repeat(101)]) {
    const body = { token, firstName, lastName: 'Ok', password: goodPassword }
    const answer = await world.person().send('POST', '/invitations/accept', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'validation_failed', fields: [{ path: 'body.firstName' }] })
  }
  const person = world.person()
  const me = await person.api.invitations.accept({
    token,
    firstName: ' ن  ا ',
    lastName: '👩‍🚀'.repeat(20),
    password: goodPassword,
  })
  expect(me).toMatchObject({ firstName: 'ن ا', lastName: '👩‍🚀'.repeat(20) })
})
