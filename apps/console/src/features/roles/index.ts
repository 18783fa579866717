export { useRoles } from './queries.ts'
export { RolePicker } from './RolePicker.tsx'
export { rolesSearch } from './search.ts'
export { RoleHelp } from './RoleHelp.tsx'
