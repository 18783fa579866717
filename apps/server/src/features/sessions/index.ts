import { sessions } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const sessionsFeature = (capabilities: Capabilities) => mounted(sessions, actionsWith(capabilities))
export {
  endSessionsOf,
  endSessionsOfIdentity,
  endSessionsOfPerson,
  endSessionsThrough,
  endUnfederatedBelow,
  endUnfederatedMoved,
  endUnfederatedOf,
  holdWord,
  isActive,
  isFederatedOnly,
  writeUses,
} from './actions.ts'
export { authorityOn } from './authority.ts'
export { keepShown, noteProof, renew as renewSession, shownFactor, type Renewed, type Showing } from './proofs.ts'
export { passwordLimits, voucherIn, type FactorProofs, type Shown } from './proving.ts'
export { proofWays, requiredBy, vouchedThrough, writeEvery as writeUsesEvery } from './rules.ts'
export {
  accountsOf,
  askForFactor,
  openSession,
  passwordOf,
  presentMe,
  takeStep,
  withAccounts,
  type Account,
  type Started,
} from './start.ts'
