export { isOwnPath, signInSearch } from './search.ts'
export { SessionsSection } from './SessionsSection.tsx'
export { useSessionWatch } from './useSessionWatch.ts'
