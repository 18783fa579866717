import { roles } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const rolesFeature = (capabilities: Capabilities) => mounted(roles, actionsWith(capabilities))
export { allRoles, assignable, grantsOf, permissionLabel, productPermissions } from './actions.ts'
export { allowedBy, decide, explain, givers, mayAssign, outranks, type Assignable, type Explained } from './rules.ts'
