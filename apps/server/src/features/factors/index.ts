import { factors } from '@tenantry/contract'
import { mounted } from '../../platform/value/action.ts'
import { actionsWith } from './actions.ts'
import type { Capabilities } from './enrolling.ts'

export const factorsFeature = (capabilities: Capabilities) => mounted(factors, actionsWith(capabilities))
export { acceptPasskey, findPasskey, proofsWith } from './proving.ts'
export { webauthnFor, type WebAuthn } from './webauthn.ts'
