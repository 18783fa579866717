/** A sign-in becomes a person's. */
import type { Tx } from '../../platform/db/scope.ts'
import { isUniqueViolation, Unavailable } from '../../platform/db/unavailable.ts'
import { newId } from '../../platform/value/ids.ts'
import type { Account } from '../sessions/index.ts'
import * as store from './store.signing-in.ts'

interface Linked {
  readonly connection: Pick<store.Open, 'id' | 'org_path' | 'name'>
  readonly subject: string
  readonly email: string | null
}
/** While the person is locked. Told where they are at home: there is their record, and who administers them. */
export async function link(
  tx: Tx,
  { connection, subject, email }: Linked,
  { identity, user, home }: Account,
  newcomer = false,
): Promise<void> {
  await store.insertLink(tx, { id: newId(), connection, identity, subject, email }).catch(linkedMeanwhile)
  await tx.record('user.sign_in_linked', {
    at: home,
    target: { kind: 'user', id: user },
    after: { connection: connection.name, email },
    ...(newcomer && { inPassing: { newcomer: 'yes' } }),
  })
}

/** The subject, or the person at this provider, was linked in this very moment: the next try finds it. */
function linkedMeanwhile(error: unknown): never {
  const constraints = ['federated_links_connection_id_subject_key', 'federated_links_connection_id_identity_id_key']
  throw constraints.some((it) => isUniqueViolation(error, it)) ? new Unavailable('this was linked just now') : error
}
