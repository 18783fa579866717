/**
 * When a person was last there, without a write per request: kept in memory and written every few seconds for all together,
 * and for each only if it moved by more than a minute. Lost by a process that is killed: those few seconds.
 */
import { byProduct, type Transact } from '../../platform/db/scope.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import * as store from './store.attempts.ts'

const minute = 60_000
/** At each time; of a crowd that is larger the others are noted with one of their next requests. */
const mostWaiting = 5_000

export function presenceWith({ transact, now }: { readonly transact: Transact; readonly now: () => Date }) {
  const waiting = new Map<string, number>()
  /** When each was written by this process last; in that order, so that the oldest come first. */
  const written = new Map<string, number>()
  return {
    note(user: string, at: Date): void {
      const time = at.getTime()
      const last = written.get(user)
      if (last !== undefined && time - last < minute) return
      if (waiting.size < mostWaiting || waiting.has(user)) waiting.set(user, time)
    },
    async flush(): Promise<void> {
      const current = now().getTime()
      for (const [user, at] of written) {
        if (Math.abs(current - at) < minute) break
        written.delete(user)
      }
      if (!waiting.size) return
      const batch = [...waiting]
      waiting.clear()
      const seen = batch.map(([user, at]) => ({ user, at: new Date(at).toISOString() }))
      await transact({ reach: subtreeOf(rootPath), by: byProduct, now: now() }, (tx) => store.noteActive(tx, seen))
      for (const [user, at] of batch) written.set(user, at)
    },
  }
}
export type Presence = ReturnType<typeof presenceWith>
