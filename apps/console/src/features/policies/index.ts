export { useReasonFor, useRules } from './queries.ts'
export { policiesSearch } from './search.ts'
