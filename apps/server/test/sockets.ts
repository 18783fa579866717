/** Bytes on a socket, as no well-meant client would send them. */
import { connect } from 'node:net'

export interface Heard {
  /** Everything the server said. */
  readonly text: string
  /** Milliseconds until it ended the connection. */
  readonly after: number
  /** Bytes that it let us write. */
  readonly written: number
}
/** Sends each part, then whatever `more` gives until it gives nothing, and waits for the server to hang up. */
export const talk = (port: number, parts: readonly (string | Buffer)[], more?: () => Buffer | null): Promise<Heard> =>
  new Promise((resolve) => {
    const begun = Date.now()
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const on = () => {
      for (let next = more?.(); next; next = more?.()) if (!socket.write(next)) return
    }
    socket.on('connect', () => {
      for (const part of parts) socket.write(part)
      on()
    })
    socket.on('drain', on)
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => undefined) // a reset is one way to be hung up on
    socket.on('close', () => resolve({ text, after: Date.now() - begun, written: socket.bytesWritten }))
  })
/** One byte every `pause` milliseconds, for as long as the server bears it. */
export function drip(port: number, head: string, pause: number): Promise<Heard> {
  const begun = Date.now()
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(head))
    const dripping = setInterval(() => socket.write('x'), pause)
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => undefined) // writing to a connection that was just ended
    socket.on('close', () => {
      clearInterval(dripping)
      resolve({ text, after: Date.now() - begun, written: socket.bytesWritten })
    })
  })
}

/** Requests that are none, or that two readers would read differently. */
export const rude = [
  'NONSENSE\r\n\r\n',
  'GET /api/v1/installation HTTP/1.1\r\n\r\n',
  'GET /api/v1/installation HTTP/9.9\r\nHost: x\r\n\r\n',
  'GET /api/v1/installation HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n',
  'GET /api/v1/installation HTTP/1.1\r\nHost: x\r\nNul: \0\r\n\r\n',
  'GET /api/v1/%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'GET /api/v1/sessions/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  `GET /api/v1/installation HTTP/1.1\r\nHost: x\r\nBig: ${'a'.repeat(20_000)}\r\n\r\n`,
  'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
  'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n',
  'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
]
