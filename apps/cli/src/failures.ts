/** How a command ends: what went wrong in a sentence, and a number that scripts can rely on. */
import { permissions, isPermission, type Problem } from '@tenantry/contract'
import { refusals } from '@tenantry/console/sentences'
import { ApiError, NoAnswer } from '@tenantry/sdk'

export const exitCodes = { done: 0, failed: 1, usage: 2, refused: 3, unreachable: 4 } as const

/** The command was called in a way that cannot work; nothing was sent. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage'
}
/** It was done, and the answer is bad news: faults in a file, say. */
export class Failed extends Error {
  override readonly name = 'Failed'
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof WrongUsage) return exitCodes.usage
  if (error instanceof NoAnswer) return exitCodes.unreachable
  if (!(error instanceof ApiError)) return exitCodes.failed
  if (error.status === 503) return exitCodes.unreachable
  return error.status >= 500 ? exitCodes.failed : exitCodes.refused
}

export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return sentenceOfProblem(error.problem)
  if (error instanceof NoAnswer) return `The server did not answer${reasonOf(error.cause)}.`
  return error instanceof Error ? error.message : String(error)
}

const known: Readonly<Record<string, string>> = refusals
/** What the console says of a refusal. */
export const wordsOf = (code: string, otherwise = code): string => known[code] ?? otherwise

function sentenceOfProblem(problem: Problem): string {
  const { code, fields = [], missing, retryAfter, requestId } = problem
  const words = missing ? missingIn(missing) : wordsOf(code, problem.title)
  const said = code === 'validation_failed' ? 'Some of this was not accepted.' : words
  return [
    retryAfter === undefined ? said : `${said} Try again in ${retryAfter} seconds.`,
    ...fields.map((it) => `  ${it.path.replace(/^(body|query|params)\./, '')}: ${it.message}`),
    ...(code === 'permission_unknown' ? ['  "tenantry why --help" lists them.'] : []),
    `  (${code}, request ${requestId})`,
  ].join('\n')
}

function missingIn({ permission, at }: NonNullable<Problem['missing']>): string {
  const words = isPermission(permission) ? permissions[permission] : permission
  return `You lack the permission "${words}" (${permission})${at ? ` in ${at.name}` : ''}.`
}

/** fetch says "fetch failed" and keeps what is the matter in causes of causes. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return ''
  const { code } = cause as { code?: string }
  return cause.cause instanceof Error ? reasonOf(cause.cause) : `: ${code ?? cause.message}`
}
