/** A sign-in becomes a person's. */
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { isUniqueViolation, Unavailable } from '../../platform/db/unavailable.ts'
import { settle } from '../../platform/refusal.ts'
import { newId } from '../../platform/value/ids.ts'
import { isWithin } from '../../platform/value/reach.ts'
import type { Account } from '../sessions/index.ts'
import { mayLink } from './rules.ts'
import * as store from './store.signing-in.ts'

interface Linked {
  readonly connection: Pick<store.Open, 'id' | 'org_path' | 'name'>
  readonly subject: string
  readonly email: string | null
  /** The organization on whose word it is linked; null: with something of the person's own, or by whoever speaks for the address. */
  readonly voucher?: string | null
}
/** An account, and as whom it acts. */
export type Standing = Account & { readonly name: string }
/**
 * As whom a person links, unlinks and is told of it: by an account where the connection leads to. Who administers them
 * anywhere else learns nothing of it.
 */
export async function standingAt(
  lookup: Lookup,
  within: string,
  { identity, user, name }: Pick<Standing, 'identity' | 'user' | 'name'>,
  home: Account['home'],
): Promise<Standing | undefined> {
  if (isWithin(home.path, within)) return { identity, user, name, home }
  const there = await lookup<store.AccountRow>(store.accountsStatement, [identity])
  const those = there.filter((it) => isWithin(it.path, within))
  const it = those.find((one) => one.status === 'active' && !one.stopped) ?? those[0]
  return it && { identity, user: it.user, name: it.name, home: { id: it.org_id, path: it.path } }
}

/** While the person is locked. Told where they are at home: there is their record, and who administers them. */
export async function link(
  tx: Tx,
  { connection, subject, email, voucher = null }: Linked,
  { identity, user, home, name }: Account & { readonly name?: string },
  newcomer = false,
): Promise<void> {
  await store.insertLink(tx, { id: newId(), connection, identity, subject, email, voucher }).catch(linkedMeanwhile)
  await tx.record('user.sign_in_linked', {
    at: home,
    target: { kind: 'user', id: user },
    ...(name !== undefined && { by: { user, name } }),
    after: { connection: connection.name, email },
    ...(newcomer && { inPassing: { newcomer: true } }),
  })
}

/** The same for somebody who is signed in, and locked: where it is theirs already it stays so. */
export async function linkOwn(
  lookup: Lookup,
  tx: Tx,
  asked: Linked,
  account: Account & { name?: string },
): Promise<void> {
  const { connection, subject, email } = asked
  // As it is now that nobody else links for them; whose the subject is may lie beyond the reach.
  const rows = (statement: { name: string; text: string }, key: string) =>
    lookup<store.LinkRow>(statement, [connection.id, key])
  const both = [rows(store.linkStatement, subject), rows(store.linkOfStatement, account.identity)] as const
  const [[holder], [mine]] = await Promise.all(both)
  settle(mayLink(holder?.identity_id, mine?.subject, account.identity, subject))
  if (mine) await store.noteUse(tx, mine.id, account.identity, email)
  else await link(tx, asked, account)
}

/** The subject, or the person at this provider, was linked in this very moment: the next try finds it. */
function linkedMeanwhile(error: unknown): never {
  const constraints = ['federated_links_connection_id_subject_key', 'federated_links_connection_id_identity_id_key']
  throw constraints.some((it) => isUniqueViolation(error, it)) ? new Unavailable('this was linked just now') : error
}
