import { federation } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const federationFeature = (capabilities: Capabilities) => mounted(federation, actionsWith(capabilities))
export { requireFederation } from './connections.ts'
export { domainQueue, recheckDomains } from './jobs.ts'
