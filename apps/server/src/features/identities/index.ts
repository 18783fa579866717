export {
  acceptedHash,
  createIdentity,
  findByEmail,
  findById,
  languageOf,
  lockIdentity,
  setEmail,
  setLanguage,
  setPassword,
  type Found,
} from './actions.ts'
export { passwordMinLength, passwordRefusals } from './rules.ts'
