/** The client we are at a connection's provider. */
import { unseal } from '../../platform/crypto/keys.ts'
import { publicId } from '../../platform/value/ids.ts'
import type { Client } from './provider.ts'
import type { ConnectionRow } from './store.ts'

export interface Installation {
  readonly sealingKey: Buffer
  readonly publicUrl: URL
}
/**
 * Below the configured public address, whatever address a request came to; another one for each organization. A provider
 * that gets hold of an answer meant for another organization's cannot have it brought to its own page: not all of them
 * say whose an answer is (RFC 9700, 4.4).
 */
export const callbackOf = (publicUrl: URL, organization: string): string =>
  new URL(`/sign-in/callback/${publicId('org', organization)}`, publicUrl).href

type Stored = Pick<ConnectionRow, 'id' | 'org_id' | 'issuer' | 'client_id' | 'client_secret' | 'algorithms'>
export const clientOf = (row: Stored, { sealingKey, publicUrl }: Installation): Client => ({
  issuer: row.issuer,
  clientId: row.client_id,
  secret: opened(row, sealingKey),
  algorithms: row.algorithms,
  redirectUri: callbackOf(publicUrl, row.org_id),
})

/** Null: sealed with a key that is gone, as after a restore without it; to be entered anew. */
function opened({ id, client_secret: secret }: Stored, sealingKey: Buffer): string | null {
  try {
    return unseal(sealingKey, secret, id)
  } catch {
    return null
  }
}
