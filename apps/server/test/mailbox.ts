/** A real SMTP server that keeps what it is given, or answers as a test tells it to. */
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { callbackify } from 'node:util'

export interface ReceivedMail {
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly messageId: string
  /** The one-time link in the text, if there is one. */
  readonly link: string | null
  /** What stands behind '#' in the link. */
  readonly token: string
}
export interface Mailbox {
  readonly url: string
  readonly received: ReceivedMail[]
  /** Answers every recipient with this SMTP code until told otherwise; null: takes mails. */
  answerWith(code: number | null): void
  /** Waits, at most ten seconds, until there are n mails to an address, for the n-th that was written (1 is the first). */
  next(to: string, n?: number): Promise<ReceivedMail>
  stop(): Promise<void>
}

export async function startMailbox(port = 0): Promise<Mailbox> {
  const received: ReceivedMail[] = []
  const waiting = new Set<() => void>()
  let code: number | null = null
  async function keep(stream: Readable, session: SMTPServerSession): Promise<void> {
    const mail = await PostalMime.parse(await buffer(stream))
    const link = /https?:\/\/\S+#[A-Za-z0-9_-]{43}/.exec(mail.text ?? '')?.[0] ?? null
    received.push({
      to: session.envelope.rcptTo[0]?.address ?? '',
      from: mail.from?.address ?? '',
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
      messageId: mail.messageId ?? '',
      link,
      token: link?.split('#')[1] ?? '',
    })
    for (const look of waiting) look()
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    closeTimeout: 100, // milliseconds: clients keep their connections, as with any pool
    onRcptTo(_address, _session, done) {
      if (code === null) return done()
      done(Object.assign(new Error('told so by the test'), { responseCode: code }))
    },
    onData: (stream, session, done) => callbackify(keep)(stream, session, (error) => done(error)),
  })
  server.on('error', () => undefined) // a client that hangs up in the middle
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const address = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    answerWith: (next) => void (code = next),
    next: (to, n = 1) =>
      new Promise((resolve, reject) => {
        const look = () => {
          // Several are sent at once and overtake each other; their ids say in which order they were written.
          const all = received.filter((it) => it.to === to)
          const mail = all.sort((a, b) => (a.messageId < b.messageId ? -1 : 1))[n - 1]
          if (!mail) return
          waiting.delete(look)
          clearTimeout(tooLong)
          resolve(mail)
        }
        const tooLong = setTimeout(() => {
          waiting.delete(look)
          reject(
            new Error(
              `mail ${n} to ${to} did not come; there are: ${received.map((it) => `${it.to} "${it.subject}"`).join(', ') || 'none'}`,
            ),
          )
        }, 10_000)
        waiting.add(look)
        look()
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
