/** Mails that the product sends, and what became of each. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { Instant, MailId, Nullable, OrganizationId, PageOf, Strict, page } from './values.ts'

/**
 * - `queued`: will be sent in a moment.
 * - `sent`: accepted by the mail server.
 * - `deferred`: the mail server did not take it yet; tried again at `nextAttemptAt`.
 * - `failed`: refused for good, or given up.
 * - `kept`: no mail server is configured; it can be read in the console.
 */
export const MailStatus = Type.Enum(['queued', 'sent', 'deferred', 'failed', 'kept'])
export type MailStatus = Static<typeof MailStatus>

export const MailDelivery = Strict({
  id: MailId,
  status: MailStatus,
  attempts: Type.Integer(),
  /** The mail server's last answer or the network error, at most 500 characters. */
  answer: Nullable(Type.String()),
  at: Instant,
  nextAttemptAt: Nullable(Instant),
})
export type MailDelivery = Static<typeof MailDelivery>

export const MailRow = Strict({
  id: MailId,
  kind: Type.Enum([
    'invitation',
    'account_created',
    'account_locked',
    'password_reset',
    'password_changed',
    'email_change',
    'email_change_asked',
    'email_changed',
    'change_requested',
    'factors_changed',
    'new_sign_in',
  ]),
  to: Type.String(),
  subject: Type.String(),
  createdAt: Instant,
  delivery: MailDelivery,
})
export type MailRow = Static<typeof MailRow>

export const mails = {
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/mails',
    access: 'mails.read',
    summary: 'Mails of everything below an organization, newest first',
    params: Strict({ organization: OrganizationId }),
    query: Strict(page),
    returns: PageOf(MailRow),
    refuses: {},
  }),
  /** The text of a mail holds a one-time link, so it is shown only while no mail server is configured. */
  show: route({
    method: 'GET',
    path: '/organizations/{organization}/mails/{mail}',
    access: 'mails.read',
    summary: 'Read a kept mail',
    params: Strict({ organization: OrganizationId, mail: MailId }),
    returns: Strict({ mail: MailRow, text: Type.String(), html: Type.String() }),
    refuses: { mail_unknown: 404, mail_not_kept: 409 },
  }),
}
