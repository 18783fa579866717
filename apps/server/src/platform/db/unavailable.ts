/** Telling "the database is away" from "this statement is wrong". */

/** The database cannot be reached just now; nothing is known to have been changed, and trying again makes sense. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

// SQLSTATE classes: 08 connection, 57P0x shutting down or starting, 53 out of resources, 58 system error,
// 25006 read-only (a demoted primary), 57014/55P03 statement and lock time-outs, 25P03 idle in transaction.
const states = /^(08...|57P0.|53...|58...|25006|57014|55P03|25P03)$/
const errnos = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
])
// pg gives these without a code.
const messages =
  /(connection terminated|timeout exceeded when trying to connect|not queryable|query read timeout|connection error|pool after calling end)/i

export function isUnavailable(error: unknown): boolean {
  if (error instanceof Unavailable || isRetryable(error)) return true
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return states.test(code) || errnos.has(code) || (code === '' && messages.test(error.message))
}
/** Two transactions waited for each other, or saw each other's changes: the same work run again succeeds. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')
/** A statement of the same transaction had failed before. */
export const isBehindAnother = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '25P02'
export const isUniqueViolation = (error: unknown, constraint: string): boolean =>
  breaks(error, constraint) && 'code' in error && error.code === '23505'
export const breaks = (error: unknown, constraint: string): error is Error =>
  error instanceof Error && 'constraint' in error && error.constraint === constraint
