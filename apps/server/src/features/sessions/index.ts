import { sessions } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const sessionsFeature = (capabilities: Capabilities) => mounted(sessions, actionsWith(capabilities))
export { endSessionsOf, endSessionsOfIdentity } from './actions.ts'
export { authorityOn } from './authority.ts'
export { passwordGuesses } from './rules.ts'
export {
  accountsOf,
  presentMe,
  recordSignIn,
  start as startSession,
  takeStep,
  withAccounts,
  type Account,
  type Started,
} from './start.ts'
