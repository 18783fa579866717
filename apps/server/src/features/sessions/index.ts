import { sessions } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const sessionsFeature = (capabilities: Capabilities) => mounted(sessions, actionsWith(capabilities))
export { completeSession, endSessionsOf, endSessionsOfIdentity } from './actions.ts'
export { authorityOn } from './authority.ts'
export { guessLimits } from './rules.ts'
export { accountsOf, presentMe, recordSignIn, start as startSession, withAccounts, type Account } from './start.ts'
