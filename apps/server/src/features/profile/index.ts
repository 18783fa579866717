import { profile } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const profileFeature = (capabilities: Capabilities) => mounted(profile, actionsWith(capabilities))
export { tellAdministratorsAbove, wishQueue } from './jobs.ts'
export type { WishOrder } from './actions.ts'
