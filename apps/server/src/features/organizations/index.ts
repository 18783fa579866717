import { organizations } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const organizationsFeature = (capabilities: Capabilities) => mounted(organizations, actionsWith(capabilities))
export { ref as organizationRef } from './present.ts'
export { ensureRoot, lockOrganization } from './actions.ts'
