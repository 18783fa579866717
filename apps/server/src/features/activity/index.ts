import { activity } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const activityFeature = (capabilities: Capabilities) => mounted(activity, actionsWith(capabilities))
export { attemptsWith, type Attempt, type Attempts } from './attempts.ts'
export { presenceWith, type Presence } from './presence.ts'
export { noteSuccess } from './successes.ts'
export { removeOldSignIns, retentionQueue } from './jobs.ts'
