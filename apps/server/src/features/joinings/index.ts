import { joinings } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const joiningsFeature = (capabilities: Capabilities) => mounted(joinings, actionsWith(capabilities))
export { claim, type Claimed } from './claiming.ts'
