/** Baseline of P1 and P3 in a process of its own. `same`: the server's HTTP set-up without authority and metrics; `plain`: Fastify alone. */
import fastify from 'fastify'
import { createLogger } from '../apps/server/src/platform/log/logger.ts'
import { createHttp } from '../apps/server/src/platform/http/server.ts'

const answer = {
  session: 'ses_0198c1de0000700080000123456789ab',
  user: 'usr_0198c1de0000700080000123456789ab',
  expiresAt: '2026-01-01T00:00:00.000Z',
}
const http =
  process.argv[2] === 'plain'
    ? fastify()
    : await createHttp({
        log: createLogger('warn'),
        ownOrigins: new Set(),
        https: false,
        trustedProxies: [],
        checkAnswers: false,
      })
http.get('/api/v1/sessions/current', async () => answer)
// P3: the answer to one question, and to a hundred.
const decision = { allowed: true, by: 'employee', reason: null }
const [one, hundred] = [1, 100].map((n) => ({ answers: Array.from({ length: n }, () => decision) }))
http.post('/api/v1/checks', async () => one)
http.post('/api/v1/checks/100', async () => hundred)
await http.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' })
process.on('SIGTERM', () => void http.close())
