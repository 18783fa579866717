/** P16: moving a partner whose largest tenant has a tenth of all users to another distributor, and back: one transaction each. */
import { ancestorPaths, childPath, parentPath, rootPath, subtreeOf } from '../apps/server/src/platform/value/reach.ts'
import { counts, heldFromAbove, movePath, restand } from '../apps/server/src/features/organizations/store.ts'
import { openPool } from '../apps/server/src/platform/db/pool.ts'
import { transactOn } from '../apps/server/src/platform/db/transaction.ts'
import { median, round, spreadOf, table, type Told } from './figures.ts'
import type { Bench, Context } from './installation.ts'

const rounds = 2
export const bench: Bench = { id: 'P16', run }

async function run({ installation, say }: Context): Promise<Told> {
  const it = await installation()
  const { rows } = await it.admin.query<{ path: string }>(
    'select org_path as path from users group by org_path order by count(*) desc limit 1',
  )
  const home = parentPath(rows[0]?.path ?? '') ?? rootPath
  const away = childPath(ancestorPaths(home).at(-1) === '0.0002' ? '0.0003' : '0.0002', 36 ** 4 - 1)
  const pool = openPool(it.app, 1, () => undefined)
  const transact = transactOn(pool, () => async () => undefined)
  const scope = { reach: subtreeOf(rootPath), by: { user: null, name: 'bench', requestId: null }, now: new Date() }
  const seconds: number[] = []
  let users = 0
  const move = async (from: string, to: string) => {
    const begin = performance.now()
    await transact(scope, async (tx) => {
      users = (await counts(tx, from)).users
      await heldFromAbove(tx, from)
      await movePath(tx, from, to)
      await restand(tx, to)
    })
    seconds.push((performance.now() - begin) / 1000)
    say(`P16 ${from} to ${to}: ${seconds.at(-1)?.toFixed(1)} s for ${users} users`)
  }
  try {
    for (let n = 0; n < rounds; n += 1) {
      await move(home, away)
      await move(away, home)
    }
  } finally {
    await pool.end()
    await it.admin.query('vacuum (analyze) users, sessions, grants, user_activity, organizations')
  }
  return {
    results: [
      {
        id: 'P16',
        what: `moving a subtree with ${users.toLocaleString('en')} users, seconds, by the stores in this process`,
        value: round(median(seconds)),
        baseline: null,
        ratio: null,
        target: 'reported',
        met: true,
        spread: spreadOf(seconds),
      },
    ],
    details: table(
      ['move', 'seconds'],
      seconds.map((one, n) => [n + 1, round(one)]),
    ),
  }
}
