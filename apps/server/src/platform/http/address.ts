/** A route of the contract as Fastify knows routes: method, address, schemas. */
import { apiPrefix, Strict, type RouteSpec } from '@tenantry/contract'

export const addressed = (feature: string, verb: string, route: RouteSpec) => ({
  method: route.method,
  url: apiPrefix + route.path.replace(/\{(\w+)\}/g, ':$1'),
  schema: {
    operationId: `${feature}.${verb}`,
    tags: [feature],
    summary: route.summary,
    ...(route.params && { params: route.params }),
    // Without one, `?user=` would be heard instead of the {user} of the path, unchecked.
    querystring: route.query ?? Strict({}),
    ...(route.body && { body: route.body }),
    response: { [route.status ?? 200]: route.returns },
  },
})
