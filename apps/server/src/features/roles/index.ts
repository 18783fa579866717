import { roles } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const rolesFeature = (capabilities: Capabilities) => mounted(roles, actionsWith(capabilities))
export { assignable, grantsOf } from './actions.ts'
export { allowedBy, decide, mayAssign, outranks, type Assignable } from './rules.ts'
