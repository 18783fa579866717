import type { diagnosis } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { publicId } from '../../platform/value/ids.ts'
import { canonicalEmail } from '../../platform/value/text.ts'
import type { OwnAddress } from '../hosts/index.ts'
import type { Policies } from '../policies/index.ts'
import { allowedBy, grantsOf, outranks } from '../roles/index.ts'
import { requiredBy } from '../sessions/index.ts'
import { findUser, heldAnywhere, presentUser } from '../users/index.ts'
import { findingsOf, remedies } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly policies: Policies
  readonly ownAddress: OwnAddress
}
export const actionsWith = ({ lookup, policies, ownAddress }: Capabilities): ActionsFor<typeof diagnosis> => ({
  signIn: ({ actor, at, now, inReach }, { email: written }) =>
    inReach(async (tx) => {
      const email = canonicalEmail(written)
      const found = await store.accountWithin(tx, at.path, email)
      const row = found && (await findUser(tx, found.org_path, found.id))
      const invitation = row ? undefined : await store.invitationWithin(tx, at.path, email)
      const path = row?.org_path ?? invitation?.org_path ?? at.path
      const rules = await policies.values(path, 'lockout', 'mfa.required')
      // Of somebody who has not said yet that the account is theirs, nothing is read.
      const [password] =
        row && !row.joining
          ? await lookup<store.PasswordState & Record<string, unknown>>(store.passwordStateStatement, [
              row.identity_id,
              row.org_path,
            ])
          : []
      const [led] = row ? await lookup<{ connected: boolean }>(store.connectedStatement, [row.org_path]) : []
      const theirs: Grant[] = row ? [...(await grantsOf(tx, row.id))] : []
      const account = found &&
        row && {
          status: row.status,
          stopped: found.stopped,
          address: ownAddress(found),
          joining: row.joining,
          federatedOnly: row.federated_only,
          organizationFederated: found.federated,
          connected: led?.connected ?? false,
          mfaRequired:
            requiredBy(
              { mfa_required: row.mfa_required, roles: theirs.map((it) => it.role) },
              rules['mfa.required'],
            ) !== null,
          hasFactor: password?.has_factor ?? false,
          lockedUntil: row.locked_until,
          hasPassword: password?.has_password ?? false,
          mustChangePassword: password?.must_change_password ?? false,
          passwordExpiresAt: password?.password_expires_at ?? null,
        }
      const anywhere = row && !row.joining ? await heldAnywhere(lookup, row.identity_id) : []
      const findings = findingsOf({
        now,
        account,
        invitation: invitation && { expiresAt: invitation.expires_at },
        lockout: rules.lockout,
      })
      return {
        email,
        checks: findings.map((it) => {
          const { permission, person } = it.remedy ? remedies[it.remedy] : { permission: '', person: false }
          const above = person ? [...theirs, ...anywhere] : theirs
          const may = it.remedy !== null && allowedBy(actor.grants, permission, path) !== undefined
          return { ...it, mayRemedy: may && outranks(actor.grants, above) }
        }),
        user: row ? presentUser(row, now) : null,
        invitation: invitation
          ? { id: publicId('inv', invitation.id), organization: publicId('org', invitation.org_id) }
          : null,
      }
    }),
})
