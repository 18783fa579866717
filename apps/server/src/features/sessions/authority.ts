/** Who is calling and what they hold, read anew for every request: nothing is cached, so nothing is ever stale. */
import { batched } from '../../platform/db/batch.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Authority, Identified } from '../../platform/value/actor.ts'
import { innerId } from '../../platform/value/ids.ts'
import type { Node } from '../../platform/value/reach.ts'
import { decide } from '../roles/index.ts'
import * as store from './store.ts'

export function authorityOn(lookup: Lookup): Authority<Tx> {
  const find = batched(lookup)
  return {
    async identify(token, organization, now) {
      const hash = hashOf(token)
      const row =
        organization === null
          ? await find<store.AuthorityRow>(store.callerStatement, [hash])
          : await find<store.AuthorityRow>(store.authorityStatement, [hash, organization])
      return row && row.expires_at > now.getTime() ? identified(row) : null
    },
    async weigh(token, organizations, now) {
      const asked = new Map(organizations.map((it) => [innerId(it), it]))
      const ids = `{${[...asked.keys()].join(',')}}` // of the form that the contract has checked: digits and dashes
      const row = await find<store.WeighedRow>(store.weighedStatement, [hashOf(token), ids])
      if (!row || row.expires_at <= now.getTime()) return null
      return { ...identified(row), paths: new Map((row.paths ?? []).map(([id, path]) => [asked.get(id) ?? '', path])) }
    },
    async provedAt(session) {
      const [row] = await lookup<store.Proof>(store.proofStatement, [session])
      return row?.proved_at ?? null
    },
    decide: (actor, permission, target) => decide(actor.grants, permission, target),
    hold: (tx, actor, alone, at) => store.hold(tx, actor, alone, at),
  }
}

const identified = (row: store.AuthorityRow): Identified => ({
  actor: {
    session: row.session,
    byKey: row.by_key,
    sessionExpiresAt: new Date(row.expires_at),
    signedInAt: new Date(row.created_at),
    identity: row.identity,
    user: row.user,
    version: row.version,
    name: row.name,
    step: row.step,
    connection: row.connection,
    grants: (row.grants ?? []).map(([role, path, permissions]) => ({ role, path, permissions })),
  },
  place: placeOf(row),
})

const placeOf = ({
  place_id: id,
  place_path: path,
  place_level: level,
  place_name: name,
}: store.AuthorityRow): Node | null =>
  id !== null && path !== null && level !== null && name !== null ? { id, path, level, name } : null
