export { usersSearch } from './search.ts'
