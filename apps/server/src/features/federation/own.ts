/** The signed-in person's own linked sign-ins. */
import type { federation } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Actor } from '../../platform/value/actor.ts'
import type { MemberCall } from '../../platform/value/call.ts'
import { innerId, publicId } from '../../platform/value/ids.ts'
import { isWithin } from '../../platform/value/reach.ts'
import { findById, lockIdentity } from '../identities/index.ts'
import {
  accountsOf,
  endSessionsThrough,
  noteProof,
  voucherIn,
  vouchedThrough,
  type Renewed,
} from '../sessions/index.ts'
import type { Journeys } from './journeys.ts'
import type { Joining } from './joining.ts'
import { linkOwn, standingAt } from './linking.ts'
import { presentLink } from './present.ts'
import {
  beginLimit,
  exists,
  isSame,
  mayFinish,
  mayTry,
  mayUnlink,
  mayUnlinkThere,
  mayVouch,
  wasLinked,
} from './rules.ts'
import * as links from './store.links.ts'
import * as store from './store.signing-in.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
  readonly journeys: Journeys
  readonly joining: Joining
}
/**
 * A provider's word links nothing that leads beyond its organization, as what lies above does: whoever is known there would
 * be the person wherever that leads, now or later.
 */
const mayReach = (actor: Actor) => (it: links.ReachableRow, all: readonly links.ReachableRow[]) => {
  const through = vouchedThrough(actor)
  const by = all.find((one) => one.id === through)
  return through === null || (by !== undefined && isWithin(it.org_path, by.org_path))
}
/** By a provider's word one sees and ends what lies about its organization, and not where else the person is. */
const isAbout = ({ connection }: Actor, mine: readonly links.LinkedRow[]) => {
  const by = mine.find((it) => it.connection_id === connection)
  return ({ org_path: path }: { readonly org_path: string }): boolean =>
    connection === null || (by !== undefined && (isWithin(path, by.org_path) || isWithin(by.org_path, path)))
}
type Own = Pick<ActionsFor<typeof federation>, 'links' | 'beginLink' | 'beginProof' | 'finishOwn' | 'unlink'>

