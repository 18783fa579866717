/** P6 and P7: a page of users, without and with a search, over HTTP, one request at a time: what a person waits for. */
import { secretIn } from '../apps/server/src/platform/crypto/keyfile.ts'
import { keysFrom } from '../apps/server/src/platform/crypto/keys.ts'
import { cells, filterOf, nameOf, pageOf, type Cell } from './cells.ts'
import { connections } from './client.ts'
import { quantile, round, table, type Told } from './figures.ts'
import type { Bench, Context, Installation } from './installation.ts'
import { cookieAt } from './load.ts'
import { explained } from './plans.ts'
import { readerToken } from './seed-rows.ts'

const targets = { P6: 25, P7: 50 } as const // ms, p95
const times = 40 // of fewer, the 95th percentile is the slowest, and one hiccup of the machine speaks for a page
const patience = 500 // ms per cell: a slow one is known to be slow after a few requests
const mostExplained = 12

interface Timed {
  readonly cell: Cell
  readonly p50: number
  readonly p95: number
}
export const bench: Bench = { id: 'P6', run }

async function run({ installation, say }: Context): Promise<Told> {
  const it = await installation()
  const all = await cells(it)
  const timed = await timedOn(it, all)
  const told = (['P6', 'P7'] as const).map((id) =>
    judged(
      id,
      timed.filter(({ cell }) => idOf(cell) === id),
    ),
  )
  for (const { results } of told) say(`${results[0]?.id} ${results[0]?.note}`)
  const over = timed.filter(isOver).sort((a, b) => b.p95 - a.p95)
  const plans: string[] = []
  for (const { cell } of over.slice(0, mostExplained))
    plans.push(`### ${nameOf(cell)}\n\n${await explained(it.app, cell)}`)
  const worst = [...timed].sort((a, b) => b.p95 - a.p95)
  return {
    results: told.flatMap(({ results }) => results),
    details: [matrix(timed), `The slowest: ${worst.slice(0, 20).map(described).join('; ')}.`, ...plans].join('\n\n'),
  }
}

/** P7 is P6 with a search. */
const idOf = ({ filter }: Cell) => (filter === 'search' ? 'P7' : 'P6')
const isOver = ({ cell, p95 }: Timed) => p95 > targets[idOf(cell)]

function judged(id: keyof typeof targets, timed: readonly Timed[]): Told {
  const over = timed.filter(isOver)
  const [slowest] = [...timed].sort((a, b) => b.p95 - a.p95)
  return {
    results: [
      {
        id,
        what: `user list${id === 'P7' ? ' with a search' : ''}, worst p95 in ms of ${timed.length} kinds of page (median of their p50s as baseline)`,
        value: round(slowest?.p95 ?? Number.NaN),
        baseline: round(
          quantile(
            timed.map(({ p50 }) => p50),
            0.5,
          ),
        ),
        ratio: null,
        target: `p95 at most ${targets[id]} ms`,
        met: over.length === 0,
        spread: [round(Math.min(...timed.map(({ p95 }) => p95))), round(slowest?.p95 ?? Number.NaN)],
        note: `${over.length} over; worst: ${slowest ? described(slowest) : ''}`,
      },
    ],
  }
}

const described = ({ cell, p50, p95 }: Timed) => `${nameOf(cell)} ${round(p50)} / ${round(p95)} ms`

async function timedOn(it: Installation, all: readonly Cell[]): Promise<Timed[]> {
  const keys = keysFrom(await secretIn(it.folder))
  const ids = await idsOf(it)
  const server = await it.serve()
  const { ask, close } = connections(1)
  const timed: Timed[] = []
  try {
    for (const cell of all) {
      const { organization, reader } = ids.get(filterOf(cell).path) ?? { organization: '', reader: '' }
      const url = server.base + pageOf(cell, organization, reader, keys.cursors)
      const cookie = `${cookieAt(server.base)}=${readerToken(cell.place, it.sizes)}`
      const took: number[] = []
      const first = await ask(url, { cookie }) // not counted: it may read from disk what nobody asked for before
      if (first.status !== 200) throw new Error(`${nameOf(cell)}: ${first.status} ${first.body}`)
      const until = performance.now() + patience
      while (took.length < times && (took.length < 3 || performance.now() < until))
        took.push((await ask(url, { cookie })).ms)
      timed.push({ cell, p50: quantile(took, 0.5), p95: quantile(took, 0.95) })
    }
  } finally {
    close()
    await server.stop()
  }
  return timed
}

/** Of each place: the organization, and who reads there. */
async function idsOf({ admin }: Installation): Promise<Map<string, { organization: string; reader: string }>> {
  const { rows } = await admin.query<{ path: string; organization: string; reader: string }>(
    `select o.path, o.id as organization, u.id as reader from users u join organizations o on o.path = u.org_path
     where u.email like 'reader%@bench.example'`,
  )
  return new Map(rows.map((row) => [row.path, row]))
}

/** One table per place and page: sorts down, filters across, p50 / p95. */
function matrix(timed: readonly Timed[]): string {
  const groups = Map.groupBy(
    timed,
    ({ cell }) => `${cell.place}, ${cell.after ? 'page 1,000 or the last' : 'first page'}`,
  )
  return [...groups]
    .map(([title, group]) => {
      const names = [...new Set(group.map(({ cell }) => cell.filter))]
      const rows = Map.groupBy(group, ({ cell }) => `${cell.sort} ${cell.order}`)
      const shown = (row: readonly Timed[], name: string) => {
        const found = row.find(({ cell }) => cell.filter === name)
        return found ? `${round(found.p50)} / ${round(found.p95)}` : ''
      }
      return `**${title}** (p50 / p95 ms)\n\n${table(
        ['sort', ...names],
        [...rows].map(([sort, row]) => [sort, ...names.map((name) => shown(row, name))]),
      )}`
    })
    .join('\n\n')
}
