/** What a feature offers: its routes, and for each the action that does it. */
import type { Input, Output, RouteSpec, Routes } from '@tenantry/contract'
import type { CallOf, MemberCall, PublicCall, ReachCall, ScopedCall } from './call.ts'

/** A file is handed over in pieces, as they are read: never all of it is in memory. */
export type Answer<R extends RouteSpec> = R extends { readonly file: object } ? AsyncIterable<string> : Output<R>
export type Action<R extends RouteSpec> = (call: CallOf<R>, input: Input<R>) => Promise<Answer<R>>
export type ActionsFor<T extends Routes> = { readonly [V in keyof T]: Action<T[V]> }
/** The route's `access` decides which of them it is. */
export type AnyCall = PublicCall | MemberCall | ReachCall | ScopedCall
export type AnyAction = (call: AnyCall, input: unknown) => Promise<unknown>
export interface Mounted {
  readonly routes: Routes
  readonly actions: Readonly<Record<string, AnyAction>>
}
/** Checked here, once, that every route of a feature has an action of its very type. */
export const mounted = <T extends Routes>(routes: T, actions: ActionsFor<T>): Mounted => ({
  routes,
  // The kinds of call differ per route; `ActionsFor` has matched each route with its kind.
  actions: actions as object as Record<string, AnyAction>,
})
