import { organizations } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'
import { movingWith } from './moving.ts'
import { standingWith } from './standing.ts'

export const organizationsFeature = (capabilities: Capabilities) =>
  mounted(organizations, {
    ...actionsWith(capabilities),
    ...movingWith(capabilities),
    ...standingWith(capabilities),
  })
export { ref as organizationRef } from './present.ts'
export { ensureRoot, isGone, isStopped, lockOrganization } from './actions.ts'
export { purgeQueue, purging } from './jobs.ts'
