/** Everything that goes wrong becomes one problem document (RFC 9457). What is not a refusal is a bug: told to the log alone. */
import type { FieldProblem, Problem } from '@tenantry/contract'
import type { ErrorObject } from 'ajv'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isUnavailable } from '../db/unavailable.ts'
import { Refusal, refuseCommon, type Refused } from '../refusal.ts'
import { fieldProblems } from './validation.ts'

const fastifyCodes: Record<string, Parameters<typeof refuseCommon>[0]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'json_malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'json_malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'json_malformed',
  FST_ERR_BAD_URL: 'route_unknown',
  FST_ERR_MAX_PARAM_LENGTH: 'route_unknown',
  FST_ERR_ROUTE_METHOD_NOT_SUPPORTED: 'route_unknown',
}

export const invalidFields = (fields: FieldProblem[]): Refused => refuseCommon('validation_failed', { fields })

function refusedBy(error: unknown): Refused {
  if (error instanceof Refusal) return error.refused
  if (isUnavailable(error)) return refuseCommon('unavailable', { retryAfter: 1 })
  const { code, validation, validationContext, statusCode } = error as Partial<FastifyError>
  if (validation) return invalidFields(fieldProblems(validation as ErrorObject[], validationContext ?? 'body'))
  const known = code === undefined ? undefined : fastifyCodes[code]
  if (known) return refuseCommon(known)
  // secure-json-parse and the HTTP parser name no code of Fastify's.
  return refuseCommon(statusCode === 400 ? 'json_malformed' : 'internal')
}

export function problemOf(refused: Refused, requestId: string): Problem {
  const { fields, retryAfter, missing, holders } = refused.details
  const cause = causeOf(refused)
  return {
    type: `urn:tenantry:problem:${refused.code}`,
    title: titleOf(refused.code),
    status: refused.status,
    code: refused.code,
    requestId,
    ...(cause && { cause }),
    ...(fields && { fields }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(missing && { missing }),
    ...(holders && { holders }),
  }
}
/** Whoever asks for something to be made shall know where to turn: to an administrator, to another place, or to the form. */
function causeOf({ code, details }: Refused): Problem['cause'] {
  if (code === 'permission_missing') return 'permission'
  if (code === 'organization_unknown') return 'reach'
  return details.fields?.length ? 'field' : undefined
}
/** `user_own` reads "User own": for people there are the console's sentences. */
const titleOf = (code: string) => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')

export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refused = refusedBy(error)
  // A database that is away fails every request alike: one line each, without its stack.
  if (refused.code === 'internal') request.log.error({ reqId: request.id, err: error }, refused.code)
  else if (refused.code === 'unavailable')
    request.log.warn({ reqId: request.id, reason: reasonOf(error) }, refused.code)
  if (refused.details.retryAfter !== undefined) void reply.header('retry-after', refused.details.retryAfter)
  return reply
    .code(refused.status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-request-id', request.id) // also where no hook ran: an address that cannot be read
    .send(JSON.stringify(problemOf(refused, request.id)))
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : 'unknown')
