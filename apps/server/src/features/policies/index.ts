import { policies } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith } from './actions.ts'
import type { Policies } from './reading.ts'

export const policiesFeature = (reading: Policies) => mounted(policies, actionsWith(reading))
export { fitsCodePattern, policiesWith, type Policies } from './reading.ts'
export { presetFault } from './checking.ts'
export { reasonMissing } from './rules.ts'
