/** OpenAPI 3.1 from the mounted routes, served beside a page to try them. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { apiPrefix, commonRefusals, contract, models, type RouteSpec } from '@tenantry/contract'
import type { FastifyInstance } from 'fastify'

export async function describeApi(http: FastifyInstance, product: string, cookieName: string): Promise<() => object> {
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${product} administration API`,
        version: '1',
        description:
          'Errors are problem documents (RFC 9457) with a stable `code`. Lists are pages with a `next` cursor. Unsafe calls of signed-in callers take an `Idempotency-Key`; records with a `version` have an ETag, and If-Match is obeyed.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: cookieName },
          key: { type: 'http', scheme: 'bearer', description: 'An API key: `tnt_` and 43 characters.' },
        },
        schemas: namedSchemas(),
      },
    },
    transform: ({ schema, url }) => ({ schema: withRefusals(schema as Described), url }),
  })
  const theme = {
    title: escaped(`${product} administration API`), // goes into the page as it is
    css: [{ filename: 'own.css', content: '.swagger-ui .topbar { display: none }' }], // it holds a maker's logo and nothing else
    favicon: [],
  }
  await http.register(swaggerUi, { routePrefix: `${apiPrefix}/docs`, staticCSP: false, theme })
  const document = () => http.swagger()
  http.get(`${apiPrefix}/openapi.json`, { schema: { hide: true } }, async () => document())
  return document
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`)

interface Described {
  operationId?: string
  response?: Record<string, unknown>
  hide?: boolean
}

/** Each route's refusals by status, with the codes it may give, and the session it needs. */
function withRefusals(schema: Described | undefined) {
  if (!schema?.operationId) return { ...schema, hide: true }
  const [feature = '', verb = ''] = schema.operationId.split('.')
  const features: Record<string, Record<string, RouteSpec>> = contract
  const route = features[feature]?.[verb]
  if (!route) return { ...schema, hide: true }
  const own = Object.entries({ ...commonRefusals, ...route.refuses })
  const byStatus = Map.groupBy(own, ([, status]) => status)
  const refusals = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.map(([code]) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return {
    ...schema,
    security: securityOf(route),
    description: accessOf(route),
    response: { ...schema.response, ...answerOf(route), ...Object.fromEntries(refusals) },
  }
}

const securityOf = ({ access, byKey }: RouteSpec): Record<string, string[]>[] => {
  if (access === 'public') return []
  return byKey === 'refused' ? [{ session: [] }] : [{ session: [] }, { key: [] }]
}
const accessOf = ({ access }: RouteSpec) =>
  access === 'public' || access === 'member' || access === 'reach'
    ? `Access: ${access}.`
    : `Needs the permission \`${access}\` at the organization.`

const answerOf = ({ status = 200, returns, file }: RouteSpec) =>
  status === 202 || status === 204
    ? {}
    : {
        [status]: {
          description: 'Done.',
          content: { [file?.type ?? 'application/json']: { schema: referring(returns) } },
        },
      }

const names = new Map<unknown, string>(Object.entries(models).map(([name, schema]) => [schema, name]))
const namedSchemas = () => Object.fromEntries(Object.entries(models).map(([name, schema]) => [name, inside(schema)]))

/** The schema with each named one inside it replaced by a reference; they are the very same objects in the contract. */
function referring(schema: unknown): object {
  const name = names.get(schema)
  return name === undefined ? inside(schema) : { $ref: `#/components/schemas/${name}` }
}
function inside(schema: unknown): object {
  const entries = Object.entries(schema as object).map(([key, value]: [string, unknown]) => [key, within(value)])
  return Object.fromEntries(entries) as object
}
const within = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(within)
  return typeof value === 'object' && value !== null ? referring(value) : value
}
