/** The schemas that have a name of their own in the OpenAPI document, so that generated clients call them that, too. */
import type { TSchema } from 'typebox'
import { BlueprintChange, BlueprintFault, BlueprintInForce, BlueprintObstacle, BlueprintPlan } from './blueprint.ts'
import { Installation } from './installation.ts'
import { Invitation } from './invitations.ts'
import { MailDelivery, MailRow } from './mails.ts'
import { Organization, OrganizationRow } from './organizations.ts'
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
  FieldProblem,
  Installation,
  Invitation,
  MailDelivery,
  MailRow,
  Me,
  MyGrant,
  Organization,
  OrganizationRef,
  OrganizationRow,
  Problem,
  Role,
  RoleRef,
  Session,
  User,
}
