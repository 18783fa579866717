/** Wrong second factors count where they are tried, and for the person: no provider, mailbox or address gets around that. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, invited, member, signedIn, type Member } from '../../../test/builders.ts'
import { withApp } from '../../../test/factors.ts'
import { signInThrough, through, traveller } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { innerId } from '../../platform/value/ids.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

const quarter = 15 * 60_000 + 1
const day = 86_400_000
let world: World
let liar: Liar
let acme: string
beforeAll(async () => {
  liar = await startLiar()
  world = await createWorld({ privateHosts: [liar.host] })
  acme = (await world.tenant('Acme GmbH')).id
})
afterAll(async () => {
  await world.stop()
  await liar.stop()
})

const boss = () => signedIn(world, world.admin.me.email)
const lockOf = async ({ user }: { user: string }) =>
  (await (await boss()).api.users.show({ organization: acme, user })).locked
const untilLocked = (person: { user: string }) =>
  eventually(
    () => lockOf(person),
    (it) => it !== null,
  )
/** With the password, in a browser with those cookies. */
async function half(email: string, cookies = new Map<string, string>(), password = goodPassword) {
  const it = traveller(world, new Map(cookies))
  await it.api.sessions.signIn({ email, password })
  return it
}
const wrongIn = ({ api }: Pick<Member, 'api'>) => refusalOf(api.sessions.prove({ code: '000000' }))
const wrong = async (email: string, password = goodPassword) => wrongIn(await half(email, undefined, password))
const knownOf = ({ cookies }: { cookies: Map<string, string> }) =>
  new Map([...cookies].filter(([name]) => name.includes('known')))
/** The one count that begins with this try, as after so many: spread over days. */
async function asAfter(times: number, tried: () => Promise<string>) {
  expect(await tried()).toBe('code_wrong')
  const { length } = await world.database.query(
    `update throttles set failures = $2 where key = (select key from throttles
       where failures = 1 and until > $1 and until < 'infinity' order by since desc limit 1) returning key`,
    [new Date(world.now().getTime() + 20 * day), times],
  )
  expect(length).toBe(1)
  world.advance(quarter)
}
const mailWith = async (email: string, part: string, from = 1) => {
  for (let n = from; ; n += 1) {
    const mail = await world.mailbox.next(email, n)
    if (mail.text.includes(part)) return { ...mail, after: n + 1 }
  }
}
async function reset(email: string, password: string, from: number) {
  await world.person().api.passwords.requestReset({ email })
  const { token, after } = await mailWith(email, '/reset#', from)
  await world.person().api.passwords.completeReset({ token, password })
  return after
}

test('CH16: a password guessed through a provider counts there alone, with a ceiling; the person proves themselves elsewhere as ever', async () => {
  const worse = (await world.tenant('Worse Ltd')).id
  const mallory = await member(world, worse, 'mallory@worse.test', 'admin')
  const connection = { organization: worse, issuer: liar.issuer, ...liar.client, name: 'Worse ID' }
  const { id } = await mallory.api.federation.create({ ...connection, algorithms: ['RS256'] })
  await mallory.api.federation.switch({ organization: worse, connection: id, active: true })
  await member(world, acme, 'wil@acme.test', 'viewer')
  const own = await half('wil@acme.test')
  const seconds = () => Math.floor(world.now().getTime() / 1000)
  const pose = () => {
    liar.lies = { claims: { iat: seconds(), exp: seconds() + 300 } }
    liar.visitor = { sub: 'wil', email: 'wil@acme.test', email_verified: true, given_name: 'Wil', family_name: 'Ful' }
  }
  await invited(world, worse, 'wil@acme.test')
  const { token } = await mailWith('wil@acme.test', '/accept#')
  pose()
  const { url } = await own.api.federation.beginLink({ connection: id, token })
  expect(await own.api.federation.finishOwn(await through(url))).toEqual({ done: 'joined' })
  const guesses = async (times: number) => {
    pose()
    const it = traveller(world)
    expect((await signInThrough(it, id)).step).toBeNull()
    const told: string[] = []
    for (let n = 0; n < times; n += 1)
      told.push(await refusalOf(it.api.sessions.prove({ password: `guess number ${n}` })))
    return told.filter((one) => one === 'password_wrong').length
  }
  expect(await guesses(12)).toBe(10)
  expect(await refusalOf(own.api.sessions.prove({ password: 'not-the-password' }))).toBe('password_wrong')
  await own.api.sessions.prove({ password: goodPassword })
  for (let round = 0; round < 4; round += 1) {
    world.advance(quarter)
    await guesses(12)
  }
  world.advance(quarter)
  expect(await guesses(3)).toBe(0)
  await (await half('wil@acme.test')).api.sessions.prove({ password: goodPassword })
})

