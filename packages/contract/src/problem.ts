/** Errors as RFC 9457 problem documents, and the refusals any route may give. */
import Type, { type Static } from 'typebox'
import { ActorRef, Nullable, OrganizationRef, Strict } from './values.ts'

/** Refusals that do not belong to one route: shape, session, authority, limits, availability. */
export const commonRefusals = {
  validation_failed: 400,
  json_malformed: 400,
  cursor_invalid: 400,
  credentials_twice: 400,
  unauthenticated: 401,
  permission_missing: 403,
  key_not_enough: 403,
  password_change_required: 403,
  second_factor_required: 403,
  factor_enrolment_required: 403,
  proof_required: 403,
  origin_differs: 403,
  organization_unknown: 404,
  route_unknown: 404,
  version_differs: 412,
  body_too_large: 413,
  media_type_unsupported: 415,
  idempotency_key_reused: 422,
  internal: 500,
  unavailable: 503,
  busy: 503,
} as const

export type CommonRefusal = keyof typeof commonRefusals

/** One wrong field: where (`body.email`), which rule, a sentence. */
export const FieldProblem = Strict({ path: Type.String(), code: Type.String(), message: Type.String() })
export type FieldProblem = Static<typeof FieldProblem>

export const Problem = Strict({
  type: Type.String({ description: 'urn:tenantry:problem:<code>' }),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  fields: Type.Optional(Type.Array(FieldProblem)),
  requestId: Type.String(),
  /** Seconds after which trying again makes sense. */
  retryAfter: Type.Optional(Type.Integer()),
  /** What was in the way, where it is one of these: a permission that is missing, an organization beyond reach, a field. */
  cause: Type.Optional(Type.Enum(['permission', 'reach', 'field'])),
  /** With `permission_missing`: which permission is missing, and where. */
  missing: Type.Optional(Strict({ permission: Type.String(), at: Nullable(OrganizationRef) })),
  /** With `role_in_use`: who holds it, at most 20. */
  holders: Type.Optional(Type.Array(ActorRef)),
})
export type Problem = Static<typeof Problem>
