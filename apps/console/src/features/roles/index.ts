export { useRoles } from './queries.ts'
export { RolePicker } from './RolePicker.tsx'
export { RoleHelp } from './RoleHelp.tsx'
