export { verbsOf, type Kind } from './actions.ts'
export { inheritanceOn, type Find, type Found, type Inheritance, type PlacedRow } from './reading.ts'
export { closedAt, effectiveOf, type Effective, type Entry } from './rules.ts'
