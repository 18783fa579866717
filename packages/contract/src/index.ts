import { access } from './access.ts'
import { activity } from './activity.ts'
import { addresses } from './addresses.ts'
import { blueprint } from './blueprint.ts'
import { diagnosis } from './diagnosis.ts'
import { federation } from './federation.ts'
import { devices } from './devices.ts'
import { factors } from './factors.ts'
import { commonRefusals, type CommonRefusal } from './problem.ts'
import { hosts } from './hosts.ts'
import { installation } from './installation.ts'
import { invitations } from './invitations.ts'
import { keys } from './keys.ts'
import { joinings } from './joinings.ts'
import { lockouts } from './lockouts.ts'
import { mails } from './mails.ts'
import { organizations } from './organizations.ts'
import { passkeys } from './passkeys.ts'
import { passwords } from './passwords.ts'
import { policies } from './policy-routes.ts'
import { profile } from './profile.ts'
import { roles } from './roles.ts'
import type { RouteSpec } from './route.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import { users } from './users.ts'

/** Every operation of the API, by feature and verb. */
export const contract = {
  installation,
  blueprint,
  sessions,
  activity,
  profile,
  passwords,
  addresses,
  hosts,
  organizations,
  roles,
  users,
  joinings,
  lockouts,
  diagnosis,
  invitations,
  mails,
  policies,
  settings,
  access,
  keys,
  federation,
  factors,
  passkeys,
  devices,
}
export type Contract = typeof contract

type RoutesIn<F> = F[keyof F]
type AnyRoute = { [F in keyof Contract]: RoutesIn<Contract[F]> }[keyof Contract]
/** Every code a problem document may carry: the console has a sentence for each, checked by the compiler. */
export type RefusalCode =
  | CommonRefusal
  | (AnyRoute extends infer R ? (R extends RouteSpec ? Extract<keyof R['refuses'], string> : never) : never)

export const apiPrefix = '/api/v1'
export { commonRefusals }
export type { CommonRefusal }
export { Above, access, Basis, Check, Explanation, Givers, HeldGrant, Holder, Question } from './access.ts'
export * from './judging.ts'
export {
  Blueprint,
  BlueprintChange,
  BlueprintFault,
  BlueprintInForce,
  BlueprintObstacle,
  BlueprintPlan,
  Menu,
  MenuEntry,
  blueprint,
  labelKeys,
  levelLabels,
} from './blueprint.ts'
export * from './events.ts'
export { type Inherited, ValueChange, ValueSource } from './inheritance.ts'
export { models } from './models.ts'
export * from './permissions.ts'
export * from './problem.ts'
export * from './route.ts'
export * from './steps.ts'
export * from './values.ts'
export { HostInfo, hosts } from './hosts.ts'
export {
  Connection,
  ConnectionCheck,
  LinkedSignIn,
  ProviderFault,
  SignInOffer,
  SigningAlgorithm,
  VerifiedDomain,
} from './federation-models.ts'
export { federation } from './federation.ts'
export { SignIn, SignInResult, activity } from './activity.ts'
export { PendingEmail, addresses } from './addresses.ts'
export { Device, devices } from './devices.ts'
export { Factor, FactorRequirement, factors, mostFactors, ProofWay, recoveryCodeCount } from './factors.ts'
export { passkeys } from './passkeys.ts'
export { PasskeyMade, PasskeyShown } from './webauthn.ts'
export { Installation, installation } from './installation.ts'
export { Invitation, InvitationStatus, invitations } from './invitations.ts'
export { Key, keys } from './keys.ts'
export { joinings } from './joinings.ts'
export { Remedy, SignInCheck, SignInCheckKey, SignInReason, diagnosis } from './diagnosis.ts'
export { lockouts } from './lockouts.ts'
export { MailDelivery, MailRow, MailStatus, mails } from './mails.ts'
export { MovePreview, Organization, OrganizationRow, Standing, SubtreeCounts, organizations } from './organizations.ts'
export { passwords } from './passwords.ts'
export * from './policies.ts'
export { PoliciesOfBlueprint } from './policies-of-blueprint.ts'
export type { PolicyGroup, PolicyReach, PolicySpec } from './policy-spec.ts'
export * from './policy-pattern.ts'
export { ReasonedAct, type PolicyUnit } from './policy-values.ts'
export { Policy, policies } from './policy-routes.ts'
export { Me, MyGrant, profile } from './profile.ts'
export { Role, roles } from './roles.ts'
export { Session, sessions } from './sessions.ts'
export * from './setting-types.ts'
export { SettingsOfBlueprint } from './blueprint/settings.ts'
export { Setting, SettingDefinition, settings } from './settings.ts'
export { Change, shortestAnywhere, User, UserStatus, users } from './users.ts'
