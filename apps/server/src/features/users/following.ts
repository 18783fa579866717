/** Roles that a provider's groups decide: under the locks of every other change of a role. */
import type { Tx } from '../../platform/db/scope.ts'
import { publicId } from '../../platform/value/ids.ts'
import { lockWithStanding } from './holding.ts'

export const lockStanding = (tx: Tx, path: string, user: string) => lockWithStanding(tx, path, publicId('usr', user))
export { swapRoles } from './store.delegated.ts'
