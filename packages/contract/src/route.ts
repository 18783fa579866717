/**
 * What one operation of the API is: its address, who may call it, what it takes, what it returns and with which
 * codes it refuses. Server, SDK, OpenAPI document, console and the authorization matrix are all read from these values.
 */
import type { Static, TObject, TSchema } from 'typebox'
import type { Permission } from './permissions.ts'
import type { Step } from './steps.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * - `public`: anybody, without a session.
 * - `member`: any active user with a session; the route concerns the caller alone.
 * - `reach`: any active user with a session; the route is about an organization that may or may not be within their reach.
 * - a permission: the caller must hold it at the organization named by the path parameter `organization`.
 */
export type Access = 'public' | 'member' | 'reach' | Permission

export interface RouteSpec {
  readonly method: Method
  /** Below `/api/v1`; parameters in braces: `/organizations/{organization}/users`. */
  readonly path: `/${string}`
  readonly access: Access
  /** For people who are there themselves: an API key is refused with `key_not_enough`. */
  readonly byKey?: 'refused'
  readonly summary: string
  readonly params?: TObject
  readonly query?: TObject
  readonly body?: TObject
  readonly returns: TSchema
  /** Success status; 200 unless said otherwise, 204 when `returns` is {@link Nothing}. */
  readonly status?: 200 | 201 | 202 | 204
  /** Refusal codes of this route and their HTTP status. */
  readonly refuses: Readonly<Record<string, number>>
  /** The returned record carries a `version`: answers have an ETag, and If-Match is obeyed on unsafe methods. */
  readonly versioned?: true
  /** A question that is too long for an address: nothing is changed, whatever the method. */
  readonly readsOnly?: true
  /** What the caller holds, and where the organizations lie that the body's `questions` or `organizations` name, is looked up with the caller. */
  readonly weighed?: true
  /** May also be called in the middle of a sign-in, at these steps; every other route is refused there. */
  readonly during?: readonly Step[]
  /** The answer is a file: `returns` is its text, and what an action hands over are its pieces, one after the other. */
  readonly file?: { readonly type: string; readonly name: string }
  /** Takes a proof of identity not older than {@link freshMinutes}; `proof_required` asks for one. */
  readonly fresh?: true
}

/** How long a sign-in, or a proof during a session, counts as fresh. */
export const freshMinutes = 10

export const route = <const R extends RouteSpec>(spec: R): R => spec

type Part<R, K extends 'params' | 'query' | 'body'> = R extends { readonly [P in K]: infer S extends TObject }
  ? Static<S>
  : unknown
type Flat<T> = { [K in keyof T]: T[K] }

/** Everything a caller sends, as one flat value; path, query and body never share a name (tested). */
export type Input<R extends RouteSpec> = Flat<Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>>
export type Output<R extends RouteSpec> = Static<R['returns']>
export type RefusalOf<R extends RouteSpec> = Extract<keyof R['refuses'], string>

/** The routes of one feature, by verb. */
export type Routes = Readonly<Record<string, RouteSpec>>
