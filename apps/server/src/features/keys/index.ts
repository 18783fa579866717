import { keys } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actions } from './actions.ts'

export const keysFeature = mounted(keys, actions)
