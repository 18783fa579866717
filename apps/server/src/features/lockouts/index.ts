import { lockouts } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const lockoutsFeature = (capabilities: Capabilities) => mounted(lockouts, actionsWith(capabilities))
export { beginAnew, endLockout, endLockoutByPassword, forgetBrowsers } from './actions.ts'
export { guardWith, knowBrowser, type Attempt, type Guard } from './guarding.ts'
export { factorGuardWith, type FactorAttempt, type FactorGuard } from './guarding.factors.ts'
export { lockOrdered, lockQueue } from './jobs.ts'
export { byProvider, voucherOf, type LockOrder } from './rules.ts'