export const ownWith = ({ lookup, throttle, journeys, joining }: Capabilities): Own => {
  const rows = <R>(statement: { name: string; text: string }, values: unknown[]) =>
    lookup<R & Record<string, unknown>>(statement, values)
  /**
   * Not those that others made for them and they never confirmed; where a provider's word is all that there is, and what
   * follows goes as far as that, not those either that they never entered as themselves or that are deactivated.
   */
  const homesOf = async (actor: Actor) =>
    (await rows<store.AccountRow>(store.accountsStatement, [actor.identity]))
      .filter((it) => (vouchedThrough(actor) === null ? !it.joining : it.own && it.status === 'active'))
      .map((it) => it.path)
  const reachable = (identity: string) => rows<links.ReachableRow>(links.reachableStatement, [identity])

  /** `fits`: which of the connections that lead to one of the person's accounts. */
  async function begin(
    call: MemberCall,
    { connection, host }: { connection: string; host?: string | undefined },
    purpose: 'link' | 'prove',
    fits: (it: links.ReachableRow, all: readonly links.ReachableRow[]) => boolean,
  ) {
    const { actor, address, now } = call
    settle(mayTry(await throttle.attempt([beginLimit(address)], now)))
    const id = innerId(connection)
    const all = await reachable(actor.identity)
    const to = settle(exists(all.find((it) => it.id === id && fits(it, all))))
    if (purpose === 'prove') settle(mayVouch(await homesOf(actor), to.org_path))
    const [open] = await rows<store.Open>(store.openStatement, [id])
    const of = { identity: actor.identity, session: actor.session }
    return journeys.begin(call, settle(exists(open)), { purpose, of, host })
  }

  return {
    async links({ actor }) {
      const [items, others] = await Promise.all([
        rows<links.LinkedRow>(links.linksStatement, [actor.identity]),
        reachable(actor.identity),
      ])
      const about = isAbout(actor, items)
      return {
        items: items.filter(about).map(presentLink),
        offers: others
          .filter((it) => !it.linked && about(it) && mayReach(actor)(it, others))
          .map(({ id, name }) => ({ connection: publicId('con', id), name })),
        current: actor.connection === null ? null : publicId('con', actor.connection),
      }
    },
    async beginLink(call, { token, ...asked }) {
      const { actor, address, now } = call
      if (token === undefined) return begin(call, asked, 'link', mayReach(actor))
      settle(mayTry(await throttle.attempt([beginLimit(address)], now)))
      const { open, invitation } = await joining.asked(call, asked.connection, token)
      const of = { identity: actor.identity, session: actor.session }
      return journeys.begin(call, open, { purpose: 'link', of, host: asked.host, invitation })
    },
    // By the provider of the organization one acts in: another's word is no proof here.
    beginProof: (call, asked) =>
      begin(call, asked, 'prove', (it) => it.linked && isWithin(call.home.path, it.org_path)),

    async finishOwn(call, returned) {
      const { actor, home, asSelf, address, now, cookie } = call
      settle(mayTry(await throttle.attempt([beginLimit(address)], now)))
      const of = { identity: actor.identity, session: actor.session }
      const purpose = await purposeOf(call, returned.state)
      const { connection, vouched } = await journeys.end(call, returned, purpose, of)
      const { subject, email } = vouched
      if (purpose === 'prove') {
        const [mine] = await rows<store.LinkRow>(store.linkOfStatement, [connection.id, actor.identity])
        settle(isSame(mine?.subject, subject))
        settle(mayVouch(await homesOf(actor), connection.org_path))
        const renewed: Renewed[] = []
        const answer = await asSelf(async (tx) => {
          renewed.splice(0, 1, await noteProof(tx, actor))
          return { done: 'proved' as const }
        })
        for (const { token, expiresAt } of renewed) cookie.set(token, expiresAt)
        return answer
      }
      const { invitation_id: invitation } = connection
      if (invitation !== null) return joining.join(call, connection, invitation, vouched)
      const account = await standingAt(lookup, connection.org_path, actor, home)
      const there = account ?? settle(mayFinish<never>(undefined, now))
      const voucher = await voucherIn(lookup, { identity: actor.identity, connection: vouchedThrough(actor) })
      return asSelf(async (tx) => {
        await lockIdentity(tx, actor.identity)
        await linkOwn(lookup, tx, { connection, subject, email, voucher }, there)
        return { done: 'linked' as const }
      }, there.home)
    },

    async unlink({ actor, home, asSelf }, { link: asked }) {
      const id = innerId(asked)
      const mine = await rows<links.LinkedRow>(links.linksStatement, [actor.identity])
      const named = settle(wasLinked(mine.filter(isAbout(actor, mine)).find((it) => it.id === id)))
      const by = mine.find((it) => it.connection_id === vouchedThrough(actor))
      settle(mayUnlinkThere(by === undefined || isWithin(named.org_path, by.org_path)))
      const place = { id: named.org_id, path: named.org_path }
      const there = await standingAt(lookup, place.path, actor, home)
      const [me, byPassword] = await Promise.all([findById(lookup, actor.identity), accountsOf(lookup, actor.identity)])
      return asSelf(async (tx) => {
        await lockIdentity(tx, actor.identity)
        const all = await links.own(tx, actor.identity)
        const it = settle(wasLinked(all.find((one) => one.id === id)))
        settle(mayUnlink(all.length > 1 || (me?.password_hash != null && byPassword.length > 0)))
        await links.remove(tx, actor.identity, id)
        await endSessionsThrough(tx, it.connection_id, { identity: actor.identity, besides: actor.session })
        await tx.record('user.sign_in_unlinked', {
          ...(there
            ? { at: there.home, target: { kind: 'user', id: there.user }, by: there }
            : // Nobody knows them there any more.
              {
                at: place,
                target: { kind: 'connection', id: it.connection_id },
                by: { user: null, name: named.name },
              }),
          after: { connection: named.name },
        })
        return null
      }, there?.home ?? place)
    },
  }

  /** Which of the two this browser began; neither is for `end` to refuse. */
  async function purposeOf({ browserBinding }: MemberCall, state: string): Promise<'link' | 'prove'> {
    const [proof] = await rows(store.stateStatement, store.stateKey(state, browserBinding.secret, 'prove'))
    return proof ? 'prove' : 'link'
  }
}
