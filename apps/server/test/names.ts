/** A name server on loopback that knows TXT records and nothing else: enough of RFC 1035 for a resolver. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export interface Names {
  readonly address: string
  readonly records: Map<string, string[]>
  /** Answers that it cannot answer. */
  failing: boolean
  stop(): Promise<void>
}

export async function startNames(): Promise<Names> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const it: Names = {
    address: `127.0.0.1:${socket.address().port}`,
    records: new Map(),
    failing: false,
    stop: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
  socket.on('message', (question, { port, address }) => {
    const labels: string[] = []
    let at = 12
    for (let size = question[at] ?? 0; size > 0; size = question[at] ?? 0) {
      labels.push(question.toString('ascii', at + 1, at + 1 + size))
      at += size + 1
    }
    const texts = it.records.get(labels.join('.').toLowerCase()) ?? []
    const code = it.failing ? 2 : texts.length ? 0 : 3
    const head = Buffer.from(question.subarray(0, 12))
    head.writeUInt16BE(0x8180 | code, 2)
    head.writeUInt16BE(texts.length, 6)
    head.writeUInt32BE(0, 8)
    const answers = texts.map((text) => {
      const value = Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])
      const fixed = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, value.length])
      return Buffer.concat([fixed, value])
    })
    socket.send(Buffer.concat([head, question.subarray(12, at + 5), ...answers]), port, address)
  })
  return it
}
