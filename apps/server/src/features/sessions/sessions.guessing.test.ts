/** Guessing: one answer for all that is wrong, in one time; counted per account and address, and forgotten in time. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { from, member, settled } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
  await member(world, organization, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

let people = 0
async function somebody(status: 'active' | 'inactive' = 'active') {
  const email = `p${(people += 1)}@acme.test`
  await settled(world, organization, [{ email, status }])
  return email
}
const signIn = (email: string, password = goodPassword) => world.person().api.sessions.signIn({ email, password })
const guess = (email: string, n = 0) => signIn(email, `wrong-guess-${n}`)

test('BO20: wrong password, unknown address and deactivated account get the very same answer', async () => {
  const cases = [
    { email: await somebody(), password: 'not-the-password' },
    { email: 'nobody@nowhere.test', password: goodPassword },
    { email: await somebody('inactive'), password: goodPassword },
  ]
  const answers = await Promise.all(cases.map((body) => world.person().send('POST', '/sessions', body)))
  const texts = await Promise.all(
    answers.map(async (it) => ({ ...((await it.json()) as object), requestId: '', status: it.status })),
  )
  expect(texts[0]).toMatchObject({ code: 'credentials_wrong', status: 401 })
  expect(texts[1]).toEqual(texts[0])
  expect(texts[2]).toEqual(texts[0])
  expect(answers.map((it) => it.headers.get('set-cookie'))).toEqual([null, null, null])
})

test('they also take about the same time: each costs the work of one hash', async () => {
  const [wrong, inactive] = [await somebody(), await somebody('inactive')]
  const times = { wrong: [] as number[], unknown: [] as number[], inactive: [] as number[] }
  const timed = async (list: number[], email: string, password: string, address: string) => {
    const start = performance.now()
    await from(world, address, 'POST', '/sessions', { email, password })
    list.push(performance.now() - start)
  }
  for (let n = 0; n < 15; n += 1) {
    const address = `10.0.${n}.1`
    await timed(times.wrong, wrong, 'not-the-password', address)
    await timed(times.unknown, `u${n}@nowhere.test`, goodPassword, address)
    await timed(times.inactive, inactive, goodPassword, address)
  }
  const median = (list: number[]) => list.toSorted((a, b) => a - b)[7] ?? 0
  const medians = [median(times.wrong), median(times.unknown), median(times.inactive)]
  // Without the dummy hash an unknown address answers ten times sooner.
  expect(Math.min(...medians)).toBeGreaterThan(Math.max(...medians) / 2.5)
})

test('whoever has an account or not: tries at one address are stopped at two hundred, those from one place at three hundred', async () => {
  const many = async (of: (n: number) => [address: string, email: string]) => {
    const sent = Array.from({ length: 20 }, async (_, n) => {
      const [address, to] = of(n)
      return (await from(world, address, 'POST', '/sessions', { email: to, password: 'x' })).status
    })
    return (await Promise.all(sent)).filter((status) => status === 401).length
  }
  for (const email of [await somebody(), 'nobody@nowhere.test']) {
    await world.database.query('delete from throttles')
    expect(await many((n) => [`10.1.0.${n}`, email])).toBe(20)
    // as after 170 more
    await world.database.query('update throttles set failures = 190 where failures = 20 and not held')
    expect(await many((n) => [`10.2.0.${n}`, email])).toBe(10)
  }
  await world.database.query('delete from throttles')
  expect(await many((n) => ['10.3.0.1', `a${n}@acme.test`])).toBe(20)
  await world.database.query('update throttles set failures = 295 where failures = 20')
  expect(await many((n) => ['10.3.0.1', `b${n}@acme.test`])).toBe(5)
})

test('what is counted holds no address in clear', async () => {
  const email = await somebody()
  await refusalOf(guess(email))
  const [row] = await world.database.query<{ lengths: number[] }>(
    'select array_agg(length(key)) as lengths from throttles',
  )
  expect(new Set(row?.lengths)).toEqual(new Set([32]))
})
