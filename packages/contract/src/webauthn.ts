/** What a browser says of a passkey (Web Authentication Level 3), reduced to what is checked. Binary values in base64url. */
import Type, { type Static } from 'typebox'
import { Strict } from './values.ts'

const binary = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' })
const CredentialId = binary(1_364) // 1,023 bytes
const transport = Type.String({ minLength: 1, maxLength: 30, pattern: '^[a-z-]+$' })

/** `response` of `navigator.credentials.create()`. */
export const PasskeyMade = Strict({
  id: CredentialId,
  clientDataJSON: binary(4_000),
  attestationObject: binary(8_000),
  transports: Type.Array(transport, { maxItems: 10 }),
})
export type PasskeyMade = Static<typeof PasskeyMade>

/** `response` of `navigator.credentials.get()`. */
export const PasskeyShown = Strict({
  id: CredentialId,
  clientDataJSON: binary(4_000),
  authenticatorData: binary(4_000),
  signature: binary(2_000),
  userHandle: Type.Optional(binary(100)),
})
export type PasskeyShown = Static<typeof PasskeyShown>

/** For `parseCreationOptionsFromJSON()` or `parseRequestOptionsFromJSON()`, as they are. */
export const PublicKeyOptions = Strict({
  options: Type.Object({ challenge: Type.String() }, { additionalProperties: true }),
})
