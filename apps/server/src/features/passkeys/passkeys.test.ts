/** Passkeys: as second factor, as the only one, and everything that is wrong with those of attackers. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoftPasskey, type Ways } from '../../../test/authenticator.ts'
import { member, outcomes } from '../../../test/builders.ts'
import { halfSignedIn, withPasskey } from '../../../test/factors.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'

const minute = 60_000
let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld({ smtp: false })
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())
const somebody = (email: string, role = 'viewer') => member(world, organization, email, role)
/** All that somebody without this browser, this secret, or this place could come with. */
const wrongWays: [string, Ways][] = [
  ['another origin', { origin: 'http://localhost:3001' }],
  ['a look-alike', { origin: 'http://localhost:3000.evil.test' }],
  ['another party', { rpId: 'evil.test' }],
  ['nobody verified', { verified: false }],
  ['another ceremony', { type: 'payment.get' }],
  ['an invented challenge', { challenge: Buffer.alloc(56, 7).toString('base64url') }],
  ['no challenge', { challenge: '' }],
]
async function signIn(passkey: SoftPasskey, ways: Ways = {}, person: Person = world.person()) {
  const begun = await person.api.passkeys.begin()
  const me = await person.api.passkeys.signIn({ attempt: begun.attempt, passkey: passkey.show(begun, ways) })
  return Object.assign(person, { me })
}

test('BO30: with a passkey alone one is signed in, as whom it belongs to: it is both factors', async () => {
  const ada = await somebody('ada@acme.test')
  const { passkey, codes } = await withPasskey(ada)
  expect(codes).toHaveLength(10)
  const again = await signIn(passkey)
  expect(again.me).toMatchObject({ id: ada.user, step: null })
  expect((await again.api.profile.show()).email).toBe('ada@acme.test')
  expect((await again.api.factors.list()).items).toMatchObject([{ kind: 'passkey', name: 'Laptop' }])
  const [kept] = await world.database.query<{ methods: string[] }>(
    `select methods from sessions where user_id = (select id from users where email = 'ada@acme.test') order by created_at desc limit 1`,
  )
  expect(kept?.methods).toEqual(['passkey'])
})

test('after the password a passkey is the second step; its challenge is good in this session alone', async () => {
  const bo = await somebody('bo@acme.test')
  const { passkey } = await withPasskey(bo)
  const [half, other] = [await halfSignedIn(world, 'bo@acme.test'), await halfSignedIn(world, 'bo@acme.test')]
  expect(await half.api.factors.ways()).toMatchObject({ ways: ['passkey', 'recovery_code'] })
  const challenge = await half.api.sessions.challenge()
  const elsewhere = await other.api.sessions.challenge()
  expect(await refusalOf(half.api.sessions.prove({ passkey: passkey.show(elsewhere) }))).toBe('passkey_refused')
  const shown = passkey.show(challenge)
  await half.api.sessions.prove({ passkey: shown })
  expect((await half.api.profile.show()).step).toBeNull()
  expect(await refusalOf(half.api.sessions.prove({ passkey: shown }))).toBe('passkey_refused')
  // Nor does a challenge of a sign-in do, nor one for adding.
  const begun = await world.person().api.passkeys.begin()
  for (const wrong of [begun, await half.api.factors.beginPasskey()])
    expect(await refusalOf(other.api.sessions.prove({ passkey: passkey.show(wrong) }))).toBe('passkey_refused')
  // Somebody else's passkey is nothing here.
  const { passkey: foreign } = await withPasskey(await somebody('cy@acme.test'))
  const shownTo = foreign.show(await other.api.sessions.challenge())
  expect(await refusalOf(other.api.sessions.prove({ passkey: shownTo }))).toBe('passkey_refused')
})

test.each(wrongWays)('a passkey with %s opens nothing, proves nothing, and is not added', async (what, ways) => {
  const email = `${what.replaceAll(' ', '.')}@acme.test`
  const eve = await somebody(email)
  const options = await eve.api.factors.beginPasskey()
  const made = new SoftPasskey().make(options, ways)
  expect(await refusalOf(eve.api.factors.addPasskey({ name: 'Mine', passkey: made }))).toBe('passkey_refused')
  const { passkey } = await withPasskey(eve)
  expect(await refusalOf(signIn(passkey, ways))).toBe('passkey_wrong')
  const half = await halfSignedIn(world, email)
  const shown = passkey.show(await half.api.sessions.challenge(), ways)
  expect(await refusalOf(half.api.sessions.prove({ passkey: shown }))).toBe('passkey_refused')
  await signIn(passkey) // nothing was used up that the owner needs
})

