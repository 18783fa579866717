import type { activity } from '@tenantry/contract'
import { pageOf } from '../../platform/db/keyset.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId } from '../../platform/value/ids.ts'
import type { Policies } from '../policies/index.ts'
import { linesOf, type Page } from './file.ts'
import { present } from './present.ts'
import { firstDay, keptSince } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly policies: Policies
}
interface Asked {
  readonly user?: string
  readonly result?: store.Filter['result']
  readonly method?: store.Filter['method']
  readonly since?: string
  readonly until?: string
}
const rowsAtOnce = 2_000

export const actionsWith = ({ policies }: Capabilities): ActionsFor<typeof activity> => {
  const keptDays = async (path: string) =>
    (await policies.values(path, 'retention.sign_in_activity'))['retention.sign_in_activity']
  const filterAt = async (path: string, now: Date, { user, result, method, since, until }: Asked) => ({
    path,
    keptSince: keptSince(now, await keptDays(path)),
    user: user === undefined ? undefined : innerId(user),
    result,
    method,
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
  })
  return {
    list: ({ at, cursor, now, inReach }, { limit = 50, cursor: _, ...asked }) =>
      inReach(async (tx) => {
        const rows = await store.list(tx, await filterAt(at.path, now, asked), cursor.after, limit + 1)
        return pageOf(rows, limit, (row) => cursor.seal([row.at.toISOString(), row.id]), present)
      }),
    days: ({ at, now, inReach }, { user, days = 30 }) =>
      inReach(async (tx) => {
        const kept = await keptDays(at.path)
        const first = firstDay(now, days, kept)
        const filter = await filterAt(at.path, now, { ...(user && { user }), since: first.toISOString() })
        return { items: await store.days(tx, filter, first), keptDays: kept }
      }),
    // Each piece in a short transaction of its own: a slow reader holds no connection and keeps no partition from going.
    download: async ({ at, now, inReach }, asked) => {
      const { id, path } = at
      const filter = await filterAt(path, now, asked)
      const read = (after: Page['after']) =>
        inReach(async (tx) => {
          // What moved away meanwhile is not this reach's any more: better a file that breaks off than one that looks whole.
          if (!(await store.liesAt(tx, id, path)))
            throw new Error('the organization moved while its sign-ins were read')
          const rows = await store.list(tx, filter, after, rowsAtOnce)
          const last = rows.length === rowsAtOnce ? rows.at(-1) : undefined
          return { rows, after: last ? [last.at.toISOString(), last.id] : null }
        })
      return linesOf(await read(null), read)
    },
    own: ({ actor, home, cursor, now, asSelf }, { limit = 50 }) =>
      asSelf(async (tx) => {
        const filter = { path: home.path, keptSince: keptSince(now, await keptDays(home.path)), user: actor.user }
        const rows = await store.list(tx, filter, cursor.after, limit + 1)
        return pageOf(rows, limit, (row) => cursor.seal([row.at.toISOString(), row.id]), present)
      }),
  }
}
