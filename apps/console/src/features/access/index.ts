export { accessSearch } from './search.ts'
export { UserAccess } from './UserAccess.tsx'
