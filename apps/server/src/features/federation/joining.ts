/**
 * Somebody who is here already accepts an invitation through the organization's provider. No provider's word is a proof of
 * who they are elsewhere, so they begin in a session of theirs, freshly proved; the invitation is theirs by its secret and
 * its address; and the provider vouches for that address. What it can do from then on ends with its organization.
 */
import type { Output, federation } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { MemberCall } from '../../platform/value/call.ts'
import { innerId, newId } from '../../platform/value/ids.ts'
import { isWithin } from '../../platform/value/reach.ts'
import { findById, lockIdentity } from '../identities/index.ts'
import type { Invited } from '../invitations/index.ts'
import { beginAnew } from '../lockouts/index.ts'
import type { Policies } from '../policies/index.ts'
import { cameMeanwhile, onlyOne } from './arrivals.ts'
import { placeOf, setterOf } from './conferring.ts'
import { linkOwn } from './linking.ts'
import { isAddressed, isOpened, mayConfer } from './rules.arriving.ts'
import { begunWith, exists, isInvitation } from './rules.ts'
import { hold } from './store.ts'
import * as store from './store.signing-in.ts'
import type { Voucher } from './vouching.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
  readonly policies: Policies
  readonly invited: Invited
}
type Finished = Output<typeof federation.finishOwn>

export const joiningWith = ({ lookup, throttle, policies, invited }: Capabilities) => ({
  /** The connection, which leads to where they are invited, and the invitation. */
  async asked({ actor, now }: MemberCall, connection: string, token: string) {
    const it = settle(isInvitation(await invited.byToken(token, now)))
    const me = await findById(lookup, actor.identity)
    settle(isAddressed(me?.email === it.email))
    const [open] = await lookup<store.Open>(store.openStatement, [innerId(connection)])
    return { open: settle(exists(open && isWithin(it.org_path, open.org_path) ? open : undefined)), invitation: it.id }
  },

  async join(call: MemberCall, connection: store.UnderWay, invitation: string, who: Voucher): Promise<Finished> {
    const { actor, asSelf, now } = call
    const { subject, email, verified, firstName, lastName } = who
    const it = settle(isInvitation(begunWith(await invited.byId(invitation, now), connection)))
    settle(isAddressed(verified && email === it.email && it.identity_id === actor.identity))
    // An account that is there is not replaced, and an organization that was moved away is not the connection's any more.
    settle(isOpened((it.account_id === null && isWithin(it.org_path, connection.org_path)) || undefined))
    const at = placeOf(it)
    settle(mayConfer(await (await setterOf(lookup, connection)).gives(it.role, at)))
    const account = { identity: actor.identity, user: newId(), home: at }
    return asSelf(
      async (tx) => {
        settle(isOpened((await hold(tx, connection.id, connection.version)) || undefined))
        // Where it is the first link of theirs, the session at hand ends, too: it may be somebody else's beside them.
        await beginAnew(tx, throttle, actor.identity, { connection: connection.id, subject })
        await lockIdentity(tx, actor.identity)
        await onlyOne(tx, policies, account)
        await invited.accept(tx, it, { ...account, firstName, lastName }).catch(cameMeanwhile)
        await linkOwn(lookup, tx, { connection, subject, email }, account)
        return { done: 'joined' }
      },
      { path: connection.org_path },
    )
  },
})
export type Joining = ReturnType<typeof joiningWith>
