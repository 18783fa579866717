/** A new account of a person who was found by an address. */
import type { Tx } from '../../platform/db/scope.ts'
import { breaks, Unavailable } from '../../platform/db/unavailable.ts'
import * as store from './store.ts'

/** Whoever had the address went to another one in this very moment, or is gone: the next try finds who has it now. */
export async function insertUser(tx: Tx, it: store.NewUser): Promise<void> {
  await store.insert(tx, it).catch((error: unknown) => {
    throw breaks(error, 'users_identity_id_email_fkey') ? new Unavailable('this address changed hands just now') : error
  })
}
