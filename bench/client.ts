/** One request at a time on a connection that stays open, timed to the last byte. */
import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly body: string
  readonly ms: number
}
export interface Ask {
  readonly cookie: string
  readonly method?: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}
export type Client = (url: string, ask: Ask) => Promise<Answer>

export function connections(most: number): { ask: Client; close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: most })
  const ask: Client = (url, { cookie, method = 'GET', body, headers: more = {} }) =>
    new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body)
      const headers = {
        ...(cookie && { cookie }),
        ...more,
        ...(text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      }
      const begin = performance.now()
      const sent = request(url, { agent, method, headers }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            body: Buffer.concat(parts).toString(),
            ms: performance.now() - begin,
          }),
        )
        answer.on('error', reject)
      })
      sent.on('error', reject)
      sent.end(text)
    })
  return { ask, close: () => agent.destroy() }
}

/** Work by so many at once until the time is over; how often it was done per second. */
export async function throughput(
  workers: number,
  seconds: number,
  work: (n: number) => Promise<void>,
): Promise<number> {
  const begin = performance.now()
  const until = begin + seconds * 1_000
  let done = 0
  const worker = async (first: number) => {
    for (let n = first; performance.now() < until; n += workers) {
      await work(n)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, at) => worker(at)))
  return (done / (performance.now() - begin)) * 1_000
}
