import { mails } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const mailsFeature = (capabilities: Capabilities) => mounted(mails, actionsWith(capabilities))
export { keepWaitingMails, mailQueue, sendOrderedMail, type MailOrder } from './jobs.ts'
export { mailboxPages } from './mailbox.ts'
export { mailsOf } from './ordering.ts'
