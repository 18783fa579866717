import { passkeys } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const passkeysFeature = (capabilities: Capabilities) => mounted(passkeys, actionsWith(capabilities))
