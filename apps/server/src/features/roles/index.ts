import { roles } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actions } from './actions.ts'

export const rolesFeature = mounted(roles, actions)
export { assignable, grantsOf } from './actions.ts'
export { allowedBy, decide, mayAssign, outranks, type Assignable } from './rules.ts'
