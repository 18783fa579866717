/** Who is calling and what they hold, read anew for every request: nothing is cached, so nothing is ever stale. */
import type { Tx } from '../../platform/db/scope.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Authority, Identified } from '../../platform/value/actor.ts'
import type { Node } from '../../platform/value/reach.ts'
import { decide } from '../roles/index.ts'
import * as store from './store.ts'

export const authorityOn = (lookup: Lookup): Authority<Tx> => ({
  async identify(token, organization, now) {
    const rows = await lookup<store.AuthorityRow>(store.authorityStatement, [hashOf(token), organization, now])
    const row = rows[0]
    return row ? identified(row) : null
  },
  decide: (actor, permission, target) => decide(actor.grants, permission, target),
  hold: (tx, actor, alone) => store.hold(tx, actor.user, actor.version, alone),
})

const identified = (row: store.AuthorityRow): Identified => ({
  actor: {
    session: row.session,
    sessionExpiresAt: row.expires_at,
    signedInAt: row.created_at,
    identity: row.identity,
    user: row.user,
    version: row.version,
    email: row.email,
    name: `${row.first_name} ${row.last_name}`,
    language: row.language,
    home: { id: row.home_id, path: row.home_path, level: row.home_level, name: row.home_name },
    grants: (row.grants ?? []).map(([role, path, permissions]) => ({ role, path, permissions })),
  },
  target: targetOf(row),
})

const targetOf = ({
  target_id: id,
  target_path: path,
  target_level: level,
  target_name: name,
}: store.AuthorityRow): Node | null =>
  id !== null && path !== null && level !== null && name !== null ? { id, path, level, name } : null
