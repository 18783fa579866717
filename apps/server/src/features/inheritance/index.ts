export { verbsOf, type Kind } from './actions.ts'
export { inheritanceOn, type Find, type Found, type Inheritance } from './reading.ts'
export { closedAt, effectiveOf, type Effective, type Entry } from './rules.ts'
export type { PlacedRow } from './store.ts'
