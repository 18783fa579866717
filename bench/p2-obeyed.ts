/** P2: what is taken away at one server process is refused by the very next request on another; and how soon by a guard. */
import { createGuard, GuardStale } from '@tenantry/sdk'
import { median, quantile, round, spreadOf, table, type Told } from './figures.ts'
import type { Bench, Context, Installation } from './installation.ts'
import { bySession, kinds, restore, subjects, type Kind, type Subject } from './p2/trials.ts'
import type { Served } from './processes.ts'

const trials = Number(process.env['BENCH_TRIALS'] ?? 10_000)
const guardTrials = Math.min(200, trials)
const workers = 8

export const bench: Bench = { id: 'P2', run }

interface Count {
  tried: number
  stale: number
  /** Milliseconds of the taking away, answered. */
  readonly took: number[]
}

async function run({ installation, say }: Context): Promise<Told> {
  const it = await installation()
  const started = new Date()
  const all = await subjects(it, trials + guardTrials)
  const servers: [Served, Served] = [await it.serve(), await it.serve()]
  const counts = new Map<Kind, Count>(kinds(it).map((kind) => [kind, { tried: 0, stale: 0, took: [] }]))
  const lags: number[] = []
  try {
    await eachOf(all.slice(0, trials), workers, (one, n) => trial(servers, [...counts][n % counts.size], one, n))
    for (const [n, one] of all.slice(trials).entries()) lags.push(await guardLag(it, servers, one, n))
  } finally {
    for (const server of servers) await server.stop()
    await restore(it, started)
  }
  const [tried, stale] = [...counts.values()].reduce(([a, b], count) => [a + count.tried, b + count.stale], [0, 0])
  for (const [{ name }, count] of counts) say(`P2 ${name}: ${count.stale} stale answers in ${count.tried}`)
  const late = Math.max(...lags)
  return {
    results: [
      {
        id: 'P2',
        what: `stale answers by the very next request on the other of two processes, in ${tried.toLocaleString('en')} trials`,
        value: stale,
        baseline: null,
        ratio: null,
        target: '0 in 10,000',
        met: stale === 0 && tried >= 10_000,
        spread: null,
        note: `each was answered with yes before, and taken away at the other process; ${workers} at once`,
      },
      {
        id: 'P2.guard',
        what: `milliseconds until the SDK's guard obeys a role change, median of ${lags.length}`,
        value: round(median(lags)),
        baseline: null,
        ratio: null,
        target: '100 ms typically, never over 1 s',
        met: median(lags) <= 100 && late <= 1_000,
        spread: spreadOf(lags),
        note: `from the answer to whoever changed it; 99th percentile ${round(quantile(lags, 0.99))}; it fetches anew every 100 ms, nothing is pushed`,
      },
    ],
    details: table(
      ['taken away', 'trials', 'stale', 'ms until it was answered (median)'],
      [...counts].map(([{ name }, count]) => [name, count.tried, count.stale, round(median(count.took))]),
    ),
  }
}

async function trial(servers: [Served, Served], of: [Kind, Count] | undefined, one: Subject, n: number): Promise<void> {
  if (!of) return
  const [{ name, may, take }, count] = of
  const [acting, asked] = n % 8 < 4 ? servers : [servers[1], servers[0]]
  if (!(await may(asked.base, one))) throw new Error(`${name}: refused before anything was taken away`)
  const begin = performance.now()
  await take(acting.base, one)
  count.took.push(performance.now() - begin)
  if (await may(asked.base, one)) count.stale += 1
  count.tried += 1
}

/** Asked without a pause while somebody changes the role at the other process. */
async function guardLag(it: Installation, servers: [Served, Served], one: Subject, n: number): Promise<number> {
  const [acting, asked] = n % 2 ? servers : [servers[1], servers[0]]
  const guard = createGuard({ client: bySession(asked.base, one.token) })
  await guard.prepare([one.organization])
  const ask = () => guard.check('operations.write', one.organization).allowed
  if (!ask()) throw new Error('the guard refused before anything was taken away')
  // Somewhere between two fetches, not right after one.
  const until = performance.now() + Math.random() * 100
  while (performance.now() < until) await new Promise((turn) => setTimeout(turn, 1, ask()))
  const change = kinds(it).find((kind) => kind.name === 'role changed')
  await change?.take(acting.base, one)
  const begin = performance.now()
  try {
    while (ask()) await new Promise((turn) => setTimeout(turn, 1))
  } catch (error) {
    if (!(error instanceof GuardStale)) throw error // it refuses: that is obedience, too
  }
  return performance.now() - begin
}

async function eachOf<T>(all: readonly T[], at: number, work: (one: T, n: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let n = next++; n < all.length; n = next++) await work(all[n] as T, n)
  }
  await Promise.all(Array.from({ length: at }, worker))
}
