/** The schemas that have a name of their own in the OpenAPI document, so that generated clients call them that, too. */
import type { TSchema } from 'typebox'
import { Explanation, Givers, HeldGrant, Holder } from './access.ts'
import { BlueprintChange, BlueprintFault, BlueprintInForce, BlueprintObstacle, BlueprintPlan } from './blueprint.ts'
import { HostInfo } from './hosts.ts'
import { Installation } from './installation.ts'
import { Invitation } from './invitations.ts'
import { Key } from './keys.ts'
import { MailDelivery, MailRow } from './mails.ts'
import { MovePreview, Organization, OrganizationRow, SubtreeCounts } from './organizations.ts'
import { Policy, PolicyChange } from './policy-routes.ts'
import { FieldProblem, Problem } from './problem.ts'
import { Me, MyGrant } from './profile.ts'
import { Role } from './roles.ts'
import { Session } from './sessions.ts'
import { Change, User } from './users.ts'
import { ActorRef, BoundedCount, OrganizationRef, RoleRef } from './values.ts'

export const models: Readonly<Record<string, TSchema>> = {
  ActorRef,
  BlueprintChange,
  BlueprintFault,
  BlueprintInForce,
  BlueprintObstacle,
  BlueprintPlan,
  BoundedCount,
  Change,
  Explanation,
  FieldProblem,
  Givers,
  HeldGrant,
  Holder,
  HostInfo,
  Installation,
  Invitation,
  Key,
  MailDelivery,
  MailRow,
  Me,
  MyGrant,
  Organization,
  MovePreview,
  OrganizationRef,
  OrganizationRow,
  SubtreeCounts,
  Policy,
  PolicyChange,
  Problem,
  Role,
  RoleRef,
  Session,
  User,
}
