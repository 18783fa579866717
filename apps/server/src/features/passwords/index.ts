import { passwords } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const passwordsFeature = (capabilities: Capabilities) => mounted(passwords, actionsWith(capabilities))
export { endOpenResets, endResetsOfLeaver, issueSetUp } from './actions.ts'
export { resetQueue, sendOrderedReset, type ResetOrder } from './jobs.ts'