test('CH16: what is guessed through one tenant’s provider stops that provider alone, until the thirty days are over', async () => {
  const evil = (await world.tenant('Evil Ltd')).id
  const mallory = await member(world, evil, 'mallory@evil.test', 'admin')
  const connection = { organization: evil, issuer: liar.issuer, ...liar.client, name: 'Evil ID' }
  const { id } = await mallory.api.federation.create({ ...connection, algorithms: ['RS256'] })
  await mallory.api.federation.switch({ organization: evil, connection: id, active: true })
  const vic = await member(world, acme, 'vic@acme.test', 'viewer')
  const { next } = await withApp(world, vic)
  const own = await half('vic@acme.test')
  await own.api.sessions.prove({ code: next() })
  const seconds = () => Math.floor(world.now().getTime() / 1000)
  const pose = () => {
    liar.lies = { claims: { iat: seconds(), exp: seconds() + 300 } }
    liar.visitor = { sub: 'vic', email: 'vic@acme.test', email_verified: true, given_name: 'Vic', family_name: 'Tim' }
  }
  await invited(world, evil, 'vic@acme.test')
  const { token } = await mailWith('vic@acme.test', '/accept#')
  pose()
  const { url } = await own.api.federation.beginLink({ connection: id, token })
  expect(await own.api.federation.finishOwn(await through(url))).toEqual({ done: 'joined' })
  const posing = async () => {
    pose()
    const it = traveller(world)
    expect((await signInThrough(it, id)).step).toBe('second_factor')
    return it
  }
  await asAfter(49, async () => wrongIn(await posing()))
  const thief = await posing()
  const told: string[] = []
  for (let n = 0; n < 8; n += 1) told.push(await wrongIn(thief))
  expect(told).toEqual(['code_wrong', ...Array<string>(7).fill('factor_throttled')])
  world.advance(quarter)
  expect(await refusalOf((await posing()).api.sessions.prove({ code: next() }))).toBe('factor_throttled')
  // Anywhere else nothing of it is felt.
  await own.api.sessions.prove({ code: next() })
  for (const cookies of [undefined, knownOf(own)])
    await (await half('vic@acme.test', cookies)).api.sessions.prove({ code: next() })
  expect(await world.database.query('select from lockouts')).toEqual([])
  world.advance(30 * day)
  expect(await wrongIn(await posing())).toBe('code_wrong')
})

test('CH16: the first factor makes all browsers strangers, and those known since have one ceiling in common', async () => {
  const kim = await member(world, acme, 'kim@acme.test', 'viewer')
  const known = async () =>
    (
      await world.database.query(
        'select from known_browsers where identity_id = (select identity_id from users where id = $1)',
        [innerId(kim.user)],
      )
    ).length
  await half('kim@acme.test')
  await half('kim@acme.test')
  expect(await known()).toBeGreaterThan(1)
  const { next } = await withApp(world, kim)
  expect(await known()).toBe(0)
  const browsers = []
  for (let n = 0; n < 2; n += 1) {
    const one = await half('kim@acme.test')
    await one.api.sessions.prove({ code: next() })
    browsers.push(knownOf(one))
  }
  const [first, second] = browsers
  await asAfter(99, async () => wrongIn(await half('kim@acme.test', first)))
  expect(await wrongIn(await half('kim@acme.test', second))).toBe('code_wrong')
  await untilLocked(kim)
  expect((await mailWith('kim@acme.test', 'too many wrong codes')).subject).toContain('locked')
  for (const cookies of browsers)
    expect(await refusalOf((await half('kim@acme.test', cookies)).api.sessions.prove({ code: next() }))).toBe(
      'factor_locked',
    )
  await (await boss()).api.users.unlock({ organization: acme, user: kim.user })
  await (await half('kim@acme.test', second)).api.sessions.prove({ code: next() })
})

