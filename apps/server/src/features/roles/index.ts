import { roles } from '@tenantry/contract'
import { mounted } from '../../platform/http/mount.ts'
import { actions } from './actions.ts'

export const rolesFeature = mounted(roles, actions)
export { assignable, grantsOf } from './actions.ts'
export { allowedBy, decide, outranks } from './rules.ts'
