import type { Problem, RefusalCode } from '@tenantry/contract'

/** The server refused; `problem` says why (RFC 9457), `code` is its stable name. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
  get code(): RefusalCode {
    return this.problem.code as RefusalCode
  }
  get status(): number {
    return this.problem.status
  }
}

/** No usable answer came: network, time-out, or something between that is not the server. Nothing is known of the act. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  constructor(cause: unknown) {
    super('The server did not answer.', { cause })
  }
}
