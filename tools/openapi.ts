/** The OpenAPI document as every server serves it, without a database: a description needs none. */
import { contract, type RouteSpec } from '@tenantry/contract'
import { pino } from 'pino'
import { addressed } from '../apps/server/src/platform/http/address.ts'
import { describeApi } from '../apps/server/src/platform/http/openapi.ts'
import { createHttp } from '../apps/server/src/platform/http/server.ts'

export async function openApiDocument(product = 'Tenantry', cookieName = '__Host-tenantry'): Promise<object> {
  const log = pino({ level: 'silent' })
  const http = await createHttp({ log, ownOrigins: new Set(), https: true, trustedProxies: [], checkAnswers: false })
  const describe = await describeApi(http, product, cookieName)
  for (const [feature, routes] of Object.entries(contract)) {
    for (const [verb, route] of Object.entries<RouteSpec>(routes)) {
      http.route({ ...addressed(feature, verb, route), handler: async () => null })
    }
  }
  await http.ready()
  const document = describe()
  await http.close()
  return document
}
