/** Signing in through a connection: found by the domain of an address, begun, and finished by whoever comes back. */
import type { federation, Me } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { Refusal, settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { PublicCall } from '../../platform/value/call.ts'
import { innerId, publicId } from '../../platform/value/ids.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import type { Invited } from '../invitations/index.ts'
import type { Policies } from '../policies/index.ts'
import { isActive, openSession, withAccounts } from '../sessions/index.ts'
import { arrivalsWith, type Arrival } from './arrivals.ts'
import { endOutgrown, follow } from './following.ts'
import type { Journeys } from './journeys.ts'
import { isOpened } from './rules.arriving.ts'
import { beginLimit, beginLimitAt, domainOf, exists, isInvitation, mayTry } from './rules.ts'
import { hold, noteSignIn } from './store.ts'
import * as store from './store.signing-in.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
  readonly policies: Policies
  readonly journeys: Journeys
  readonly invited: Invited
  readonly onTrouble: (error: unknown) => void
}
type Own = Pick<ActionsFor<typeof federation>, 'find' | 'begin' | 'origin' | 'finish'>

export const signingInWith = ({ lookup, throttle, policies, journeys, invited, onTrouble }: Capabilities): Own => {
  const arrive = arrivalsWith({ lookup, throttle, policies, invited })
  return {
    async find(_, { email, connection }) {
      // One look-up whatever is asked, by the domain alone: it cannot tell who has an address.
      const asked = email !== undefined || connection === undefined
      const rows = await (asked
        ? lookup<store.OfferRow & Record<string, unknown>>(store.offersStatement, [domainOf(email ?? '')])
        : lookup<store.OfferRow & Record<string, unknown>>(store.offerStatement, [innerId(connection)]))
      return {
        offers: rows.map(({ id, name }) => ({ connection: publicId('con', id), name })),
        federatedOnly: rows.some((it) => it.federated_only),
      }
    },

    async begin(call, { connection, host, token }) {
      settle(mayTry(await throttle.attempt([beginLimit(call.address)], call.now)))
      const [found] = await lookup<store.Open & Record<string, unknown>>(store.openStatement, [innerId(connection)])
      const invitation = token === undefined ? null : settle(isInvitation(await invited.byToken(token, call.now)))
      return journeys.begin(call, settle(exists(found)), {
        purpose: 'sign_in',
        host,
        invitation: invitation?.id ?? null,
      })
    },
    origin: async (call, { state }) => ({ address: await journeys.origin(call, state) }),

    async finish(call, returned) {
      const limit = beginLimit(call.address)
      settle(mayTry(await throttle.attempt([limit], call.now)))
      const { connection, vouched } = await journeys.end(call, returned, 'sign_in', null)
      const arrival = await arrive(connection, vouched, call)
      let outgrown = false
      const follows = async (tx: Tx) => {
        const refused = (error: unknown) => {
          outgrown = error instanceof Refusal
          throw error
        }
        await follow({ lookup, policies }, tx, connection, vouched, arrival.account).catch(refused)
      }
      const out = async (error: unknown): Promise<never> => {
        if (outgrown) await endOutgrown(call, connection, arrival.account)
        throw error
      }
      const { me, started } = await enter(policies, call, connection, arrival, follows).catch(out)
      // Its end here and its beginning where that was: many rightful people may share an address.
      await Promise.all([limit, ...begunAt(connection)].map((it) => throttle.takeBack(it)))
      call.cookie.set(started.token, started.expiresAt)
      // They are in: nothing that is noted beside that refuses them any more.
      const [answer] = await Promise.all([withAccounts(lookup, me), note(call, connection).catch(onTrouble)])
      return answer satisfies Me
    },
  }
}

const begunAt = ({ place }: store.UnderWay) => (place === null ? [] : [beginLimitAt(place)])

/** To the minute, and once the sign-in has committed: it holds the connection together with others. Where it is held it is left to the next. */
async function note(call: PublicCall, { id, org_path, last_sign_in_at: last }: store.Open): Promise<void> {
  if (last !== null && call.now.getTime() - last.getTime() < 60_000) return
  await call.transact({ reach: subtreeOf(org_path), name: '' }, (tx) => noteSignIn(tx, id))
}

const enter = (
  policies: Policies,
  call: PublicCall,
  connection: store.Open,
  { account, name, settled }: Arrival,
  follows: (tx: Tx) => Promise<void>,
) => {
  const scope = {
    reach: subtreeOf(connection.org_path),
    identity: account.identity,
    user: account.user,
    name,
  }
  return call.transact(scope, async (tx: Tx) => {
    // Off, or set up differently, while the provider was asked: by what holds now it would have been somebody else's answer.
    settle(isOpened((await hold(tx, connection.id, connection.version)) ? true : undefined))
    await settled(tx)
    settle(isOpened((await isActive(tx, account.user)) ? true : undefined))
    await follows(tx)
    return openSession(tx, call, account, { methods: ['federated'], connection: connection.id }, policies)
  })
}
