/** Keys derived from the installation's one secret, one per purpose, so that none opens what another closes. */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  randomInt,
  type KeyObject,
} from 'node:crypto'

export interface Keys {
  readonly cursors: Buffer
  readonly throttles: Buffer
  readonly sealing: Buffer
  readonly fingerprints: Buffer
  readonly challenges: Buffer
}
/** `secret`: 32 bytes that are kept outside the database. */
export function keysFrom(secret: Buffer): Keys {
  const key = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `tenantry/${purpose}/1`, 32))
  return {
    cursors: key('cursors'),
    throttles: key('throttles'),
    sealing: key('sealing'),
    fingerprints: key('fingerprints'),
    challenges: key('challenges'),
  }
}

/** A new one-time secret, 32 random bytes, and the hash under which it is stored. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashOf(token) }
}
/** The same for an API key; its prefix tells people, and tools that look for leaked secrets, what it is. */
export function newKey(): { token: string; hash: Buffer } {
  const token = `tnt_${newToken().token}`
  return { token, hash: hashOf(token) }
}
/** Letters and digits that nobody takes for one another, in groups that can be typed from a page: 98 bits. */
export function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return Array.from({ length: 5 }, group).join('-')
}
/** In one call: the object that createHash makes for each costs the collector more than the hash costs the processor. */
export const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer')
export const keyedHash = (key: Buffer | KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()

const version = 1
const nonceBytes = 12
const tagBytes = 16

/** AES-256-GCM; the first byte says which key version sealed it. `context` must be the same when it is opened. */
export function seal(key: Buffer, plain: string, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), sealed])
}
export function unseal(key: Buffer, sealed: Buffer, context: string): string {
  if (sealed[0] !== version) throw new Error('sealed with an unknown key version')
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
  const cipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context)).setAuthTag(tag)
  return cipher.update(sealed.subarray(1 + nonceBytes + tagBytes), undefined, 'utf8') + cipher.final('utf8')
}
