/** E-mail domains, shown to be the organization's own by a record that only their owner can set. */
import type { federation } from '@tenantry/contract'
import { newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Transact, Tx } from '../../platform/db/scope.ts'
import { isUniqueViolation } from '../../platform/db/unavailable.ts'
import type { TextRecords } from '../../platform/egress/records.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId, newId } from '../../platform/value/ids.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { presentDomain } from './present.ts'
import { domainExists, grace, isVerified, mayClaim, mayTest, recordOf, testLimit } from './rules.ts'
import * as store from './store.domains.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
  readonly records: TextRecords
  readonly transact: Transact
}
type Own = Pick<ActionsFor<typeof federation>, 'listDomains' | 'addDomain' | 'checkDomain' | 'removeDomain'>

export const domainsWith = ({ lookup, throttle, records, transact }: Capabilities): Own => ({
  listDomains: ({ at, inReach }) =>
    inReach(async (tx) => ({ items: (await store.list(tx, at.path)).map(presentDomain) })),

  addDomain: ({ at, inReach }, { name: domain }) =>
    inReach(async (tx) => {
      const there = await store.list(tx, at.path)
      settle(
        mayClaim(
          there.map((it) => it.domain),
          domain,
        ),
      )
      const row = await store.insert(tx, { id: newId(), path: at.path, domain, token: newToken().token })
      await tx.record('domain.added', { at, target: { kind: 'domain', id: row.id }, after: { domain } })
      return presentDomain(row)
    }),

  async checkDomain({ actor, at, now, requestId, inReach }, { domain }) {
    settle(mayTest(await throttle.attempt([testLimit(actor.user)], now)))
    const by = { user: actor.user, name: actor.name, requestId }
    const found = await transact({ reach: subtreeOf(at.path), by, now }, async (tx) =>
      settle(domainExists(await store.find(tx, at.path, innerId(domain)))),
    )
    const seen = await look(records, found)
    const [taken] = await lookup(store.takenStatement, [found.domain, found.id])
    return inReach(async (tx) => {
      settle(isVerified(seen, recordOf(found.domain, found.token).value, taken !== undefined))
      const after = await keep(tx, at, found, seen, false)
      settle(isVerified(seen, recordOf(found.domain, found.token).value, after === undefined))
      return presentDomain(settle(domainExists(after)))
    })
  },

  removeDomain: ({ at, inReach }, { domain }) =>
    inReach(async (tx) => {
      const row = settle(domainExists(await store.find(tx, at.path, innerId(domain))))
      await store.remove(tx, row)
      await tx.record('domain.removed', { at, target: { kind: 'domain', id: row.id }, after: { domain: row.domain } })
      return null
    }),
})

export const look = (records: TextRecords, { domain, token }: store.DomainRow) => records(recordOf(domain, token).name)

/**
 * What a look came to. One organization has a domain at a time; a record that is gone takes it away after some days, and
 * nobody answering takes nothing away.
 */
export async function keep(
  tx: Tx,
  at: { id: string; path: string },
  it: store.DomainRow,
  seen: readonly string[] | null,
  taken: boolean,
): Promise<store.DomainRow | undefined> {
  const before = { verified_at: it.verified_at, missing_since: it.missing_since }
  if (seen === null) return store.note(tx, it, before)
  const fact = { at, target: { kind: 'domain', id: it.id } as const, after: { domain: it.domain } }
  if (seen.includes(recordOf(it.domain, it.token).value)) {
    if (taken) return store.note(tx, it, before)
    if (it.verified_at === null) await tx.record('domain.verified', fact)
    const found = { verified_at: it.verified_at ?? tx.now, missing_since: null }
    return store.note(tx, it, found).catch((error: unknown) => {
      // Another organization showed it in this very moment; the next look says so.
      if (isUniqueViolation(error, 'email_domains_verified')) return undefined
      throw error
    })
  }
  if (it.verified_at === null) return store.note(tx, it, before)
  const since = it.missing_since ?? tx.now
  if (tx.now.getTime() - since.getTime() < grace) return store.note(tx, it, { ...before, missing_since: since })
  await tx.record('domain.lapsed', fact)
  return store.note(tx, it, { verified_at: null, missing_since: null })
}
