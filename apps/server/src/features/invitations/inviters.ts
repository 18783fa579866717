/** Whether those who sent invitations still could. Their accounts may lie above the reach, so it is asked of the look-up connection. */
import type { Lookup } from '../../platform/db/lookup.ts'
import { inviterStands } from './rules.ts'
import * as store from './store.ts'

interface Sent {
  readonly id: string
  readonly invited_by: string
  readonly role: string
  readonly org_id: string
  readonly org_path: string
  readonly org_level: string
  readonly org_name: string
}

/** Those of the invitations whose inviters may still send them, by id. */
export async function standing(lookup: Lookup, sent: readonly Sent[]): Promise<ReadonlySet<string>> {
  if (!sent.length) return new Set()
  const distinct = (values: string[]) => [[...new Set(values)]]
  const [holdings, roles] = await Promise.all([
    lookup<store.Holding>(store.holdingsStatement, distinct(sent.map((it) => it.invited_by))),
    lookup<store.Offered>(store.offeredStatement, distinct(sent.map((it) => it.role))),
  ])
  const stands = (it: Sent) => {
    const theirs = holdings.filter(({ user }) => user === it.invited_by)
    const role = roles.find(({ key }) => key === it.role)
    const at = { id: it.org_id, path: it.org_path, level: it.org_level, name: it.org_name }
    return role !== undefined && inviterStands(theirs, role, at)
  }
  return new Set(sent.filter(stands).map((it) => it.id))
}

export const stillStands = async (lookup: Lookup, it: Sent): Promise<boolean> =>
  (await standing(lookup, [it])).has(it.id)
