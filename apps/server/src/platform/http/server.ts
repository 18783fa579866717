/** The HTTP server: limits, headers, validation and the one error handler. It knows no feature. */
import helmet from '@fastify/helmet'
import { apiPrefix } from '@tenantry/contract'
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Logger } from 'pino'
import { randomUUID } from 'node:crypto'
import { refuseCommon, Refusal } from '../refusal.ts'
import type { TSchema } from 'typebox'
import { acceptJson, unstorableText } from './body.ts'
import { comesFromElsewhere } from './origin.ts'
import { answerProblem, invalidFields } from './problems.ts'
import { compileAnswerCheck, compileValidator } from './validation.ts'

export interface HttpOptions {
  readonly log: Logger
  /** Origins whose pages may change things: the public URL's, and loopback names while on loopback. */
  readonly ownOrigins: ReadonlySet<string>
  readonly https: boolean
  /** Peers whose X-Forwarded-For is believed, as addresses or CIDR ranges; none unless configured. */
  readonly trustedProxies: readonly string[]
  /** Checks every answer against the contract: on in tests. */
  readonly checkAnswers: boolean
}

const slow = 500 // milliseconds

export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = options.log
  const http: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: options.trustedProxies.length ? [...options.trustedProxies] : false,
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    // Who kept a connection and asked before hearing that it ends is answered, too.
    return503OnClosing: false,
    // Node looks every 30 seconds and gives headers 60 unless told otherwise.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    keepAliveTimeout: 65_000,
    connectionTimeout: 70_000,
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) =>
      void answerProblem(error, request as FastifyRequest, reply as FastifyReply),
  })
  http.setValidatorCompiler(compileValidator)
  http.setSerializerCompiler(({ schema }) =>
    options.checkAnswers ? checkedSerializer(schema as TSchema) : JSON.stringify,
  )
  http.setErrorHandler(answerProblem)
  acceptJson(http)
  await http.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.https ? { maxAge: 31_536_000 } : false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
  http.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id)
    if (request.url.startsWith(apiPrefix) && comesFromElsewhere(request, options.ownOrigins)) {
      throw new Refusal(refuseCommon('origin_differs'))
    }
  })
  http.addHook('preValidation', async (request) => {
    const { query, params, body } = request
    const path = unstorableText(query, 'query') ?? unstorableText(params, 'params') ?? unstorableText(body, 'body')
    if (path) throw new Refusal(invalidFields([{ path, code: 'text', message: 'This text cannot be stored.' }]))
  })
  http.addHook('onResponse', async (request, reply) => {
    // Reads that went well say nothing: at thousands per second the log would cost more than the answers.
    const { method, routeOptions } = request
    if (method === 'GET' && reply.statusCode < 400 && reply.elapsedTime < slow) return
    const facts = { method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    request.log.info(facts, 'request')
  })
  return http
}

const checkedSerializer = (schema: TSchema) => {
  const check = compileAnswerCheck(schema)
  return (answer: unknown) => {
    const text = JSON.stringify(answer)
    if (!check(JSON.parse(text))) throw new Error(`answer breaks the contract: ${JSON.stringify(check.errors)}`)
    return text
  }
}
