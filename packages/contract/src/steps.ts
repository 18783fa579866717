/** What a person still has to do after proving who they are, before anything else can be called. */
import Type, { type Static } from 'typebox'

/**
 * - `second_factor`: the password was right; the second factor has not been shown.
 * - `change_password`: the password was chosen by somebody else.
 * - `enrol_factor`: a second factor is required, and the person has none.
 */
export const Step = Type.Enum(['second_factor', 'change_password', 'enrol_factor'])
export type Step = Static<typeof Step>

/** For routes that are open in all of them. */
export const anyStep = ['second_factor', 'change_password', 'enrol_factor'] as const

/**
 * How somebody proved who they are when a session began, or since.
 * - `remembered_device`: a second factor was shown in this browser before, not longer ago than the policy allows.
 */
export const SignInMethod = Type.Enum([
  'password',
  'link',
  'totp',
  'passkey',
  'recovery_code',
  'federated',
  'remembered_device',
])
export type SignInMethod = Static<typeof SignInMethod>
/** What counts as a second factor where one is shown. A passkey verifies its person, so that it is both factors at once. */
export const factorMethods: readonly SignInMethod[] = ['totp', 'passkey', 'recovery_code']
