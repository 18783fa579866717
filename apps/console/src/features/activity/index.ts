export { OwnSignInsSection } from './OwnSignInsSection.tsx'
export { signInsSearch } from './search.ts'
export { UserSignIns } from './UserSignIns.tsx'
