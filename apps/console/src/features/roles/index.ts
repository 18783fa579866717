export { useRoles } from './queries.ts'
export { RolePicker } from './RolePicker.tsx'
export { rolesSearch } from './search.ts'
export { RoleField } from './RoleField.tsx'
