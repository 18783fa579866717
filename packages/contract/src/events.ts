/** Why a role that should follow from groups does not. */
export type RoleKeptCause = 'administrator_last' | 'role_immutable' | 'groups_withheld'
/** Facts the product records, by type, each in the same transaction as what it tells about. */
export interface EventFacts {
  'installation.set_up': { user: string; email: string }
  'blueprint.applied': { blueprint: string; digest: string }
  'organization.created': { name: string; level: string }
  'organization.renamed': { name: string }
  'organization.updated': Record<string, unknown>
  'organization.moved': { parent: string }
  'organization.suspended': { standing: string }
  'organization.resumed': { standing: string }
  'organization.deleted': { standing: string; purgeAt: string }
  'organization.restored': { standing: string }
  'organization.purged': { name: string; code: string | null; organizations: number }
  'invitation.created': { email: string; role: string; expiresAt: string }
  'invitation.resent': { email: string; expiresAt: string }
  'invitation.revoked': { email: string }
  'invitation.accepted': { email: string; user: string }
  'user.joined': { email: string; name: string; role: string; status: string }
  'user.created': { email: string; name: string; role: string; scope: string; status: string }
  'user.joining_confirmed': { status: string }
  'user.scope_changed': { role: string; scope: string }
  'user.moved': { organization: string; role: string; scope: string }
  'user.deleted': { email: string; name: string; role: string; purgeAt?: string }
  'user.restored': { status: string }
  /** Removed for good: the time to restore them is over. */
  'user.purged': { email: string; name: string }
  /** `until` null: until an administrator unlocks. */
  'user.locked': { until: string | null }
  'user.unlocked': Record<string, never>
  'user.mfa_required_changed': { mfaRequired: boolean }
  'user.federated_only_changed': { federatedOnly: boolean }
  'user.email_change_requested': { email: string; by: 'administrator' | 'self' }
  'user.email_change_cancelled': { email: string }
  'user.email_changed': { email: string }
  'role.created': Record<string, unknown>
  'role.updated': Record<string, unknown>
  'role.deleted': { label: string }
  'user.updated': Record<string, unknown>
  /** `connection`: whose groups it follows. */
  'user.role_changed': { role: string; connection?: string }
  /** Another would follow from the groups at a provider. */
  'user.role_kept': { role: string; cause: RoleKeptCause; connection: string }
  'user.deactivated': { status: string }
  'user.reactivated': { status: string; role?: string }
  'user.replaced': { by: string }
  'user.change_requested': { wish: string }
  /** Told to an administrator above whoever asked. */
  'user.asked_for_change': { from: string; wish: string }
  'user.signed_in': { address: string | null; userAgent: string | null }
  'user.signed_out': Record<string, never>
  'user.session_ended': { sessions: number; keys?: number }
  'organization.sessions_ended': { sessions: number; keys: number }
  'user.account_switched': Record<string, never>
  'policy.set': { policy: string; value: unknown; locked: boolean }
  'setting.set': { setting: string; value: unknown; locked: boolean }
  'setting.reset': { setting: string; value?: unknown; locked?: boolean }
  'policy.reset': { policy: string; value?: unknown; locked?: boolean }
  'connection.created': { name: string; issuer: string }
  'connection.updated': Record<string, unknown>
  'connection.switched': { name: string; active: boolean }
  'connection.removed': { name: string; links: number; sessions: number }
  'domain.added': { domain: string }
  'domain.verified': { domain: string }
  'domain.lapsed': { domain: string }
  'domain.removed': { domain: string }
  'user.sign_in_linked': { connection: string; email: string | null }
  'user.sign_in_unlinked': { connection: string }
  'password.reset_requested': { by: 'administrator' | 'self' }
  'password.reset': Record<string, never>
  'key.created': { name: string; expiresAt: string }
  'key.revoked': { name: string }
  'password.changed': Record<string, never>
  'factor.added': { factor: string; kind: string }
  'factor.renamed': { factor: string }
  'factor.removed': { factor: string; kind: string }
  'factor.all_removed': { factors: number }
  'recovery_codes.made': { left: number }
  'recovery_codes.used': { left: number }
  'user.mfa_disabled': { factors: number; mfaRequired: boolean }
  'device.remembered': { userAgent: string | null }
  'device.forgotten': { devices: number }
}
export type EventType = keyof EventFacts
