/** The client we are at a connection's provider. */
import { unseal } from '../../platform/crypto/keys.ts'
import type { Client } from './provider.ts'
import type { ConnectionRow } from './store.ts'

export interface Installation {
  readonly sealingKey: Buffer
  /** Below the configured public address, whatever address a request came to. */
  readonly redirectUri: string
}
export const callbackPath = '/sign-in/callback'

type Stored = Pick<ConnectionRow, 'id' | 'issuer' | 'client_id' | 'client_secret' | 'algorithms'>
export const clientOf = (row: Stored, { sealingKey, redirectUri }: Installation): Client => ({
  issuer: row.issuer,
  clientId: row.client_id,
  secret: opened(row, sealingKey),
  algorithms: row.algorithms,
  redirectUri,
})

/** Null: sealed with a key that is gone, as after a restore without it; to be entered anew. */
function opened({ id, client_secret: secret }: Stored, sealingKey: Buffer): string | null {
  try {
    return unseal(sealingKey, secret, id)
  } catch {
    return null
  }
}
