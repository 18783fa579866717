import type { Tx } from '../../platform/db/scope.ts'

export interface State {
  set_up_at: Date | null
}
/** For the look-up connection. */
export const stateStatement = { name: 'installation_state', text: 'select set_up_at from installation' }

/** Locked: of two set-ups at once one waits and then finds it done. */
export const lock = (tx: Tx) =>
  tx.selectFrom('installation').select(['set_up_at', 'set_up_token_hash']).forUpdate().executeTakeFirstOrThrow()
export const offer = (tx: Tx, tokenHash: Buffer) =>
  tx
    .updateTable('installation')
    .set({ set_up_token_hash: tokenHash })
    .where('set_up_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
export const close = (tx: Tx) =>
  tx.updateTable('installation').set({ set_up_at: tx.now, set_up_token_hash: null }).execute()