test('CH16: no link lowers a count of factors; a new password by link ends one ceiling in thirty days, an administrator each', async () => {
  const ann = await member(world, acme, 'ann@acme.test', 'viewer')
  const email = 'ann@acme.test'
  const { next } = await withApp(world, ann)
  await asAfter(48, () => wrong(email))
  for (let n = 0; n < 10; n += 1) await refusalOf(half(email, undefined, 'wrong-wrong-wrong-wrong'))
  await untilLocked(ann)
  const unlock = await mailWith(email, '/unlock#')
  await world.person().api.lockouts.release({ token: unlock.token })
  expect(await lockOf(ann)).toBeNull()
  expect(await wrong(email)).toBe('code_wrong')
  let after = await reset(email, 'slow-badger-beacon-48', unlock.after)
  expect(await wrong(email, 'slow-badger-beacon-48')).toBe('code_wrong')
  await untilLocked(ann)
  const told = await mailWith(email, 'too many wrong codes', after)
  expect(told.text).toContain('/forgot-password')
  after = await reset(email, 'slow-badger-beacon-49', told.after)
  expect(await lockOf(ann)).toBeNull()
  // Within thirty days, beside a lock after wrong passwords that an administrator ends.
  await asAfter(49, () => wrong(email, 'slow-badger-beacon-49'))
  expect(await wrong(email, 'slow-badger-beacon-49')).toBe('code_wrong')
  await untilLocked(ann)
  const again = await mailWith(email, 'too many wrong codes', after)
  expect(again.text).not.toContain('/forgot-password')
  expect(again.text).toContain('An administrator has to unlock it')
  after = await reset(email, 'slow-badger-beacon-50', again.after)
  expect(await lockOf(ann)).toEqual({ until: null })
  expect(await refusalOf(half(email, undefined, 'slow-badger-beacon-50'))).toBe('credentials_wrong')
  await (await boss()).api.users.unlock({ organization: acme, user: ann.user })
  await (await half(email, undefined, 'slow-badger-beacon-50')).api.sessions.prove({ code: next() })
  // After thirty days the link helps again.
  world.advance(31 * day)
  await asAfter(49, () => wrong(email, 'slow-badger-beacon-50'))
  expect(await wrong(email, 'slow-badger-beacon-50')).toBe('code_wrong')
  await untilLocked(ann)
  await reset(email, 'slow-badger-beacon-51', after)
  expect(await lockOf(ann)).toBeNull()
})

test('CH16: a lock after wrong factors takes nothing from one after wrong passwords that an administrator has to end', async () => {
  const setRule = async (release: 'admin' | 'both') =>
    (await boss()).api.policies.set({
      organization: acme,
      policy: 'lockout',
      value: { attempts: 10, window: 900, release },
    })
  await setRule('admin')
  const bea = await member(world, acme, 'bea@acme.test', 'viewer')
  await withApp(world, bea)
  await asAfter(49, () => wrong('bea@acme.test'))
  expect(await wrong('bea@acme.test')).toBe('code_wrong')
  await untilLocked(bea)
  for (let n = 0; n < 10; n += 1) await refusalOf(half('bea@acme.test', undefined, 'wrong-wrong-wrong-wrong'))
  const locks = () =>
    world.database.query(
      'select after from lockouts where identity_id = (select identity_id from users where id = $1)',
      [innerId(bea.user)],
    )
  await eventually(locks, (it) => it.length === 2)
  await reset('bea@acme.test', 'slow-badger-beacon-48', 1)
  expect(await locks()).toEqual([{ after: 'passwords' }])
  expect(await lockOf(bea)).toEqual({ until: null })
  await (await boss()).api.users.unlock({ organization: acme, user: bea.user })
  await setRule('both')
})

test('CH16: the lock is the person’s, not the address’s; whoever has no password is sent to an administrator', async () => {
  const eva = await member(world, acme, 'eva@acme.test', 'viewer')
  await withApp(world, eva)
  await asAfter(49, () => wrong('eva@acme.test'))
  const last = await half('eva@acme.test')
  await world.database.query(`update identities set password_hash = null where email = 'eva@acme.test'`)
  expect(await wrongIn(last)).toBe('code_wrong')
  await untilLocked(eva)
  const mail = await mailWith('eva@acme.test', 'too many wrong codes')
  expect(mail.text).toContain('An administrator has to unlock it')
  expect(mail.text).not.toContain('/forgot-password')
  for (const table of ['identities', 'users'])
    await world.database.query(`update ${table} set email = 'eva.married@acme.test' where email = 'eva@acme.test'`)
  const other = await member(world, acme, 'eva@acme.test', 'viewer')
  const { next } = await withApp(world, other)
  await (await half('eva@acme.test')).api.sessions.prove({ code: next() })
  expect(await lockOf(other)).toBeNull()
  expect(await lockOf(eva)).toEqual({ until: null })
})
