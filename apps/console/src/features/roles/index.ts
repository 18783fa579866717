export { useRoles } from './queries.ts'
export { RolePicker } from './RolePicker.tsx'
