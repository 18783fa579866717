/** Signing in with a passkey alone: it knows whose it is, and verifies its person, so that it counts as both factors. */
import { Me } from './profile.ts'
import { route } from './route.ts'
import { Strict, Token } from './values.ts'
import { PasskeyShown, PublicKeyOptions } from './webauthn.ts'

export const passkeys = {
  /** The challenge belongs to the attempt, lasts five minutes and is good for one sign-in. */
  begin: route({
    method: 'POST',
    path: '/passkeys/attempts',
    access: 'public',
    summary: 'Begin to sign in with a passkey',
    returns: Strict({ attempt: Token, options: PublicKeyOptions.properties.options }),
    status: 201,
    refuses: {},
  }),
  /** Unknown, wrong, of somebody deactivated: one answer. */
  signIn: route({
    method: 'POST',
    path: '/passkeys/sessions',
    access: 'public',
    summary: 'Sign in with a passkey',
    body: Strict({ attempt: Token, passkey: PasskeyShown }),
    returns: Me,
    status: 201,
    refuses: { passkey_wrong: 401, sign_in_throttled: 429 },
  }),
}
