/** Three questions of whoever runs the process: is it alive, has it started, should it get requests now? */
import type { FastifyInstance } from 'fastify'

export interface Health {
  started: boolean
  stopping: boolean
  /** Resolves when the database answers; bounded by the caller's own time limit. */
  readonly databaseAnswers: () => Promise<boolean>
}
export function answerHealth(http: FastifyInstance, health: Health): void {
  http.addHook('onRequest', (_, reply, next) => {
    // Clients that keep their connection must not meet its end in the middle of their next request.
    if (health.stopping) void reply.header('connection', 'close')
    next()
  })
  const hidden = { schema: { hide: true }, logLevel: 'silent' as const }
  http.get('/health/live', hidden, async () => ({ status: 'live' }))
  http.get('/health/started', hidden, async (_, reply) =>
    reply.code(health.started ? 200 : 503).send({ status: health.started ? 'started' : 'starting' }),
  )
  http.get('/health/ready', hidden, async (_, reply) => {
    const ready = health.started && !health.stopping && (await health.databaseAnswers())
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not ready' })
  })
}

const longestLeave = 1_000
/** Until every client has left its connection, but not long: one that says nothing never learns that it should. */
export async function everybodyLeft({ server }: FastifyInstance): Promise<void> {
  const open = () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))
  for (const until = Date.now() + longestLeave; Date.now() < until && (await open()); )
    await new Promise((resolve) => setTimeout(resolve, 20))
}
