/** What a connection gives is given by whoever set it up last, as they are now. */
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Node } from '../../platform/value/reach.ts'
import { mayAssign } from '../roles/index.ts'
import * as store from './store.signing-in.ts'

export interface Setter {
  readonly holdings: readonly store.Holding[]
  /** A role, if they could give it at this place themselves. */
  gives(key: string, at: Node): Promise<store.RoleRow | undefined>
}
export async function setterOf(lookup: Lookup, { set_by }: Pick<store.Open, 'set_by'>): Promise<Setter> {
  const holdings = await lookup<store.Holding>(store.holdingsStatement, [set_by])
  const assigns = new Map(holdings.map((it) => [it.role, it.assigns]))
  return {
    holdings,
    async gives(key, at) {
      const [role] = await lookup<store.RoleRow>(store.roleStatement, [key])
      return role && mayAssign(holdings, assigns, role, at) ? role : undefined
    },
  }
}
export const placeOf = ({
  org_id,
  org_path,
  org_level,
  org_name,
}: Pick<store.Open, 'org_id' | 'org_path' | 'org_level' | 'org_name'>): Node => ({
  id: org_id,
  path: org_path,
  level: org_level,
  name: org_name,
})
