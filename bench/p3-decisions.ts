/** P3: decisions over HTTP, one and a hundred at a time; in the SDK's guard; and beside casbin and Cedar at 100,000 grants. */
import { createClient, createGuard } from '@tenantry/sdk'
import { publicId } from '../apps/server/src/platform/value/ids.ts'
import { connections } from './client.ts'
import { median, round, spreadOf, table, type Result, type Told } from './figures.ts'
import type { Bench, Context, Installation } from './installation.ts'
import { cookieAt, generator, load, type Load } from './load.ts'
import { casbin, cedar, ours, peers, type Engine } from './p3/engines.ts'
import { model, questionsOf } from './p3/grants.ts'
import { asked, questions, type Asked } from './p3/questions.ts'
import { serve, type Served } from './processes.ts'
import { readerToken } from './seed-rows.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 4)
const path = '/api/v1/checks'

export const bench: Bench = { id: 'P3', run }

async function run({ installation, say }: Context): Promise<Told> {
  const engines = await besidePeers(say)
  const it = await installation()
  const all = await questions(it)
  const server = await it.serve()
  const bare = await serve('./bare.ts', { args: ['same'] }, '/api/v1/sessions/current')
  try {
    for (const posts of Object.values(all)) await sameAnswers(server, posts.slice(0, 100))
    const guard = await inGuard(it, server, say)
    const http: Record<string, { ours: Load[]; bare: Load[] }> = {}
    for (const name of Object.keys(all)) http[name] = { ours: [], bare: [] }
    const warm = { connections: 64, seconds: 2, sessions: all.single }
    for (const base of [server.base, bare.base]) await load(base + path, warm)
    for (let n = 0; n < rounds; n += 1)
      for (const [name, posts] of Object.entries(all)) {
        const offered = { connections: 64, seconds, sessions: posts }
        http[name]?.ours.push(await load(server.base + path, offered))
        http[name]?.bare.push(await load(bare.base + path + (name === 'single' ? '' : '/100'), offered))
      }
    for (const [name, it] of Object.entries(http))
      say(
        `P3 ${name}: ${it.ours.map((one) => Math.round(one.perSecond)).join(', ')}; bare ${it.bare.map((one) => Math.round(one.perSecond)).join(', ')} requests per second`,
      )
    return {
      results: [
        overHttp(
          'P3.http',
          'decisions per second over HTTP, one per request',
          1,
          http['single'],
          'at least 0.5 of bare',
        ),
        overHttp(
          'P3.batch',
          'decisions per second over HTTP, 100 per request: 10 permissions at 10 organizations',
          100,
          http['batches'],
          'at least 200,000',
        ),
        overHttp(
          'P3.wide',
          'decisions per second over HTTP, 100 per request: 100 organizations',
          100,
          http['wide'],
          'reported',
        ),
        guard,
        ...engines.results,
      ],
      details: engines.details,
    }
  } finally {
    await server.stop()
    await bare.stop()
  }
}

function overHttp(
  id: string,
  what: string,
  per: number,
  of: { ours: Load[]; bare: Load[] } | undefined,
  target: string,
): Result {
  const rate = (all: readonly Load[] = []) => all.map((it) => it.perSecond * per)
  const ratios = rate(of?.ours).map((one, n) => one / (rate(of?.bare)[n] ?? Number.NaN))
  const failures = (of?.ours ?? []).reduce((sum, it) => sum + it.failures, 0)
  const value = Math.round(median(rate(of?.ours)))
  const enough = target.includes('bare') ? median(ratios) >= 0.5 : value >= 200_000
  return {
    id,
    what: `${what}, 64 connections, ${generator}`,
    value,
    baseline: Math.round(median(rate(of?.bare))),
    ratio: round(median(ratios)),
    target,
    met: target === 'reported' ? null : failures === 0 && enough,
    spread: target.includes('bare') ? spreadOf(ratios) : spreadOf(rate(of?.ours)),
    loadShare: round(median((of?.ours ?? []).map((it) => it.share))),
    note: failures ? `${failures} requests failed` : 'bare is given the same body and answers as many bytes',
  }
}

/** What the server answers is what follows from the tables. */
async function sameAnswers(server: Served, posts: readonly Asked[]): Promise<void> {
  const { ask, close } = connections(8)
  try {
    for (const { token, body, expected } of posts) {
      const answer = await ask(server.base + path, {
        cookie: `${cookieAt(server.base)}=${token}`,
        method: 'POST',
        body,
      })
      if (answer.body !== JSON.stringify({ answers: expected }))
        throw new Error(`another answer: ${answer.status} ${answer.body}`)
    }
  } finally {
    close()
  }
}

