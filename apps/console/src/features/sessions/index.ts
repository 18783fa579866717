export { isOwnPath, signInSearch } from './search.ts'
export { SessionsSection } from './SessionsSection.tsx'
