export { settingsSearch } from './search.ts'
