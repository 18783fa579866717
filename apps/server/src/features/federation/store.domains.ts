/** E-mail domains. */
import type { Tx } from '../../platform/db/scope.ts'

const columns = ['id', 'org_path', 'domain', 'token', 'verified_at', 'checked_at', 'missing_since'] as const
export interface DomainRow {
  id: string
  org_path: string
  domain: string
  token: string
  verified_at: Date | null
  checked_at: Date | null
  missing_since: Date | null
}
export const list = (tx: Tx, path: string): Promise<DomainRow[]> =>
  tx.selectFrom('email_domains').select(columns).where('org_path', '=', path).orderBy('domain').limit(200).execute()
export const find = (tx: Tx, path: string, id: string): Promise<DomainRow | undefined> =>
  tx.selectFrom('email_domains').select(columns).where('id', '=', id).where('org_path', '=', path).executeTakeFirst()
export const insert = (tx: Tx, it: { id: string; path: string; domain: string; token: string }): Promise<DomainRow> =>
  tx
    .insertInto('email_domains')
    .values({ id: it.id, org_path: it.path, domain: it.domain, token: it.token, created_at: tx.now })
    .returning(columns)
    .executeTakeFirstOrThrow()
export const remove = (tx: Tx, it: DomainRow) =>
  tx.deleteFrom('email_domains').where('id', '=', it.id).where('org_path', '=', it.org_path).execute()

type Seen = Pick<DomainRow, 'verified_at' | 'missing_since'>
/** What a look at the record came to. */
export const note = (tx: Tx, it: DomainRow, seen: Seen): Promise<DomainRow | undefined> =>
  tx
    .updateTable('email_domains')
    .set({ checked_at: tx.now, ...seen })
    .where('id', '=', it.id)
    .where('org_path', '=', it.org_path)
    .returning(columns)
    .executeTakeFirst()

/** For the look-up connection: whether another organization has shown that a domain is its own; $2 this claim. */
export const takenStatement = {
  name: 'domain_taken',
  text: 'select from email_domains where domain = $1 and verified_at is not null and id <> $2',
}
/** For the look-up connection: verified domains that nobody looked at since $1. */
export const dueStatement = {
  name: 'domains_due',
  text: `select d.id, d.org_path, d.domain, d.token, d.verified_at, d.checked_at, d.missing_since, o.id as org_id
    from email_domains d join organizations o on o.path = d.org_path
    where d.verified_at is not null and d.checked_at < $1 order by d.checked_at limit 200`,
}
