/** P5: five hundred sign-ins offered per second, half of them wrong, beside session checks of people who are signed in. */
import { connections } from './client.ts'
import { quantile, round, type Told } from './figures.ts'
import type { Bench, Context } from './installation.ts'
import { cookieAt } from './load.ts'
import { sessionToken } from './seed-rows.ts'
import { signers, signInFrom } from './signers.ts'

const seconds = 10
const perSecond = 500
const checksPerSecond = 200

export const bench: Bench = { id: 'P5', run }

interface Seen {
  readonly status: number
  readonly ms: number
}

async function run({ installation, say }: Context): Promise<Told> {
  const it = await installation()
  const people = await signers(it.admin, 2_000)
  const server = await it.serve([], { TRUSTED_PROXIES: '127.0.0.1/32' })
  const storm = connections(2_000)
  const calm = connections(64)
  const signIns: Seen[] = []
  const checks: Seen[] = []
  const check = async (n: number): Promise<Seen> => {
    const cookie = `${cookieAt(server.base)}=${sessionToken(1 + (n % it.sizes.sessions))}`
    return calm.ask(`${server.base}/api/v1/sessions/current`, { cookie })
  }
  const signIn = (n: number) => signInFrom(storm.ask, server.base, people[n % people.length] ?? '', n, n % 2 === 0)
  let normal: Seen
  try {
    for (let n = 0; n < 50; n += 1) await check(n)
    const offered: Promise<unknown>[] = []
    const ticks = seconds * 100
    const begin = performance.now()
    // By the clock, whatever the answers do: what is late is offered at once.
    for (let tick = 0; tick < ticks; tick += 1) {
      for (let n = 0; n < perSecond / 100; n += 1)
        offered.push(signIn(tick * (perSecond / 100) + n).then((seen) => signIns.push(seen)))
      for (let n = 0; n < checksPerSecond / 100; n += 1)
        offered.push(check(tick * (checksPerSecond / 100) + n).then((seen) => checks.push(seen)))
      const wait = begin + (tick + 1) * 10 - performance.now()
      await new Promise((next) => setTimeout(next, Math.max(0, wait)))
    }
    await Promise.all(offered)
    await new Promise((next) => setTimeout(next, 5_000))
    normal = await signIn(0)
  } finally {
    storm.close()
    calm.close()
    await server.stop()
  }
  const of = (statuses: readonly number[]) => signIns.filter((one) => statuses.includes(one.status))
  const refused = of([503]).map((one) => one.ms)
  const broken = checks.filter((one) => one.status !== 200).length
  const unexpected = signIns.length - of([201, 401, 429, 503]).length
  say(
    `P5: ${of([201]).length} in, ${of([401]).length} wrong, ${of([429]).length} held back, ${refused.length} refused, ${unexpected} else`,
  )
  const p99 = quantile(
    checks.map((one) => one.ms),
    0.99,
  )
  const late = quantile(refused, 0.99)
  return {
    results: [
      {
        id: 'P5',
        what: `session check beside ${perSecond} sign-ins per second, 99th percentile in ms`,
        value: round(p99),
        baseline: null,
        ratio: null,
        target: 'at most 50 ms, no error',
        met: p99 <= 50 && broken === 0,
        spread: null,
        note: `${checks.length} checks, ${broken} failed`,
      },
      {
        id: 'P5.refused',
        what: 'sign-ins beyond what can be hashed, refused after, 99th percentile in ms',
        value: round(late),
        baseline: null,
        ratio: null,
        target: 'at most 100 ms, with Retry-After',
        met: refused.length > 0 && late <= 100 && unexpected === 0,
        spread: null,
        note: `${refused.length} of ${signIns.length} refused, ${of([201]).length} signed in`,
      },
      {
        id: 'P5.after',
        what: 'a sign-in five seconds after the storm, in ms',
        value: round(normal.ms),
        baseline: null,
        ratio: null,
        target: 'answered 201',
        met: normal.status === 201,
        spread: null,
      },
    ],
  }
}
