/** Serves the built console. Every address that is not a file is a page of it: pages are told apart in the browser. */
import statics from '@fastify/static'
import { apiPrefix } from '@tenantry/contract'
import type { FastifyInstance } from 'fastify'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { refuseCommon, Refusal } from '../refusal.ts'

export async function serveConsole(http: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'))
  if (built) {
    await http.register(statics, {
      root: folder,
      wildcard: false,
      index: false,
      schemaHide: true,
      preCompressed: true, // the build writes .br and .gz beside scripts and styles
      setHeaders: (response, path) => {
        // Vite puts a hash of the content into the names of assets.
        void response.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  }
  http.setNotFoundHandler((request, reply) => {
    const page = (request.method === 'GET' || request.method === 'HEAD') && !request.url.startsWith('/api/')
    if (!page || !built || request.url.startsWith('/assets/')) throw new Refusal(refuseCommon('route_unknown'))
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false })
  })
  http.addHook('onRoute', (route) => {
    if (!route.url.startsWith(apiPrefix)) route.schema = { ...route.schema, hide: true }
  })
}
