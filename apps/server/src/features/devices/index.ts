import { devices } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const devicesFeature = (capabilities: Capabilities) => mounted(devices, actionsWith(capabilities))
export { forgetDevices, recognizeDevice } from './actions.ts'
