import { blueprint } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith, type Capabilities } from './actions.ts'

export const blueprintFeature = (capabilities: Capabilities) => mounted(blueprint, actionsWith(capabilities))
export { inForce, inForceIn } from './actions.ts'
export { BlueprintBlocked, followFile } from './applying.ts'
export { parseBlueprint, WrongBlueprint } from './parse.ts'
export type { PolicyFault } from './rules.references.ts'