test('a challenge is answered once, in fifty tries at once, within five minutes, by whoever asked for it', async () => {
  const { passkey } = await withPasskey(await somebody('dan@acme.test'))
  const person = world.person()
  const begun = await person.api.passkeys.begin()
  const shown = passkey.show(begun)
  const mine = () => world.person().api.passkeys.signIn({ attempt: begun.attempt, passkey: shown })
  const { attempt } = await world.person().api.passkeys.begin()
  expect(await refusalOf(person.api.passkeys.signIn({ attempt, passkey: shown }))).toBe('passkey_wrong')
  const all = await outcomes(Array.from({ length: 50 }, mine))
  expect(all.filter((it) => it === 'done')).toHaveLength(1)
  const late = await person.api.passkeys.begin()
  world.advance(5 * minute + 1)
  const answer = { attempt: late.attempt, passkey: passkey.show(late) }
  expect(await refusalOf(person.api.passkeys.signIn(answer))).toBe('passkey_wrong')
})

test('a counter that goes back is a copy, and refused; so is an answer that was changed on the way', async () => {
  const { passkey } = await withPasskey(await somebody('fay@acme.test'))
  await signIn(passkey, { counter: 7 })
  for (const counter of [7, 6, 0]) expect(await refusalOf(signIn(passkey, { counter }))).toBe('passkey_wrong')
  await signIn(passkey, { counter: 8 })
  passkey.counter = 9
  const { api } = world.person()
  const begun = await api.passkeys.begin()
  const right = passkey.show(begun)
  const flipped = `${right.signature.startsWith('A') ? 'B' : 'A'}${right.signature.slice(1)}`
  const { passkey: other } = await withPasskey(await somebody('gil@acme.test'))
  for (const wrong of [
    { ...right, signature: flipped },
    { ...right, id: other.show(begun).id },
    { ...right, userHandle: other.userHandle },
    { ...right, clientDataJSON: 'AAAA' },
    { ...right, authenticatorData: 'AAAA' },
  ])
    expect(await refusalOf(api.passkeys.signIn({ attempt: begun.attempt, passkey: wrong }))).toBe('passkey_wrong')
  await api.passkeys.signIn({ attempt: begun.attempt, passkey: right })
})

test('whoever is deactivated, forced to sign in elsewhere, or removed their passkey is not let in with it', async () => {
  const hal = await somebody('hal@acme.test')
  const { passkey, factor } = await withPasskey(hal)
  const target = { organization, user: hal.user }
  await world.admin.api.users.deactivate({ ...target, reason: 'left' })
  expect(await refusalOf(signIn(passkey))).toBe('passkey_wrong')
  await world.admin.api.users.reactivate(target)
  await world.admin.api.users.forceFederated({ ...target, federatedOnly: true })
  expect(await refusalOf(signIn(passkey))).toBe('passkey_wrong')
  await world.admin.api.users.forceFederated({ ...target, federatedOnly: false })
  const back = await signIn(passkey)
  await back.api.factors.remove({ factor })
  expect(await refusalOf(signIn(passkey))).toBe('passkey_wrong')
})

test('a passkey is added once: for another person it is known already', async () => {
  const { passkey } = await withPasskey(await somebody('ida@acme.test'))
  const jon = await somebody('jon@acme.test')
  const again = passkey.make(await jon.api.factors.beginPasskey())
  expect(await refusalOf(jon.api.factors.addPasskey({ name: 'Mine', passkey: again }))).toBe('passkey_known')
})

test('whoever has a passkey and no password proves with it, and sets a first password without naming one', async () => {
  const kat = await somebody('kat@acme.test')
  const { passkey } = await withPasskey(kat)
  await world.database.query(`update identities set password_hash = null where email = 'kat@acme.test'`)
  const person = await signIn(passkey)
  world.advance(11 * minute)
  const change = (currentPassword?: string) =>
    person.api.profile.changePassword({
      newPassword: 'slow-badger-beacon-48',
      ...(currentPassword && { currentPassword }),
    })
  expect(await person.api.profile.password({})).toEqual({ state: 'none', minLength: 15 })
  expect(await refusalOf(change())).toBe('proof_required')
  await person.api.sessions.prove({ passkey: passkey.show(await person.api.sessions.challenge()) })
  expect(await refusalOf(change(goodPassword))).toBe('password_wrong')
  await change()
  expect(await person.api.profile.password({})).toMatchObject({ state: 'set' })
  expect(await refusalOf(change())).toBe('password_wrong')
})
