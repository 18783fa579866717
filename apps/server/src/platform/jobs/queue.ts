/** Work for later, in PostgreSQL by pg-boss: ordered in the transaction of what it follows from, done at least once. */
import type { Transaction } from 'kysely'
import { fromKysely, PgBoss, type Job } from 'pg-boss'
import type { Connection } from '../db/pool.ts'
import type { DB } from '../db/tables.gen.ts'

export interface QueueSpec {
  readonly name: string
  readonly retryLimit: number
  /** Seconds before the first repetition; doubled each time, up to `retryDelayMax`. */
  readonly retryDelay: number
  readonly retryDelayMax: number
  /** Seconds after which a job whose worker vanished is given to another. */
  readonly expireInSeconds: number
}
export interface Order {
  readonly queue: string
  readonly data: object
}

/** As the owner, once per migration: pg-boss's own tables, our queues, and the server role's rights on them. */
export async function installQueues(owner: Connection, queues: readonly QueueSpec[]): Promise<void> {
  const boss = new PgBoss({ ...owner, migrate: true, createSchema: true, supervise: false, schedule: false, max: 2 })
  boss.on('error', () => undefined) // what fails here fails its own call too
  await boss.start()
  try {
    for (const { name, ...options } of queues) {
      const settings = { ...options, retryBackoff: true, notify: true, deleteAfterSeconds: 14 * 86_400 }
      await boss.createQueue(name, settings)
      await boss.updateQueue(name, settings)
    }
    const db = boss.getDb()
    await db.executeSql('grant usage on schema pgboss to tenantry_app')
    await db.executeSql('grant select, insert, update, delete on all tables in schema pgboss to tenantry_app')
    await db.executeSql('grant usage on all sequences in schema pgboss to tenantry_app')
    await db.executeSql('grant execute on all functions in schema pgboss to tenantry_app')
  } finally {
    await boss.stop({ graceful: false })
  }
}

export class JobQueue {
  readonly #boss: PgBoss
  constructor(app: Connection, onError: (error: Error) => void) {
    this.#boss = new PgBoss({
      ...app,
      migrate: false,
      createSchema: false,
      reindex: false, // needs the owner
      useListenNotify: true,
      max: 4,
      application_name: 'tenantry-jobs',
    })
    this.#boss.on('error', onError)
  }
  async start(): Promise<void> {
    await this.#boss.start()
  }
  /** Waits for jobs that are running, at most ten seconds. */
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 10_000 })
  }
  /** Ordered with the transaction: it commits, or there was no job. */
  async order(tx: Transaction<DB>, { queue, data }: Order): Promise<void> {
    await this.#boss.send(queue, data, { db: fromKysely(tx) })
  }
  /** The same, not to be begun before `seconds` have passed. */
  async orderLater(tx: Transaction<DB>, { queue, data }: Order, seconds: number): Promise<void> {
    await this.#boss.send(queue, data, { db: fromKysely(tx), startAfter: seconds })
  }
  async orderNow({ queue, data }: Order): Promise<void> {
    await this.#boss.send(queue, data)
  }
  /** `atOnce`: how many jobs of the queue this process does at a time. */
  async work<T extends object>(queue: string, atOnce: number, handle: (data: T) => Promise<void>): Promise<void> {
    for (let n = 0; n < atOnce; n += 1) await this.#workOne(queue, handle)
  }
  /**
   * One job after the other while there are any, then when one is ordered, and every two seconds for those whose time
   * has come. Left to itself pg-boss takes one per notification, and the rest of a burst 30 seconds later.
   */
  async #workOne<T extends object>(queue: string, handle: (data: T) => Promise<void>): Promise<void> {
    const own = { worker: '' }
    const goOn = () => this.#boss.notifyWorker(own.worker)
    const options = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 }
    own.worker = await this.#boss.work<T>(queue, options, async (jobs: Job<T>[]) => {
      for (const job of jobs) await handle(job.data).finally(goOn)
    })
  }
  /** Runs by the clock on one server process of all; cron in UTC. */
  async every(queue: string, cron: string): Promise<void> {
    await this.#boss.schedule(queue, cron)
  }
}
