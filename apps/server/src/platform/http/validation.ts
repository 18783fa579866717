/**
 * Two validators. Bodies: exact types, unknown keys refused, all errors told. Path and query: text becomes numbers and
 * booleans where the schema asks for them; unknown names are refused there too.
 */
import type { FieldProblem } from '@tenantry/contract'
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'

const shared: Options = { removeAdditional: false, useDefaults: true, strict: false, allErrors: true }
// ajv-formats is CommonJS: its function is the `default` of the module's namespace.
const withFormats = (ajv: Ajv) => formats.default(ajv, ['date-time'])
const exact = withFormats(new Ajv({ ...shared, coerceTypes: false }))
// Without 'array' an empty query value would silently become null or 0.
const coercing = withFormats(new Ajv({ ...shared, coerceTypes: 'array' }))

/** Compiled when first needed: all at once would cost every start a fifth of a second. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let compiled: ValidateFunction | undefined
  return (value: unknown) => {
    compiled ??= (httpPart === 'body' ? exact : coercing).compile(schema)
    return compiled(value) ? { value } : { error: new InvalidInput(compiled.errors ?? []) }
  }
}
/** Carries what the validator found to the error handler, under the name that Fastify gives its own. */
export class InvalidInput extends Error {
  readonly validation: ErrorObject[]
  constructor(validation: ErrorObject[]) {
    super('invalid input')
    this.validation = validation
  }
}
/** For checking answers against the contract in tests. */
export const compileAnswerCheck = (schema: TSchema) => exact.compile(schema)

const nameOf = (error: ErrorObject): string => {
  const { missingProperty, additionalProperty } = error.params as {
    missingProperty?: string
    additionalProperty?: string
  }
  return missingProperty ?? additionalProperty ?? ''
}
const mostTold = 20

/** `part` is body, query or params (Fastify says querystring). */
export function fieldProblems(errors: readonly ErrorObject[], part: string): FieldProblem[] {
  const base = part === 'querystring' ? 'query' : part
  const told = withoutOtherBranches(errors)
    .slice(0, mostTold)
    .map((error) => ({
      path: [base, ...error.instancePath.split('/').slice(1), nameOf(error)].filter(Boolean).join('.').slice(0, 200),
      code: error.keyword,
      message: sentence(error),
    }))
  return told
}

/**
 * A value that may be of several kinds (a text or null) is told what is wrong with it as the kind that it is, not that it
 * might have been another one; and where it is of none, what the first would have been.
 */
function withoutOtherBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let left = errors
  for (const union of errors.filter(({ keyword }) => keyword === 'anyOf')) {
    const inside = left.filter((it) => it !== union && it.schemaPath.startsWith(`${union.schemaPath}/`))
    const ofItsKind = inside.filter((it) => it.keyword !== 'type' || it.instancePath !== union.instancePath)
    const kept = ofItsKind.length ? ofItsKind : inside.slice(0, 1)
    if (kept.length) left = left.filter((it) => it !== union && (!inside.includes(it) || kept.includes(it)))
  }
  return left
}

function sentence(error: ErrorObject): string {
  const { limit, allowedValues } = error.params as { limit?: number; allowedValues?: unknown[] }
  switch (error.keyword) {
    case 'required':
      return 'This field is required.'
    case 'additionalProperties':
      return 'This field is not known here.'
    case 'maxLength':
      return `At most ${limit} characters.`
    case 'minLength':
      return limit === 1 ? 'This field must not be empty.' : `At least ${limit} characters.`
    case 'enum':
      return `One of: ${allowedValues?.join(', ')}.`
    case 'pattern':
    case 'format':
      return 'This value does not have the right form.'
    default:
      return `This value ${error.message ?? 'is not valid'}.`
  }
}
