export { FactorsSection } from './FactorsSection.tsx'
export { factorsOfQuery } from './queries.ts'
export { stepSearch } from './search.ts'
