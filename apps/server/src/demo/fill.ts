/** Puts the sample into an empty installation. */
import { sql } from 'kysely'
import { inForceIn, type App } from '../app.ts'
import { createHasher } from '../platform/crypto/hashing.ts'
import { newToken } from '../platform/crypto/keys.ts'
import { byProduct, type Tx } from '../platform/db/scope.ts'
import { newId } from '../platform/value/ids.ts'
import { rootPath, subtreeOf } from '../platform/value/reach.ts'
import { signInsFor, type Office } from './cast.ts'
import { password } from './people.ts'
import { sampleOf } from './sample.ts'
import { invitationRow, type Actor, type Place, type Row, type Rows } from './rows.ts'

const reach = subtreeOf(rootPath)

export type State = 'empty' | 'filled' | 'foreign'

/** What is in the data folder: nothing, the sample, or somebody's own installation. */
export function stateOf({ transact }: App): Promise<State> {
  return transact({ reach, by: byProduct, now: new Date() }, async (tx) => {
    const { set_up_at } = await tx.selectFrom('installation').select('set_up_at').executeTakeFirstOrThrow()
    if (!set_up_at) return 'empty'
    const emails = signInsFor(await inForceIn(tx)).map(({ email }) => email)
    const found = await tx.selectFrom('users').select('id').where('email', 'in', emails).execute()
    return found.length === emails.length ? 'filled' : 'foreign'
  })
}

export const blueprintOf = ({ transact }: App) => transact({ reach, by: byProduct, now: new Date() }, inForceIn)

export async function fill({ transact }: App, now: Date): Promise<void> {
  const passwordHash = await createHasher().hash(password)
  const { platform, largest, office } = await transact({ reach, by: byProduct, now }, async (tx) => {
    const root = await tx.selectFrom('organizations').selectAll().where('path', '=', rootPath).executeTakeFirstOrThrow()
    const sample = sampleOf({ now, root, blueprint: await inForceIn(tx), passwordHash })
    await sql`select ensure_event_partitions(${new Date(now.getTime() - 430 * 86_400_000)}::date, 15)`.execute(tx)
    await sql`select ensure_sign_in_partitions(${new Date(now.getTime() - 60 * 86_400_000)}::date, 67)`.execute(tx)
    await insertPeople(tx, sample.rows)
    for (const table of tables) await insert(tx, table, sample.rows[table])
    await tx.updateTable('organizations').set({ children_drawn: sample.children }).where('id', '=', root.id).execute()
    await tx.updateTable('installation').set({ set_up_at: now, set_up_token_hash: null }).execute()
    return sample
  })
  // What is recorded stands in the name of the transaction: so these have one of their own.
  const by = { user: platform.id, name: platform.name, requestId: null }
  await transact({ reach, by, now }, (tx) => inviteByMail(tx, largest, office, platform))
}

const tables = [
  'organizations',
  'users',
  'grants',
  'user_activity',
  'sign_ins',
  'invitations',
  'mails',
  'events',
] as const

/** All rows of a table in one statement; columns that are not given keep their defaults. */
async function insert(tx: Tx, table: keyof Rows, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  )
}

/** A person's row opens only to a transaction that acts for them: so each in turn. */
async function insertPeople(tx: Tx, { identities, factors }: Rows): Promise<void> {
  for (const row of identities) {
    await sql`select set_config('tenantry.identity', ${row['id']}, true)`.execute(tx)
    await insert(tx, 'identities', [row])
    await insert(
      tx,
      'factors',
      factors.filter((it) => it['identity_id'] === row['id']),
    )
  }
  await sql`select set_config('tenantry.identity', '', true)`.execute(tx)
}

const invited = [
  { firstName: 'Ida', lastName: 'Blomqvist', language: 'en' },
  { firstName: 'Jonas', lastName: 'Amsel', language: 'en' },
  { firstName: 'Mei', lastName: 'Okada', language: 'en' },
]
/** Recorded as the product records them, so that their mails are written and kept, with links that work. */
async function inviteByMail(tx: Tx, home: Place, { roles, domain }: Office, by: Actor): Promise<void> {
  for (const [n, person] of invited.entries()) {
    const role = roles[(n + 1) % roles.length] ?? ''
    const { token, hash } = newToken()
    const email = `${person.firstName}.${person.lastName}@new.${domain}`.toLowerCase()
    const it = { ...person, role, id: newId(), email, at: tx.now }
    const row = invitationRow(home, it, by, `\\x${hash.toString('hex')}`)
    await insert(tx, 'invitations', [row])
    const target = { kind: 'invitation', id: it.id } as const
    const after = { email, role, expiresAt: new Date(String(row['expires_at'])).toISOString() }
    await tx.record('invitation.created', { at: home, target, after, inPassing: { token } })
  }
}
