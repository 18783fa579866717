import { diagnosis } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const diagnosisFeature = (capabilities: Capabilities) => mounted(diagnosis, actionsWith(capabilities))
