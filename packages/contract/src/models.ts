/** The schemas that have a name of their own in the OpenAPI document, so that generated clients call them that, too. */
import type { TSchema } from 'typebox'
import { PendingEmail } from './addresses.ts'
import { Basis, Check, Explanation, Givers, HeldGrant, Holder, Question } from './access.ts'
import { SignIn } from './activity.ts'
import { BlueprintChange, BlueprintFault, BlueprintInForce, BlueprintObstacle, BlueprintPlan } from './blueprint.ts'
import { HostInfo } from './hosts.ts'
import { Connection, ConnectionCheck, LinkedSignIn, SignInOffer, VerifiedDomain } from './federation-models.ts'
import { Device } from './devices.ts'
import { Factor } from './factors.ts'
import { ValueChange } from './inheritance.ts'
import { Installation } from './installation.ts'
import { Invitation } from './invitations.ts'
import { Key } from './keys.ts'
import { MailDelivery, MailRow } from './mails.ts'
import { MovePreview, Organization, OrganizationRow, SubtreeCounts } from './organizations.ts'
import { Policy } from './policy-routes.ts'
import { FieldProblem, Problem } from './problem.ts'
import { Me, MyGrant } from './profile.ts'
import { Role } from './roles.ts'
import { Session } from './sessions.ts'
import { Setting } from './settings.ts'
import { Change, User } from './users.ts'
import { ActorRef, BoundedCount, OrganizationRef, RoleRef } from './values.ts'

export const models: Readonly<Record<string, TSchema>> = {
  ActorRef,
  Basis,
  BlueprintChange,
  BlueprintFault,
  BlueprintInForce,
  BlueprintObstacle,
  BlueprintPlan,
  BoundedCount,
  Change,
  Check,
  Connection,
  ConnectionCheck,
  Device,
  Explanation,
  Factor,
  FieldProblem,
  Givers,
  HeldGrant,
  Holder,
  HostInfo,
  Installation,
  Invitation,
  Key,
  LinkedSignIn,
  MailDelivery,
  MailRow,
  Me,
  MyGrant,
  Organization,
  PendingEmail,
  MovePreview,
  OrganizationRef,
  OrganizationRow,
  SubtreeCounts,
  Policy,
  Problem,
  Question,
  Role,
  RoleRef,
  Session,
  Setting,
  SignInOffer,
  SignIn,
  User,
  ValueChange,
  VerifiedDomain,
}
