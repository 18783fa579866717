/** What administrators see of the factors of others, and taking them away. */
import type { factors } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import { settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Policies } from '../policies/index.ts'
import { forgetDevices } from '../devices/index.ts'
import { endSessionsOfPerson, requiredBy } from '../sessions/index.ts'
import { heldAnywhere, lockTarget, setMfaRequired, showTarget } from '../users/index.ts'
import { mayDisable } from './rules.ts'
import * as store from './store.ts'

interface Capabilities {
  readonly lookup: Lookup
  readonly policies: Policies
}

export const administeringWith = ({
  lookup,
  policies,
}: Capabilities): Pick<ActionsFor<typeof factors>, 'showOf' | 'disable'> => ({
  showOf: ({ at, inReach }, { user }) =>
    inReach(async (tx) => {
      const target = await showTarget(tx, at.path, user)
      const rule = await policies.effective(at.path, 'mfa.required')
      const roles = target.grants.map((it) => it.role)
      // An account that nobody confirmed tells nothing of the person whose address it has.
      const all = target.joining
        ? []
        : (await store.all(tx, target.identity_id, target.org_path)).filter((it) => it.here)
      return {
        enrolled: all.length > 0,
        apps: all.filter((it) => it.kind === 'app').length,
        passkeys: all.filter((it) => it.kind === 'passkey').length,
        requiredBy: requiredBy({ mfa_required: target.mfa_required, roles }, rule.value),
      }
    }),

  disable: ({ actor, at, inReach }, { user, required, reason }) =>
    inReach(async (tx) => {
      const target = await lockTarget(tx, at.path, user)
      const anywhere = await heldAnywhere(lookup, target.identity_id)
      settle(mayDisable(actor, target, [...target.grants, ...anywhere]))
      let gone = await store.removeAll(tx, target.identity_id)
      await forgetDevices(tx, target.identity_id)
      // Whoever holds what was lost may be in with it.
      if (gone) {
        await endSessionsOfPerson(tx, target.identity_id)
        // One of those sessions may just have added one.
        gone += await store.removeAll(tx, target.identity_id)
      }
      if (target.mfa_required !== required) await setMfaRequired(tx, target, required)
      await tx.record('user.mfa_disabled', {
        at,
        target: { kind: 'user', id: target.id },
        before: { mfaRequired: target.mfa_required },
        after: { factors: gone, mfaRequired: required },
        reason,
      })
      return null
    }),
})
