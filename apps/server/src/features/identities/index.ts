export {
  acceptedHash,
  createIdentity,
  findByEmail,
  findById,
  lockIdentity,
  setLanguage,
  setPassword,
  type Found,
} from './actions.ts'
export { passwordMinLength, type PasswordRefusals } from './rules.ts'
