import { type mails } from '@tenantry/contract'
import { unseal } from '../../platform/crypto/keys.ts'
import { pageOf } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { allowedBy } from '../roles/index.ts'
import { present } from './present.ts'
import { exists, mayRead } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly sealingKey: Buffer
  /** A mail server is configured: what was kept before is read by nobody any more. */
  readonly configured: boolean
}

export const actionsWith = ({ sealingKey, configured }: Capabilities): ActionsFor<typeof mails> => ({
  list: ({ at, cursor, inReach }, { limit = 50 }) =>
    inReach(async (tx) => {
      const { lo, hi } = subtreeOf(at.path)
      const rows = await store.list(tx, lo, hi, cursor.after, limit)
      return pageOf(rows, limit, (row) => cursor.seal([row.created_at.toISOString(), row.id]), present)
    }),
  show: ({ actor, inReach }, { mail }) =>
    inReach(async (tx) => {
      const row = settle(exists(await store.find(tx, innerId(mail))))
      const readable = !configured && allowedBy(actor.grants, 'mails.read', rootPath) !== undefined
      return opened(row, settle(mayRead(readable, row.status, row.sealed_content)), sealingKey)
    }),
})

function opened(row: Parameters<typeof present>[0], sealed: Buffer, sealingKey: Buffer) {
  const content = JSON.parse(unseal(sealingKey, sealed, row.id)) as { text: string; html: string }
  return { mail: present(row), ...content }
}

/** For the local mailbox: a kept mail, or nothing. */
export async function readIfKept(tx: Tx, sealingKey: Buffer, id: string) {
  const row = await store.find(tx, id)
  if (!row) return undefined
  const readable = mayRead(true, row.status, row.sealed_content)
  return readable.granted ? opened(row, readable.value, sealingKey) : undefined
}
export const newestKept = async (tx: Tx) => (await store.kept(tx, 100)).map(present)
