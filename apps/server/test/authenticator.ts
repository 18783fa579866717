/** A passkey in software, made to be wrong in every way that a test asks for: what Chromium's own never is. */
import type { PasskeyMade, PasskeyShown } from '@tenantry/contract'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { publicUrl } from './world.ts'

export interface Ways {
  readonly origin?: string
  readonly rpId?: string
  readonly verified?: boolean
  readonly type?: string
  readonly counter?: number
  readonly challenge?: string
}
interface Options {
  readonly challenge: string
  readonly user?: { readonly id: string }
}
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest()
const text = (bytes: Buffer) => bytes.toString('base64url')
/** The few shapes of CBOR that are needed. */
const head = (major: number, n: number) =>
  n < 24
    ? Buffer.from([(major << 5) | n])
    : n < 256
      ? Buffer.from([(major << 5) | 24, n])
      : Buffer.from([(major << 5) | 25, n >> 8, n & 255])
const int = (n: number) => (n < 0 ? head(1, -1 - n) : head(0, n))
const bytes = (it: Buffer) => Buffer.concat([head(2, it.length), it])
const words = (it: string) => Buffer.concat([head(3, it.length), Buffer.from(it)])
const map = (...pairs: [Buffer, Buffer][]) => Buffer.concat([head(5, pairs.length), ...pairs.flat()])

export class SoftPasskey {
  readonly id = randomBytes(32)
  counter = 0
  userHandle = ''
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  #clientData(type: string, { challenge }: Options, { origin = publicUrl, ...ways }: Ways) {
    return Buffer.from(
      JSON.stringify({ type: ways.type ?? type, challenge: ways.challenge ?? challenge, origin, crossOrigin: false }),
    )
  }
  #authenticatorData(
    { rpId = new URL(publicUrl).hostname, verified = true, counter = this.counter }: Ways,
    made: boolean,
  ) {
    const flags = 1 | (verified ? 4 : 0) | (made ? 64 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count])
  }
  /** The answer to `navigator.credentials.create()`. */
  make({ options }: { options: object }, ways: Ways = {}): PasskeyMade {
    const asked = options as Options
    this.userHandle = asked.user?.id ?? ''
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const key = map(
      [int(1), int(2)],
      [int(3), int(-7)],
      [int(-1), int(1)],
      [int(-2), bytes(Buffer.from(x, 'base64url'))],
      [int(-3), bytes(Buffer.from(y, 'base64url'))],
    )
    const length = Buffer.from([0, this.id.length])
    const data = Buffer.concat([this.#authenticatorData(ways, true), Buffer.alloc(16), length, this.id, key])
    return {
      id: text(this.id),
      clientDataJSON: text(this.#clientData('webauthn.create', asked, ways)),
      attestationObject: text(
        map([words('fmt'), words('none')], [words('attStmt'), map()], [words('authData'), bytes(data)]),
      ),
      transports: ['internal'],
    }
  }
  /** The answer to `navigator.credentials.get()`. */
  show({ options }: { options: object }, ways: Ways = {}): PasskeyShown {
    const clientData = this.#clientData('webauthn.get', options as Options, ways)
    const data = this.#authenticatorData(ways, false)
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#keys.privateKey)
    return {
      id: text(this.id),
      clientDataJSON: text(clientData),
      authenticatorData: text(data),
      signature: text(signature),
      userHandle: this.userHandle,
    }
  }
}
