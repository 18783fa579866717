/**
 * When a person was last there, without a write per request: kept in memory and written every few seconds for all together,
 * and for each only if it moved by more than a minute. Lost by a process that is killed: those few seconds.
 */
import { newestOf } from '../../platform/batching/newest.ts'
import type { Batching } from '../../platform/batching/batching.ts'
import { byProduct, type Transact } from '../../platform/db/scope.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import * as store from './store.attempts.ts'

const minute = 60_000
/** At each time; of a crowd that is larger the others are noted with one of their next requests. */
const most = 5_000

export interface Presence extends Batching {
  note(user: string, at: Date): void
}
export interface PresenceCapabilities {
  readonly transact: Transact
  readonly now: () => Date
  readonly onTrouble: (error: unknown) => void
}
export function presenceWith({ transact, now, onTrouble }: PresenceCapabilities): Presence {
  /** When each was written by this process last; in that order, so that the oldest come first. */
  const written = new Map<string, number>()
  const forgetOld = () => {
    const current = now().getTime()
    for (const [user, at] of written) {
      if (Math.abs(current - at) < minute) break
      written.delete(user)
    }
  }
  const { note, ...batching } = newestOf({
    every: 5_000,
    most,
    onError: onTrouble,
    async write(pairs) {
      const seen = pairs.map(([user, at]) => ({ user, at: new Date(at).toISOString() }))
      await transact({ reach: subtreeOf(rootPath), by: byProduct, now: now() }, (tx) => store.noteActive(tx, seen))
      forgetOld()
      for (const [user, at] of pairs) {
        written.delete(user)
        written.set(user, at)
      }
    },
  })
  return {
    ...batching,
    note(user, at) {
      const time = at.getTime()
      const last = written.get(user)
      if (last === undefined || time - last >= minute) note(user, time)
    },
  }
}
