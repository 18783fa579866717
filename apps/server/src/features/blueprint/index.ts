export { apply, RolesInUse } from './actions.ts'
export { parseBlueprint, WrongBlueprint, type Fault } from './parse.ts'