/** One user's guard over a thousand organizations, fetching anew while it is asked. */
async function inGuard({ admin, sizes }: Installation, server: Served, say: (line: string) => void): Promise<Result> {
  const { rows } = await admin.query<{ id: string }>(`select id from organizations order by md5(id::text) limit 1000`)
  const ids = rows.map((it) => publicId('org', it.id))
  const cookie = `${cookieAt(server.base)}=${readerToken('distributor', sizes)}`
  const client = createClient({ baseUrl: server.base, headers: { cookie } })
  const guard = createGuard({ client })
  await guard.prepare(ids)
  for (let n = 0; n < 10; n += 1) {
    const batch = Array.from({ length: 10 }, (_, at) => ({
      permission: asked[at] ?? '',
      organization: ids[n * 100 + at] ?? '',
    }))
    const { answers } = await client.access.check({ questions: batch })
    const guarded = batch.map((it) => guard.check(it.permission, it.organization))
    if (JSON.stringify(guarded) !== JSON.stringify(answers))
      throw new Error('the guard answers otherwise than the server')
  }
  const rates: number[] = []
  let [allowed, next] = [0, 0]
  for (let n = 0; n <= rounds; n += 1) {
    const begin = performance.now()
    let done = 0
    while (performance.now() - begin < 1_000) {
      for (let at = 0; at < 1_000; at += 1) {
        next += 7_919
        if (guard.check(asked[next % asked.length] ?? '', ids[next % ids.length] ?? '').allowed) allowed += 1
      }
      done += 1_000
      await new Promise((turn) => setImmediate(turn)) // what it fetches comes in
    }
    if (n) rates.push((done / (performance.now() - begin)) * 1_000) // the first was for warming up
  }
  say(`P3 guard: ${rates.map(Math.round).join(', ')} per second; ${allowed} allowed`)
  return {
    id: 'P3.guard',
    what: "decisions per second in the SDK's guard, one user at 1,000 organizations, fetched anew all the while",
    value: Math.round(median(rates)),
    baseline: null,
    ratio: null,
    target: 'at least 1,000,000',
    met: median(rates) >= 1_000_000,
    spread: spreadOf(rates),
  }
}

async function besidePeers(say: (line: string) => void): Promise<{ results: Result[]; details: string }> {
  const facts = model()
  const require = peers()
  const engines = [ours(facts), await casbin(require, facts), cedar(require, facts)]
  const sample = questionsOf(facts, 5_000)
  const answers = sample.map((it) => ours(facts).decide(it))
  for (const engine of engines)
    for (const [n, it] of sample.slice(0, 1_000).entries())
      if (engine.decide(it) !== answers[n]) throw new Error(`${engine.name} answers otherwise: ${JSON.stringify(it)}`)
  const rates = new Map<Engine, number[]>(engines.map((it) => [it, []]))
  for (let n = 0; n < rounds; n += 1) for (const [engine, all] of rates) all.push(rateOf(engine, sample))
  for (const [{ name, version }, all] of rates)
    say(`P3 ${name} ${version}: ${all.map(Math.round).join(', ')} per second`)
  const [own = [], ...others] = [...rates.values()]
  return {
    results: others.map((theirs, n) => {
      const ratios = own.map((one, at) => one / (theirs[at] ?? Number.NaN))
      const peer = engines[n + 1]
      return {
        id: `P3.${peer?.name}`,
        what: `decisions per second in this process at 100,000 grants, beside ${peer?.name} ${peer?.version}`,
        value: Math.round(median(own)),
        baseline: Math.round(median(theirs)),
        ratio: round(median(ratios)),
        target: 'ahead',
        met: median(ratios) > 1,
        spread: spreadOf(ratios),
        note: 'equal questions, 1,000 equal answers checked before; spread is of the ratio',
      }
    }),
    details: table(
      ['engine', 'per second'],
      [...rates].map(([{ name, version }, all]) => [`${name} ${version}`, all.map(Math.round).join(', ')]),
    ),
  }
}

function rateOf({ decide }: Engine, sample: readonly Parameters<Engine['decide']>[0][]): number {
  const begin = performance.now()
  let done = 0
  while (performance.now() - begin < 1_000)
    for (let n = 0; n < 100; n += 1, done += 1) decide(sample[done % sample.length] as (typeof sample)[number])
  return (done / (performance.now() - begin)) * 1_000
}
