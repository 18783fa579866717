import { addresses } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const addressesFeature = (capabilities: Capabilities) => mounted(addresses, actionsWith(capabilities))
export { endOpenChanges } from './actions.ts'
