/** Handing a mail to an SMTP server, with limits on every wait, and what the server's answer means. */
import { createTransport } from 'nodemailer'

export interface Letter {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}
/** `later`: nobody has it yet, try again. `never`: refused for good. */
export type Delivery = { readonly outcome: 'taken' | 'later' | 'never'; readonly answer: string }
export interface MailTransport {
  send(letter: Letter): Promise<Delivery>
  close(): void
}
export interface SmtpOptions {
  /** smtp:// or smtps://, with user and password if the server wants them. */
  readonly url: URL
  /** Asked for each mail: the product it names can be called otherwise by then. */
  readonly from: () => Promise<string>
  /** Right side of Message-ID. */
  readonly domain: string
}

export function smtpTransport({ url, from, domain }: SmtpOptions): MailTransport {
  const transport = createTransport({
    pool: true,
    maxConnections: 5,
    maxMessages: 200,
    host: url.hostname,
    port: url.port ? Number(url.port) : url.protocol === 'smtps:' ? 465 : 587,
    secure: url.protocol === 'smtps:',
    // Opportunistic STARTTLS can be stripped on the way; a password is not sent then.
    requireTLS: url.username !== '' && !/^(localhost|127\.|\[::1\])/.test(url.hostname),
    ...(url.username && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    tls: url.searchParams.get('verify') === 'no' ? { rejectUnauthorized: false } : {},
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ id, to, subject, text, html }) {
      try {
        // The same Message-ID on every try: if an answer was lost, the receiver can tell the copy.
        const sent = await transport.sendMail({
          from: await from(),
          to,
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { outcome: 'taken', answer: shorten(sent.response) }
      } catch (error) {
        return failed(error)
      }
    },
    close: () => transport.close(),
  }
}

/** 5yz is for good (RFC 5321, 4.2.1), but not where it is about us (authentication) instead of the mail. */
function failed(error: unknown): Delivery {
  const { responseCode, response, code, message } = error as {
    responseCode?: number
    response?: string
    code?: string
    message?: string
  }
  const answer = shorten(response ?? [code, message].filter(Boolean).join(': '))
  const forGood = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH' && code !== 'ECONNECTION'
  return { outcome: forGood ? 'never' : 'later', answer }
}
const shorten = (answer: string) => answer.replace(/\s+/g, ' ').replaceAll('\0', '').toWellFormed().slice(0, 500)
