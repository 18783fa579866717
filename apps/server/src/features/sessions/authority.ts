/** Who is calling and what they hold, read anew for every request: nothing is cached, so nothing is ever stale. */
import { batched } from '../../platform/db/batch.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Authority, Identified } from '../../platform/value/actor.ts'
import { innerId } from '../../platform/value/ids.ts'
import type { Node } from '../../platform/value/reach.ts'
import type { Presence } from '../activity/index.ts'
import { decide } from '../roles/index.ts'
import { endOf, worthWriting } from './rules.ts'
import * as store from './store.authority.ts'

/** The last uses that this process has seen and not yet written, by session, in milliseconds since 1970. */
export interface Uses {
  newest(session: string): number | undefined
  note(session: string, at: number): void
}

export function authorityOn(lookup: Lookup, uses: Uses, presence: Presence): Authority<Tx> {
  const find = batched(lookup)
  /** Nobody when the session has ended; else this is the last that is known of its use. */
  const aliveAt = (row: store.AuthorityRow, at: number, isUse: boolean): Identified | null => {
    const usedAt = Math.max(row.used_at, uses.newest(row.session) ?? 0)
    if (endOf(row, usedAt) <= at) return null
    // A program is not its person, and a page that looks is nobody's doing.
    if (!isUse || row.by_key) return identified(row, usedAt)
    // Half a sign-in may be somebody else's.
    if (row.step === null) presence.note(row.user, new Date(at))
    if (at - usedAt >= worthWriting(row.idle)) uses.note(row.session, at)
    return identified(row, at)
  }
  return {
    async identify(token, organization, now, isUse) {
      const hash = hashOf(token)
      const row =
        organization === null
          ? await find<store.AuthorityRow>(store.callerStatement, [hash])
          : await find<store.AuthorityRow>(store.authorityStatement, [hash, organization])
      return row ? aliveAt(row, now.getTime(), isUse) : null
    },
    async weigh(token, organizations, now, isUse) {
      const asked = new Map(organizations.map((it) => [innerId(it), it]))
      const ids = `{${[...asked.keys()].join(',')}}` // of the form that the contract has checked: digits and dashes
      const row = await find<store.WeighedRow>(store.weighedStatement, [hashOf(token), ids])
      const found = row && aliveAt(row, now.getTime(), isUse)
      if (!found) return null
      return { ...found, paths: new Map((row.paths ?? []).map(([id, path]) => [asked.get(id) ?? '', path])) }
    },
    async provedAt(session) {
      const [row] = await lookup<store.Proof>(store.proofStatement, [session])
      return row?.proved_at ?? null
    },
    decide: (actor, permission, target) => decide(actor.grants, permission, target),
    hold: (tx, actor, alone, at) => store.hold(tx, actor, alone, at),
  }
}

const identified = (row: store.AuthorityRow, usedAt: number): Identified => ({
  actor: {
    session: row.session,
    byKey: row.by_key,
    sessionExpiresAt: new Date(endOf(row, usedAt)),
    idle: row.idle !== null && endOf(row, usedAt) < row.latest ? row.idle : null,
    signedInAt: new Date(row.created_at),
    identity: row.identity,
    user: row.user,
    version: row.version,
    name: row.name,
    step: row.step,
    connection: row.connection,
    vouched: row.vouched,
    own: row.own,
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
