/** Roles follow the provider's groups: in the transaction of the sign-in, so that the session that begins has them already. */
import type { Lookup } from '../../platform/db/lookup.ts'
import { byProduct, type Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { PublicCall } from '../../platform/value/call.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { lockIdentity } from '../identities/index.ts'
import type { Policies } from '../policies/index.ts'
import { grantsOf, outranks } from '../roles/index.ts'
import { endSessionsThrough, isActive, type Account } from '../sessions/index.ts'
import { lockStanding, swapRoles } from '../users/index.ts'
import { placeOf, setterOf } from './conferring.ts'
import { differenceOf, mayFollow } from './rules.following.ts'
import { noteRefusal, type Open } from './store.signing-in.ts'
import type { Voucher } from './vouching.ts'

interface Capabilities {
  readonly lookup: Lookup
  readonly policies: Policies
}
export async function follow(
  { lookup, policies }: Capabilities,
  tx: Tx,
  connection: Open,
  who: Voucher,
  { user, home }: Account,
): Promise<void> {
  // Looked at first: an organization is not held still by everybody who signs in.
  if (home.path !== connection.org_path || !differenceOf(connection, who, await grantsOf(tx, user))) return
  const { before, others } = await lockStanding(tx, home.path, user)
  const differing = differenceOf(connection, who, before.grants)
  if (!differing) return
  const setter = await setterOf(lookup, connection)
  const { wanted, instead } = differing
  const role = wanted === null ? undefined : await setter.gives(wanted, placeOf(connection))
  const { 'roles.change': change } = await policies.values(home.path, 'roles.change')
  const followed = settle(
    mayFollow({
      withheld: who.withheld,
      role,
      outranked: outranks(setter.holdings, before.grants),
      losesAdministrator: before.administrator && role?.administrator !== true,
      othersLeft: others,
      change,
    }),
  )
  const fact = {
    at: home,
    target: { kind: 'user' as const, id: user },
    // Nobody who is signed in did it, and a connection may be named like somebody.
    by: byProduct,
  }
  if (followed.kind === 'kept')
    return tx.record('user.role_kept', {
      ...fact,
      after: { role: before.role_label, cause: followed.cause, connection: connection.name },
    })
  await swapRoles(tx, before, instead, followed.role.key)
  const group = connection.role_map.find((it) => it.role === wanted && who.values.includes(it.value))
  await tx.record('user.role_changed', {
    ...fact,
    before: { role: before.role_label },
    after: { role: followed.role.label, connection: connection.name },
    reason: group ? `${connection.name}: ${group.value}` : connection.name,
  })
}

/**
 * Whoever the provider no longer lets in as what they are is out with all that it let in before, keys too; the refusal has
 * rolled back, so this is a transaction of its own.
 */
export const endOutgrown = (
  call: PublicCall,
  { id, name, org_path: path }: Open,
  { identity, user, home }: Account,
): Promise<void> =>
  call.transact({ reach: subtreeOf(path), identity, name: '' }, async (tx) => {
    await lockIdentity(tx, identity)
    // Held: what one of those sessions is doing now (making a key) is over, and does not begin anew.
    await isActive(tx, user)
    await noteRefusal(tx, id, identity)
    const ended = await endSessionsThrough(tx, id, { identity })
    if (ended.sessions + ended.keys === 0) return
    const target = { kind: 'user' as const, id: user }
    await tx.record('user.session_ended', { at: home, target, by: byProduct, after: ended, reason: name })
  })
