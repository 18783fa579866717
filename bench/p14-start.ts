/** P14: how long until the first answer, with nothing there and with everything there, and what the idle server keeps. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, round, spreadOf, type Told } from './figures.ts'
import type { Bench, Context } from './installation.ts'
import { residentMegabytes, serve } from './processes.ts'

const rounds = 3
const idle = 5_000 // ms

export const bench: Bench = { id: 'P14', run }

async function run(_: Context): Promise<Told> {
  const first: number[] = []
  const warm: number[] = []
  const memory: number[] = []
  for (let n = 1; n <= rounds; n += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'tenantry-start-'))
    const start = () => serve('../apps/server/src/main.ts', { env: { DATA: folder } })
    try {
      const fresh = await start()
      first.push(fresh.startedIn / 1000)
      await fresh.stop()
      const again = await start()
      warm.push(again.startedIn / 1000)
      await sleep(idle)
      memory.push(residentMegabytes(again.pid))
      await again.stop()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const told = (id: string, what: string, values: number[], most: number, unit: string) => ({
    id,
    what,
    value: round(median(values)),
    baseline: null,
    ratio: null,
    target: `at most ${most} ${unit}`,
    met: median(values) <= most,
    spread: spreadOf(values),
  })
  return {
    results: [
      told('P14.first', 'first start ever, seconds to the first answer', first, 8, 's'),
      told('P14.warm', 'start on what is there, seconds to the first answer', warm, 2, 's'),
      told('P14.memory', 'idle server process, resident MB', memory, 150, 'MB'),
    ],
  }
}
