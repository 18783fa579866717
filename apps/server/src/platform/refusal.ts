/** How a rule says no: a value with a code the route lists. Thrown by `settle`, it rolls the transaction back. */
import { commonRefusals, type FieldProblem, type Problem, type RefusalOf, type RouteSpec } from '@tenantry/contract'

export interface Details {
  /** Wrong fields, for the form that sent them. */
  fields?: FieldProblem[]
  /** Seconds after which trying again makes sense. */
  retryAfter?: number
  missing?: Problem['missing']
  /** Who stands in the way. */
  holders?: Problem['holders']
}
export interface Granted<T> {
  readonly granted: true
  readonly value: T
}
export interface Refused {
  readonly granted: false
  readonly code: string
  readonly status: number
  readonly details: Details
}
export type Ruling<T = void> = Granted<T> | Refused

export const grant = <T>(value: T): Granted<T> => ({ granted: true, value })

/** `refuse('user_own')` for one route: only codes that the route lists, with the status it lists them with. */
export const refusals =
  <R extends RouteSpec>(route: R) =>
  (code: RefusalOf<R>, details: Details = {}): Refused => ({
    granted: false,
    code,
    status: route.refuses[code] ?? 500,
    details,
  })

/** A refusal that any route may give. */
export const refuseCommon = (code: keyof typeof commonRefusals, details: Details = {}): Refused => ({
  granted: false,
  code,
  status: commonRefusals[code],
  details,
})

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly refused: Refused
  constructor(refused: Refused) {
    super(refused.code)
    this.refused = refused
  }
}

/** The value that was granted, or the refusal thrown. */
export function settle<T>(ruling: Ruling<T>): T {
  if (ruling.granted) return ruling.value
  throw new Refusal(ruling)
}
