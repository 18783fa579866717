/** The HTTP server: limits, headers, validation and the one error handler. It knows no feature. */
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
import { securityHeaders } from './headers.ts'
import { asListed } from './listed.ts'
import { comesFromElsewhere, type OwnOrigins } from './origin.ts'
import { answerProblem, invalidFields } from './problems.ts'
import { compileAnswerCheck, compileValidator } from './validation.ts'

export interface HttpOptions {
  readonly log: Logger
  /** Origins whose pages may change things. */
  readonly ownOrigins: OwnOrigins
  readonly https: boolean
  /** Peers whose X-Forwarded-For is believed, as addresses or CIDR ranges; none unless configured. */
  readonly trustedProxies: readonly string[]
  /** Checks every answer and every refusal against the contract: on in tests. */
  readonly checkAnswers: boolean
}

const slow = 500 // milliseconds

export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = options.log
  const http: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for each request would be made for nothing: almost none has anything to say.
    childLoggerFactory: (log) => log,
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
  http.setErrorHandler((error, request, reply) =>
    answerProblem(options.checkAnswers ? asListed(error, request) : error, request, reply),
  )
  acceptJson(http)
  const headers = securityHeaders(options.https)
  // Hooks with a callback: a promise for each would cost every request more than what they do.
  http.addHook('onRequest', (request, reply, next) => {
    void reply.headers(headers).header('x-request-id', request.id)
    // Whatever the address looks like: the router decodes it, and all that changes anything lies behind it.
    const foreign = comesFromElsewhere(request, options.ownOrigins)
    const decide = (it: boolean) => next(it ? new Refusal(refuseCommon('origin_differs')) : undefined)
    if (typeof foreign === 'boolean') decide(foreign)
    else foreign.then(decide, next)
  })
  http.addHook('preValidation', ({ query, params, body }, _reply, next) => {
    const path = unstorableText(query, 'query') ?? unstorableText(params, 'params') ?? unstorableText(body, 'body')
    const wrong = path && invalidFields([{ path, code: 'text', message: 'This text cannot be stored.' }])
    next(wrong ? new Refusal(wrong) : undefined)
  })
  http.addHook('onResponse', (request, reply, next) => {
    // Reads that went well say nothing: at thousands per second the log would cost more than the answers.
    const { method, routeOptions } = request
    if (method !== 'GET' || reply.statusCode >= 400 || reply.elapsedTime >= slow) {
      const facts = {
        reqId: request.id,
        method,
        route: routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      }
      request.log.info(facts, 'request')
    }
    next()
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
