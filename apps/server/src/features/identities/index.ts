export {
  acceptPasswordWith,
  createIdentity,
  findByEmail,
  findById,
  languageOf,
  lockIdentity,
  replaceHash,
  setEmail,
  setLanguage,
  setPassword,
  type AcceptPassword,
  type Found,
} from './actions.ts'
export { passwordRefusals } from './rules.ts'
