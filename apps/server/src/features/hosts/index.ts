import { hosts } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const hostsFeature = (capabilities: Capabilities) => mounted(hosts, actionsWith(capabilities))
export { originsWith, ownAddressWith, returningWith, type OwnAddress, type Returning } from './actions.ts'
export { partyOf } from './rules.ts'
