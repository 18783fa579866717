import type { Above, Explanation, HeldGrant, Holder, RoleRef } from '@tenantry/contract'
import { boundedCount } from '../../platform/db/keyset.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { publicId } from '../../platform/value/ids.ts'
import type { Node } from '../../platform/value/reach.ts'
import { organizationRef } from '../organizations/index.ts'
import type { Explained } from '../roles/index.ts'
import type { AboveRow, HolderRow, PlaceRow } from './store.ts'

/** Roles by key, and places by path, as far as the explanation names them. */
export interface Words {
  readonly permission: { key: string; label: string }
  readonly roles: readonly { key: string; label: string }[]
  readonly places: readonly PlaceRow[]
}

const roleRef = ({ roles }: Pick<Words, 'roles'>, key: string): RoleRef => ({
  key,
  label: roles.find((it) => it.key === key)?.label ?? key,
})

function held(words: Words, { role, path }: Grant): HeldGrant[] {
  const place = words.places.find((it) => it.path === path)
  return place ? [{ role: roleRef(words, role), organization: organizationRef(place) }] : []
}

/** `at`: null where nothing may be said of the place. `out`: why the user may do nothing at all, whatever they hold. */
export function presentExplained(
  words: Words,
  it: Explained,
  at: Node | null,
  out: 'inactive' | 'stopped' | null = null,
): Omit<Explanation, 'givers'> {
  const { permission } = words
  const told = { permission, at: at && organizationRef(at), allowed: it.allowed && out === null }
  if (!it.allowed) {
    const heldElsewhere = it.heldElsewhere.flatMap((grant) => held(words, grant))
    return { ...told, by: null, reason: out ?? it.reason, heldElsewhere }
  }
  return { ...told, by: held(words, it.by)[0] ?? null, reason: out, heldElsewhere: [] }
}

export const presentHolder =
  (words: Pick<Words, 'roles'>) =>
  (row: HolderRow): Holder => ({
    user: { id: publicId('usr', row.user), name: row.name },
    home: organizationRef({ id: row.home_id, name: row.home_name, level: row.home_level }),
    by: {
      role: roleRef(words, row.role),
      organization: organizationRef({ id: row.node_id, name: row.node_name, level: row.node_level }),
    },
  })

export const presentAbove =
  (words: Pick<Words, 'roles'>) =>
  ({ role, n }: AboveRow): Above => ({ role: roleRef(words, role), count: boundedCount(n) })
