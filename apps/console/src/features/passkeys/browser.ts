/** What the browser's passkeys say, in the contract's words. */
import type { PasskeyMade, PasskeyShown } from '@tenantry/contract'
import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

/** The API hands the browser's own options through, as they are. */
type Options = { readonly challenge: string }

export async function makePasskey(options: Options): Promise<PasskeyMade> {
  const { id, response } = await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
  const { clientDataJSON, attestationObject, transports = [] } = response
  return { id, clientDataJSON, attestationObject, transports }
}

/** `quietly`: offered in the list of what can be filled in, instead of asked for. */
export async function showPasskey(options: Options, quietly = false): Promise<PasskeyShown> {
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON
  const { id, response } = await startAuthentication({ optionsJSON, useBrowserAutofill: quietly })
  const { clientDataJSON, authenticatorData, signature, userHandle } = response
  return { id, clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) }
}

/** The person closed the browser's dialog, or it gave up: nothing to tell anybody. */
export const wasLeft = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
