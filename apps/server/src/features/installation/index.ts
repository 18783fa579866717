import { installation } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const installationFeature = (capabilities: Capabilities) => mounted(installation, actionsWith(capabilities))
export { prepare } from './actions.ts'
