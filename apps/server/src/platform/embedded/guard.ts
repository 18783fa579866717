import pg from 'pg'
import { codeOf } from './errors.ts'
import { superuser } from './cluster.ts'

export interface Address {
  host: string
  port: number
  password?: string
}

/** The dedicated connection of a living server; the advisory lock it holds tells its postmaster from an orphan. */
export interface Guard {
  /** resolves when the connection is over, whoever ended it */
  lost: Promise<void>
  close(): Promise<void>
}

export type Attempt = { guard: Guard } | { holder: number | undefined } | { unreachable: string }

// "Tena", 1
const key = '1415934561, 1'
const title = 'tenantry supervisor '

/** Connects once and tries the lock. */
export async function takeGuard(address: Address): Promise<Attempt> {
  const client = new pg.Client({
    ...address,
    user: superuser,
    database: 'postgres',
    application_name: `${title}${process.pid}`,
    connectionTimeoutMillis: 5000,
  })
  const lost = new Promise<void>((resolve) => {
    client.once('end', () => resolve())
    // The driver says 'error' first and 'end' after it, or 'end' alone; both mean the same here.
    client.on('error', () => resolve())
  })
  const close = () => client.end().catch(() => undefined /* it is over already, which was wanted */)
  try {
    await client.connect()
    const lock = await client.query<{ ok: boolean }>(`select pg_try_advisory_lock(${key}) as ok`)
    if (lock.rows[0]?.ok) return { guard: { lost, close } }
    const holder = await client.query<{ application_name: string }>(
      `select application_name from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted and (classid, objid) = (${key})`,
    )
    await close()
    return { holder: Number.parseInt(holder.rows[0]?.application_name.slice(title.length) ?? '', 10) || undefined }
  } catch (error) {
    await close()
    const text = error instanceof Error ? error.message : String(error)
    return { unreachable: `${codeOf(error) ?? 'no code'} ${text}` }
  }
}
