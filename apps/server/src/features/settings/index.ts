import { settings } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const settingsFeature = (capabilities: Capabilities) => mounted(settings, actionsWith(capabilities))
export { unfitSettings } from './unfit.ts'
