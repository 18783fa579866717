/** P1: is this session alive, and whose is it? Asked over HTTP by 64 connections, of a million sessions at random. */
import { median, round, spreadOf, table, type Told } from './figures.ts'
import type { Bench, Context } from './installation.ts'
import { load, generator, type Load } from './load.ts'
import { processorSeconds, serve, type Served } from './processes.ts'

const rounds = 5
const seconds = 4
const connections = 64
const path = '/api/v1/sessions/current'

interface Round extends Load {
  /** The server process' part of one core. */
  readonly server: number
}

export const bench: Bench = { id: 'P1', run }

async function run({ installation, say }: Context): Promise<Told> {
  const it = await installation()
  const sessions = it.sizes.sessions
  const servers = {
    tenantry: await it.serve(),
    bare: await serve('./bare.ts', { args: ['same'] }, path),
    plain: await serve('./bare.ts', { args: ['plain'] }, path),
  }
  const all: Record<keyof typeof servers, Round[]> = { tenantry: [], bare: [], plain: [] }
  const names = ['tenantry', 'bare', 'plain'] as const
  try {
    for (const name of names) await load(servers[name].base + path, { connections, seconds: 2, sessions })
    // In turn, so that whatever else the machine does falls on all of them.
    for (let n = 1; n <= rounds; n += 1)
      for (const name of names) all[name].push(await measured(servers[name], sessions))
  } finally {
    for (const name of names) await servers[name].stop()
  }
  for (const name of names)
    say(`P1 ${name}: ${all[name].map((one) => Math.round(one.perSecond)).join(', ')} per second`)
  const rate = (name: keyof typeof all) => all[name].map((one) => one.perSecond)
  const ratios = all.tenantry.map((one, n) => one.perSecond / (all.bare[n]?.perSecond ?? Number.NaN))
  const p99 = all.tenantry.map((one) => one.p99)
  const failures = all.tenantry.reduce((sum, one) => sum + one.failures, 0)
  const shared = { loadShare: round(median(all.tenantry.map((one) => one.share))) }
  return {
    results: [
      {
        id: 'P1',
        what: `session checks per second, ${connections} connections, ${sessions.toLocaleString('en')} sessions, ${generator}`,
        value: Math.round(median(rate('tenantry'))),
        baseline: Math.round(median(rate('bare'))),
        ratio: round(median(ratios)),
        target: 'at least 0.5 of bare',
        met: failures === 0 && median(ratios) >= 0.5,
        spread: spreadOf(ratios),
        ...shared,
        note: failures ? `${failures} requests failed` : 'spread is of the ratio',
      },
      {
        id: 'P1.p99',
        what: 'session check, 99th percentile in ms',
        value: round(median(p99)),
        baseline: round(median(all.bare.map((one) => one.p99))),
        ratio: round(median(p99) / median(all.bare.map((one) => one.p99))),
        target: 'at most 8 ms',
        met: median(p99) <= 8,
        spread: spreadOf(p99),
        ...shared,
      },
    ],
    details: table(
      ['', 'per second', 'p50 ms', 'p99 ms', 'server, cores', 'load, cores'],
      names.map((name) => [
        name,
        Math.round(median(rate(name))),
        ...(['p50', 'p99', 'server', 'share'] as const).map((key) => round(median(all[name].map((one) => one[key])))),
      ]),
    ),
  }
}

async function measured(server: Served, sessions: number): Promise<Round> {
  const before = processorSeconds(server.pid)
  const begin = performance.now()
  const result = await load(server.base + path, { connections, seconds, sessions })
  const used = processorSeconds(server.pid) - before
  return { ...result, server: used / ((performance.now() - begin) / 1000) }
}
