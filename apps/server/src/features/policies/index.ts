import { policies } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Consequences } from './actions.ts'
import type { Policies } from './reading.ts'

export const policiesFeature = (reading: Policies, consequences: Consequences = {}) =>
  mounted(policies, actionsWith(reading, consequences))
export { fitsCodePattern, policiesWith, type Policies } from './reading.ts'
export { presetFault } from './checking.ts'
export { reasonMissing } from './rules.ts'
