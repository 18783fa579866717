/** A second listener on loopback for whoever operates the process: metrics, and kept mails behind a secret path. */
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { timingSafeEqual } from 'node:crypto'
import { hashOf, newToken } from '../crypto/keys.ts'

export interface OperationsOptions {
  readonly metrics: () => Promise<string>
  /** Pages of kept mails; absent when a mail server is configured. */
  readonly mailbox: ((base: string, rest: string) => Promise<string | undefined>) | undefined
}
export interface Operations {
  readonly http: FastifyInstance
  /** Below the listener's address; null when there is no mailbox. */
  readonly mailboxPath: string | null
}

export function createOperations({ metrics, mailbox }: OperationsOptions): Operations {
  const http = fastify({ requestTimeout: 10_000, bodyLimit: 1_024 })
  // A page elsewhere that has its own name point to loopback reaches no further than here.
  http.addHook('onRequest', (request, reply, next) => {
    if (/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) return next()
    void reply.code(404).send('There is nothing here.')
  })
  http.get('/metrics', async (_, reply) => reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics()))
  if (!mailbox) return { http, mailboxPath: null }
  // Other users of the machine reach loopback, too, and the mails hold one-time links.
  const { token, hash } = newToken()
  http.get<{ Params: { key: string; '*': string } }>('/mailbox/:key/*', async (request, reply) =>
    answer(request.params.key, request.params['*'], reply),
  )
  http.get<{ Params: { key: string } }>('/mailbox/:key', async (request, reply) =>
    answer(request.params.key, '', reply),
  )
  const answer = async (key: string, rest: string, reply: FastifyReply) => {
    const page = timingSafeEqual(hashOf(key), hash) ? await mailbox(`/mailbox/${key}`, rest) : undefined
    void reply.headers({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'",
    })
    return page === undefined
      ? reply.code(404).send('There is nothing here.')
      : reply.type('text/html; charset=utf-8').send(page)
  }
  return { http, mailboxPath: `/mailbox/${token}` }
}
