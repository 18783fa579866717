export {
  acceptPasswordWith,
  createIdentity,
  findByEmail,
  findById,
  languageOf,
  minLengthWith,
  lockIdentity,
  proveMailbox,
  replaceHash,
  setEmail,
  setLanguage,
  setPassword,
  spendInitialPassword,
  type AcceptPassword,
  type Found,
  type MinLength,
} from './actions.ts'
export { passwordRefusals } from './rules.ts'
