import { users } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const usersFeature = (capabilities: Capabilities) => mounted(users, actionsWith(capabilities))
export { accountOf, changeNames, findUser, insertUser, lockOwn, lockTarget } from './actions.ts'
export { setMfaRequired, showTarget } from './holding.ts'
export { removalQueue, removing } from './jobs.ts'
export { exists as userIsThere } from './rules.ts'
export { heldAnywhere } from './delegated.ts'
export { replaceUser, returnUser } from './returning.ts'
export { accountsElsewhere, hasActiveAccount, lockAddress, lockPerson, renewJoining } from './creating.ts'
export { present as presentUser } from './present.ts'
export { addressLimit } from './rules.delegated.ts'
