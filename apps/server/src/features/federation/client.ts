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
  secret: unseal(sealingKey, row.client_secret, row.id),
  algorithms: row.algorithms,
  redirectUri,
})
