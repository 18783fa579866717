/** Housekeeping by the clock. Nothing that matters depends on it: what it removes had no effect any more. */
import { sql } from 'kysely'
import type { Database } from '../db/pool.ts'
import type { JobQueue, QueueSpec } from './queue.ts'

export const sweepQueue: QueueSpec = {
  name: 'sweep',
  retryLimit: 3,
  retryDelay: 60,
  retryDelayMax: 600,
  expireInSeconds: 300,
}
const most = 5_000
const mostRounds = 200 // a million rows of each kind; what is left waits for the next time
const monthsAhead = 3
const daysAhead = 7

export async function sweepEvery(jobs: JobQueue, db: Database, now: () => Date): Promise<void> {
  await jobs.work(sweepQueue.name, 1, async () => {
    await sweep(db, now())
    await makePartitions(db, now())
  })
  await jobs.every(sweepQueue.name, '*/10 * * * *')
}

/** Also at every start, so that a server that slept for months has a place for today's events and sign-ins. */
export const makePartitions = (db: Database, now: Date) =>
  sql`select ensure_event_partitions(${now}::date, ${monthsAhead}), ensure_sign_in_partitions(${now}::date, ${daysAhead})`.execute(
    db,
  )

/** Removes what is over, a bounded number at a time so that nobody waits for it, until nothing is left. */
export async function sweep(db: Database, now: Date): Promise<number> {
  let swept = 0
  for (let round = 0; round < mostRounds; round += 1) {
    const { rows } = await sql<{
      n: number
    }>`select sweep_expired(${now}, ${most}) + sweep_resets(${now}, ${most}) + sweep_factors(${now}, ${most})
      + sweep_lockouts(${now}, ${most})
      + sweep_federation(${now}, ${most}) as n`.execute(db)
    const n = rows[0]?.n ?? 0
    swept += n
    if (n === 0) break
  }
  return swept
}
