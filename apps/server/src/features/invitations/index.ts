import { invitations } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import type { Capabilities } from './accepting.ts'
import { actionsWith } from './actions.ts'

export const invitationsFeature = (capabilities: Capabilities) => mounted(invitations, actionsWith(capabilities))
export { invitedWith, type Invitation, type Invited } from './arriving.ts'
export { isOpen as isInvited } from './actions.ts'
