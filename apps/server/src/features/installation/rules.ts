import { installation } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'

const refuse = refusals(installation.setUp)
const beside = (code: string, message: string) => ({ fields: [{ path: 'body.password', code, message }] })

/** The link works once, and only while there is no administrator. */
export function maySetUp(setUpAt: Date | null, rightToken: boolean): Ruling {
  if (setUpAt) return refuse('setup_closed')
  return rightToken ? grant(undefined) : refuse('setup_token_unknown')
}
export const passwordRefusals = {
  tooShort: refuse('password_too_short', beside('password_too_short', 'At least 15 characters.')),
  tooWeak: refuse('password_too_weak', beside('password_too_weak', 'This password is easily guessed.')),
}
