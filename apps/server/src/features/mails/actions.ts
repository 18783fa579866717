import { type mails } from '@tenantry/contract'
import { unseal } from '../../platform/crypto/keys.ts'
import { pageOf } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/http/mount.ts'
import { innerId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { present } from './present.ts'
import { exists, mayRead } from './rules.ts'
import * as store from './store.ts'

export const actionsWith = ({ sealingKey }: { readonly sealingKey: Buffer }): ActionsFor<typeof mails> => ({
  list: ({ at, cursor, inReach }, { limit = 50 }) =>
    inReach(async (tx) => {
      const { lo, hi } = subtreeOf(at.path)
      const rows = await store.list(tx, lo, hi, cursor.after, limit)
      return pageOf(rows, limit, (row) => cursor.seal([row.created_at.toISOString(), row.id]), present)
    }),
  show: ({ inReach }, { mail }) => inReach((tx) => read(tx, sealingKey, innerId(mail))),
})

async function read(tx: Tx, sealingKey: Buffer, id: string) {
  const row = settle(exists(await store.find(tx, id)))
  return opened(row, settle(mayRead(row.status, row.sealed_content)), sealingKey)
}
function opened(row: Parameters<typeof present>[0], sealed: Buffer, sealingKey: Buffer) {
  const content = JSON.parse(unseal(sealingKey, sealed, row.id)) as { text: string; html: string }
  return { mail: present(row), ...content }
}

/** For the local mailbox: a kept mail, or nothing. */
export async function readIfKept(tx: Tx, sealingKey: Buffer, id: string) {
  const row = await store.find(tx, id)
  if (!row) return undefined
  const readable = mayRead(row.status, row.sealed_content)
  return readable.granted ? opened(row, readable.value, sealingKey) : undefined
}
export const newestKept = async (tx: Tx) => (await store.kept(tx, 100)).map(present)
