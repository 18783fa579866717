/**
 * Passkeys (Web Authentication Level 3). The relying party comes from the configuration alone, never from a request; the
 * page that asked must be the console's, at the installation's address or at one of a tenant. Challenges are made without writing anything: random bits, an end, and a keyed hash over both and what
 * the challenge is bound to. That each is good once is the business of whoever accepts the answer.
 */
import type { PasskeyMade, PasskeyShown } from '@tenantry/contract'
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { hashOf, keyedHash } from '../../platform/crypto/keys.ts'
import type { OwnOrigins } from '../../platform/http/origin.ts'

/** Loaded when somebody first has to do with passkeys: it keeps 12 MB of an idle server. */
const library = () => import('@simplewebauthn/server')

const algorithms = [-8, -7, -257] // EdDSA, ES256, RS256
const minutes = 5
const [saltBytes, endBytes] = [16, 8]

export interface PasskeyParty {
  /** The domain that passkeys are bound to. */
  readonly party: string
  /** Whose pages may ask for them. */
  readonly origins: OwnOrigins
  readonly challengeKey: Buffer
}
/** What is kept of a passkey. */
export interface StoredPasskey {
  readonly credential_id: Buffer
  readonly public_key: Buffer
  readonly counter: number
  readonly transports: string[] | null
}
/** An answered challenge, to be used up. */
export interface Answered {
  readonly challenge: Buffer
  readonly expiresAt: Date
}
const text = (bytes: Buffer) => bytes.toString('base64url')
const bytesOf = (base64url: string) => Buffer.from(base64url, 'base64url')
const idsOf = (passkeys: readonly StoredPasskey[]) =>
  passkeys.map((it) => ({ id: text(it.credential_id), transports: it.transports ?? [] }))

export function webauthnFor({ party, origins, challengeKey }: PasskeyParty) {
  const macOf = (binding: string, head: Buffer) => keyedHash(challengeKey, `${binding} ${text(head)}`)
  const newChallenge = (binding: string, now: Date): Uint8Array<ArrayBuffer> => {
    const end = Buffer.alloc(endBytes)
    end.writeBigUInt64BE(BigInt(now.getTime() + minutes * 60_000))
    const head = Buffer.concat([randomBytes(saltBytes), end])
    return new Uint8Array(Buffer.concat([head, macOf(binding, head)]))
  }
  /** One of ours, for this very purpose, and not over; null otherwise. */
  const ownChallenge = async (binding: string, clientDataJSON: string, now: Date) => {
    const said: unknown = parsed(bytesOf(clientDataJSON).toString('utf8'))
    if (typeof said !== 'object' || said === null || !('challenge' in said) || !('origin' in said)) return null
    const challenge = typeof said.challenge === 'string' ? bytesOf(said.challenge) : Buffer.alloc(0)
    const head = challenge.subarray(0, saltBytes + endBytes)
    const mac = challenge.subarray(saltBytes + endBytes)
    const right = macOf(binding, head)
    if (mac.length !== right.length || !timingSafeEqual(mac, right)) return null
    const expiresAt = new Date(Number(head.readBigUInt64BE(saltBytes)))
    const { origin } = said
    if (expiresAt <= now || typeof origin !== 'string' || !(await origins.has(origin))) return null
    return { origin, answered: { challenge: hashOf(text(challenge)), expiresAt } satisfies Answered }
  }

  return {
    creation: async (
      who: { id: string; name: string; email: string; product: string },
      known: readonly StoredPasskey[],
      binding: string,
      now: Date,
    ) => ({
      ...(await (
        await library()
      ).generateRegistrationOptions({
        rpName: who.product,
        rpID: party,
        userID: new Uint8Array(Buffer.from(who.id.replaceAll('-', ''), 'hex')),
        userName: who.email,
        userDisplayName: who.name,
        challenge: newChallenge(binding, now),
        timeout: minutes * 60_000,
        attestationType: 'none',
        excludeCredentials: idsOf(known),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: algorithms,
      })),
    }),

    /** Without `known` the browser offers whatever passkeys it has for this place. */
    request: async (known: readonly StoredPasskey[], binding: string, now: Date) => ({
      ...(await (
        await library()
      ).generateAuthenticationOptions({
        rpID: party,
        allowCredentials: idsOf(known),
        challenge: newChallenge(binding, now),
        timeout: minutes * 60_000,
        userVerification: 'required',
      })),
    }),

    /** The new passkey, where the answer is right in every part. */
    async made(it: PasskeyMade, binding: string, now: Date) {
      const own = await ownChallenge(binding, it.clientDataJSON, now)
      if (!own) return null
      const { id, clientDataJSON, attestationObject } = it
      const response = { clientDataJSON, attestationObject }
      const verified = await quietly(async () =>
        (await library()).verifyRegistrationResponse({
          response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
          expectedChallenge: () => true, // checked above, with what it is bound to
          expectedOrigin: own.origin,
          expectedRPID: party,
          requireUserVerification: true,
          supportedAlgorithmIDs: algorithms,
        }),
      )
      if (!verified?.verified || !verified.registrationInfo.userVerified) return null
      const { credential } = verified.registrationInfo
      if (credential.id !== id) return null
      return {
        ...own.answered,
        credentialId: bytesOf(credential.id),
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: it.transports,
      }
    },

    /** The counter that goes with a right answer; one that fell back is a copied passkey, and wrong. */
    async shown(it: PasskeyShown, stored: StoredPasskey, identity: string, binding: string, now: Date) {
      const own = await ownChallenge(binding, it.clientDataJSON, now)
      if (!own) return null
      const { id, clientDataJSON, authenticatorData, signature, userHandle } = it
      if (userHandle !== undefined && bytesOf(userHandle).toString('hex') !== identity.replaceAll('-', '')) return null
      const response = { clientDataJSON, authenticatorData, signature }
      const verified = await quietly(async () =>
        (await library()).verifyAuthenticationResponse({
          response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
          expectedChallenge: () => true,
          expectedOrigin: own.origin,
          expectedRPID: party,
          credential: { id, publicKey: new Uint8Array(stored.public_key), counter: stored.counter },
          requireUserVerification: true,
        }),
      )
      if (!verified?.verified || !verified.authenticationInfo.userVerified) return null
      return { ...own.answered, counter: verified.authenticationInfo.newCounter }
    },
  }
}
export type WebAuthn = ReturnType<typeof webauthnFor>

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return null
  }
}
/** The library tells of every wrong answer by throwing. */
async function quietly<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify()
  } catch {
    return null
  }
}
