import { installation } from '@tenantry/contract'
import { passwordRefusals } from '../identities/index.ts'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'

const refuse = refusals(installation.setUp)

/** The link works once, and only while there is no administrator. */
export function maySetUp(setUpAt: Date | null, rightToken: boolean): Ruling {
  if (setUpAt) return refuse('setup_closed')
  return rightToken ? grant(undefined) : refuse('setup_token_unknown')
}
export const refusedPassword = passwordRefusals(refuse, 'password')
