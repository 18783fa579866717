/** An organization makes a person for an address that is another's, and tries to keep what it left there. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, holding, invited, mailedSecret, member, signedIn, type Member } from '../../../test/builders.ts'
import { codeOf, withApp, withPasskey } from '../../../test/factors.ts'
import { connected, signInThrough, through, traveller, withDomain } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { makersOfPeople, names, squatted, stolen, type Rivals } from '../../../test/rivals.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
let provider: Liar
let both: Rivals
let acme: string
let evil: string
let ada: Member
let mallory: Member
let atAcme: string
let atEvil: string
beforeAll(async () => {
  provider = await startLiar()
  world = await createWorld({ privateHosts: [provider.host] })
  ;({ acme, evil, ada, mallory } = both = await makersOfPeople(world))
  atAcme = await connected(ada, acme, provider, { newcomers: true, defaultRole: 'viewer' })
  atEvil = await connected(mallory, evil, provider)
  await withDomain(world, acme, 'acme.test')
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})

const accept = async (email: string) => {
  await ada.api.invitations.create({ organization: acme, email, role: 'viewer' })
  const token = await mailedSecret(world, email, 'accept')
  await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
}
const isProven = async (email: string) =>
  (
    await world.database.query<{ it: boolean }>(
      'select mailbox_proven_at is not null as it from identities where email = $1',
      [email],
    )
  )[0]?.it

test('FE: an invitation to another address proves nobody’s mailbox, whoever the provider says has come with its link', async () => {
  const email = 'ceo@acme.test'
  const thief = await squatted(world, both, email)
  provider.visitor = { sub: 'thief' }
  const { url } = await thief.api.federation.beginLink({ connection: atEvil })
  await thief.api.federation.finishOwn(await through(url))
  // Their own mailbox, and their own provider, which says that it is the same subject.
  const { token } = await invited(world, evil, 'thief@evil.test', 'viewer')
  provider.visitor = { sub: 'thief', email: 'thief@evil.test', email_verified: true }
  const again = traveller(world)
  const begun = await again.api.federation.begin({ connection: atEvil, token })
  await again.api.federation.finish(await through(begun.url))
  expect(await isProven(email)).toBe(false)
  // What they add there is gone once the link of a real invitation is used.
  const { passkey } = await withPasskey(again)
  await accept(email)
  const { api } = world.person()
  const { attempt, options } = await api.passkeys.begin()
  expect(await refusalOf(api.passkeys.signIn({ attempt, passkey: passkey.show({ options }) }))).toBe('passkey_wrong')
})

test('FE: an account made elsewhere before anybody came takes nothing from what the owner of the domain says', async () => {
  const email = 'cto@acme.test'
  await squatted(world, both, email)
  provider.visitor = { sub: 'cto', email, email_verified: true }
  const me = await signInThrough(traveller(world), atAcme)
  expect([me.email, me.organization.id]).toEqual([email, acme])
  // Nobody learns by it who was made elsewhere.
  await squatted(world, both, 'made@acme.test')
  provider.visitor = { sub: 'made', email: 'made@acme.test', email_verified: true }
  const rule = { organization: world.admin.me.organization.id, policy: 'email.uniqueness' } as const
  await world.admin.api.policies.set({ ...rule, value: 'installation' })
  expect(await refusalOf(signInThrough(traveller(world), atAcme))).toBe('link_missing')
  await world.admin.api.policies.reset(rule)
  await ada.api.federation.update({ organization: acme, connection: atAcme, newcomers: false })
  for (const sub of ['made', 'unknown']) {
    provider.visitor = { sub, email: `${sub}@acme.test`, email_verified: true }
    expect([sub, await refusalOf(signInThrough(traveller(world), atAcme))]).toEqual([sub, 'link_missing'])
  }
})

test('PS: somebody who never read the mailbox takes nobody’s link away who does', async () => {
  const email = 'coo@acme.test'
  const thief = await squatted(world, both, email)
  await world.person().api.passwords.requestReset({ email })
  const token = await mailedSecret(world, email, 'reset')
  await thief.api.profile.changePassword({ currentPassword: stolen, newPassword: `${stolen}8` })
  await world.person().api.passwords.completeReset({ token, password: goodPassword })
  expect((await signedIn(world, email)).me.email).toBe(email)
})

test('US: who is found by an address that goes to somebody else in this very moment is asked to try again, whichever way in', async () => {
  const vera = await member(world, acme, 'vera@acme.test', 'viewer')
  for (const email of ['one@acme.test', 'two@acme.test', 'three@acme.test']) await member(world, evil, email, 'viewer')
  await squatted(world, both, 'four@acme.test')
  for (const email of ['one@acme.test', 'four@acme.test'])
    await ada.api.invitations.create({ organization: acme, email, role: 'viewer' })
  await ada.api.users.create({ organization: acme, email: 'two@acme.test', ...names, role: 'viewer' })
  const accepting = async (email: string) => {
    const token = await mailedSecret(world, email, 'accept')
    return () => world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  }
  const token = await mailedSecret(world, 'two@acme.test', 'join')
  provider.visitor = { sub: 'vera', email: vera.me.email, email_verified: true }
  const ways: [string, () => Promise<unknown>][] = [
    ['one@acme.test', await accepting('one@acme.test')],
    ['two@acme.test', () => world.person().api.joinings.confirm({ token, password: goodPassword })],
    [
      'three@acme.test',
      () => ada.api.users.create({ organization: acme, email: 'three@acme.test', ...names, role: 'viewer' }),
    ],
    ['four@acme.test', await accepting('four@acme.test')],
    [vera.me.email, () => signInThrough(traveller(world), atAcme)],
  ]
  for (const [email, come] of ways) {
    const person = await holding(world, 'select from identities where email = $1', [email])
    const coming = refusalOf(come())
    await person.waiting(1)
    await person.release({
      statement: `update identities set email = 'gone.' || email where email = $1`,
      values: [email],
    })
    expect([email, await coming]).toEqual([email, 'unavailable'])
  }
})

test('LO: an organization that made somebody before their first link does not decide when they are locked, until they enter it', async () => {
  const email = 'cmo@acme.test'
  await squatted(world, both, email)
  const strict = { attempts: 3, window: 86_400, release: 'admin' }
  await mallory.api.policies.set({ organization: evil, policy: 'lockout', value: strict })
  await accept(email)
  const guessed = async (times: number) => {
    for (let n = 0; n < times; n += 1)
      expect(await refusalOf(world.person().api.sessions.signIn({ email, password: 'not the one at all' }))).toBe(
        'credentials_wrong',
      )
  }
  await guessed(4)
  const person = await signedIn(world, email)
  expect(person.me.organization.id).toBe(acme)
  // Theirs, now that they have been there: the strictest of them decides.
  const there = person.me.accounts.find((it) => it.organization.id === evil)
  await person.api.sessions.switchAccount({ user: there?.user ?? '' })
  await guessed(4)
  expect(await refusalOf(signedIn(world, email))).toBe('credentials_wrong')
  await mallory.api.policies.reset({ organization: evil, policy: 'lockout' })
})

test('LO: somebody new is not locked by what was tried at their address before there was anybody', async () => {
  const email = 'new@acme.test'
  for (let n = 0; n < 11; n += 1)
    await refusalOf(world.person().api.sessions.signIn({ email, password: 'not the one at all' }))
  await accept(email)
  expect((await signedIn(world, email)).me.email).toBe(email)
})

test('LO: whoever begins anew with the first link of their mailbox is not locked by what others tried as them before', async () => {
  const email = 'cfo@acme.test'
  const thief = await squatted(world, both, email)
  const app = await withApp(world, thief)
  const half = world.person()
  await half.api.sessions.signIn({ email, password: stolen })
  for (let n = 0; n < 50; n += 1) {
    if (n % 5 === 0) world.advance(16 * 60_000)
    if (n % 5 === 0) await half.api.sessions.signIn({ email, password: stolen })
    expect(await refusalOf(half.api.sessions.prove({ code: codeOf(world, app.secret, 9) }))).toBe('code_wrong')
  }
  await eventually(
    () =>
      world.database.query('select from lockouts l join identities i on i.id = l.identity_id where email = $1', [
        email,
      ]),
    (it) => it.length === 1,
  )
  for (let n = 0; n < 10; n += 1)
    await refusalOf(world.person().api.sessions.signIn({ email, password: 'not the one at all' }))
  await accept(email)
  const person = await signedIn(world, email)
  expect(person.me.step).toBeNull()
  const own = await withApp(world, person)
  world.advance(16 * 60_000)
  const later = world.person()
  expect((await later.api.sessions.signIn({ email, password: goodPassword })).step).toBe('second_factor')
  expect(await later.api.sessions.prove({ code: own.next() })).toBeNull()
})

test('LO: a lock that was ordered before somebody began anew, and is carried out after, locks nobody', async () => {
  const email = 'cio@acme.test'
  await squatted(world, both, email)
  await world.database.query(`create function later() returns trigger language plpgsql as
    $$ begin new.start_after = clock_timestamp() + interval '2 seconds'; return new; end $$`)
  await world.database.query('create trigger later before insert on pgboss.job for each row execute function later()')
  const orders = () =>
    world.database.query<{ state: string }>(
      `select state from pgboss.job where name = 'lockouts' and data->>'email' = $1`,
      [email],
    )
  for (let n = 0; n < 10; n += 1)
    await refusalOf(world.person().api.sessions.signIn({ email, password: 'not the one at all' }))
  expect((await orders()).map((it) => it.state)).toEqual(['created'])
  await world.database.query('drop trigger later on pgboss.job')
  world.advance(1_000)
  await accept(email)
  expect((await orders()).map((it) => it.state)).toEqual(['created'])
  await eventually(orders, (it) => it.every(({ state }) => state === 'completed'))
  expect((await signedIn(world, email)).me.email).toBe(email)
})
