import { access } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const accessFeature = (capabilities: Capabilities) => mounted(access, actionsWith(capabilities))
