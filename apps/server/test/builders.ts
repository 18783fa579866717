/**
 * People straight into the tables: by mail each costs a tenth of a second, and some tests need a thousand. They all
 * have `goodPassword`; what the product itself does with people is tested through its front door.
 */
import { apiPrefix, type Me } from '@tenantry/contract'
import pg from 'pg'
import { foldedName } from '../src/platform/value/text.ts'
import { innerId, newId, publicId } from '../src/platform/value/ids.ts'
import { goodPassword, type Person, type World } from './world.ts'

export interface Given {
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string
  readonly role?: string
  readonly status?: 'active' | 'inactive'
  readonly lastSignInAt?: Date
}

/** The users' ids, in the order given. */
export async function settled(world: World, organization: string, people: readonly Given[]): Promise<string[]> {
  const rows = people.map((it) => {
    const { firstName = 'Ada', lastName = 'Example', role = 'employee', status = 'active' } = it
    const lastSignIn = it.lastSignInAt?.toISOString() ?? '-infinity'
    const names = { first: firstName, last: lastName, name_key: foldedName(`${firstName} ${lastName}`) }
    return { identity: newId(), id: newId(), email: it.email, role, status, last_sign_in: lastSignIn, ...names }
  })
  await world.database.query(
    `with given as (select * from jsonb_to_recordset($1) as g (identity uuid, id uuid, email text, first text, last text,
        name_key text, role text, status text, last_sign_in timestamptz)),
      place as (select path from organizations where id = $2),
      persons as (insert into identities (id, email, password_hash, password_changed_at, language, created_at, mailbox_proven_at)
        select g.identity, g.email, root.password_hash, $3, 'en', $3, $3 from given g, identities root
        where root.email = 'root@example.com' returning id),
      accounts as (insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, status, deactivated_at, created_at)
        select g.id, p.path, g.identity, g.email, g.first, g.last, g.name_key, g.status,
          case g.status when 'inactive' then $3::timestamptz end, $3 from given g, place p
        where (select count(*) from persons) > 0 returning id),
      activity as (insert into user_activity (user_id, org_path, last_sign_in_at)
        select g.id, p.path, g.last_sign_in from given g, place p where (select count(*) from accounts) > 0 returning user_id)
    select count(*) from activity`,
    [JSON.stringify(rows), innerId(organization), world.now()],
  )
  // On their own: the trigger that shows the role updates the user, who must be there already.
  await world.database.query(
    `insert into grants (user_id, org_path, node_path, role, created_at)
     select g.id, p.path, p.path, g.role, $3 from jsonb_to_recordset($1) as g (id uuid, role text), organizations p where p.id = $2`,
    [JSON.stringify(rows), innerId(organization), world.now()],
  )
  return rows.map((row) => publicId('usr', row.id))
}

/** Another account of somebody who is there. */
export async function alsoAt(world: World, organization: string, email: string, role: string): Promise<void> {
  const [user, at] = [newId(), innerId(organization)]
  await world.database.query(
    `with person as (select u.* from users u where u.email = $3 limit 1), place as (select path from organizations where id = $2),
      account as (insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
        select $1, p.path, i.identity_id, i.email, i.first_name, i.last_name, i.name_key, $4 from person i, place p returning id, org_path)
    insert into user_activity (user_id, org_path) select id, org_path from account`,
    [user, at, email, world.now()],
  )
  await world.database.query(
    'insert into grants (user_id, org_path, node_path, role, created_at) select $1, path, path, $3, $4 from organizations where id = $2',
    [user, at, role, world.now()],
  )
}

export type Member = Person & { me: Me }
export async function signedIn(world: World, email: string): Promise<Member & { user: string }> {
  const person = world.person()
  const me = await person.api.sessions.signIn({ email, password: goodPassword })
  return Object.assign(person, { me, user: me.id })
}

/** Time passes; sessions end within it, so these people sign in again. */
export async function later(world: World, milliseconds: number, ...people: Member[]): Promise<void> {
  world.advance(milliseconds)
  await Promise.all(people.map((it) => it.api.sessions.signIn({ email: it.me.email, password: goodPassword })))
}

/** Settles one person and signs them in. */
export async function member(world: World, organization: string, email: string, role: string) {
  const [firstName = 'Ada'] = email.split('@')
  await settled(world, organization, [{ email, role, firstName }])
  return signedIn(world, email)
}

/** An invitation made by the administrator, and the secret in its link. */
export async function invited(world: World, organization: string, email: string, role = 'employee') {
  const invitation = await world.admin.api.invitations.create({ organization, email, role })
  const { token } = await world.mailbox.next(email)
  return { invitation, token }
}

/** The secret of a link in a mail: of those to one page of the console, the `nth` that was mailed. */
export async function mailedSecret(world: World, email: string, page: string, nth = 1): Promise<string> {
  const mails = () => world.mailbox.received.filter((it) => it.to === email && it.text.includes(`/${page}#`))
  const all = await eventually(
    () => Promise.resolve(mails()),
    (it) => it.length >= nth,
  )
  return all[nth - 1]?.token ?? ''
}

/** A request from another network address. */
export async function from(world: World, remoteAddress: string, method: 'POST', path: string, payload: object) {
  const answer = await world.http.inject({ method, url: `${apiPrefix}${path}`, remoteAddress, payload })
  const body: unknown = answer.payload === '' ? null : answer.json()
  return { status: answer.statusCode, body, cookie: String(answer.headers['set-cookie'] ?? '') }
}

/** Every page of a list, in order. */
export async function walked<T>(page: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>) {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const { items, next } = await page(cursor)
    all.push(...items)
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return all
}

/** Asks until the answer is the one waited for, at most `seconds`. */
export async function eventually<T>(ask: () => Promise<T>, right: (it: T) => boolean, seconds = 12): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const it = await ask()
    if (right(it)) return it
    if (Date.now() > end) throw new Error(`it stayed ${JSON.stringify(it)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Outcomes of several calls at once: the code of each refusal, and 'done' for each success. */
export async function outcomes(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const settledCalls = await Promise.allSettled(calls)
  return settledCalls
    .map((it) => (it.status === 'fulfilled' ? 'done' : String((it.reason as { code?: string }).code ?? it.reason)))
    .sort()
}

/** Keeps rows (or, by a statement of its own, a table) locked, as a slow transaction would; `waiting` resolves when so many others wait for locks. */
export async function holding(world: World, statement: string, values: unknown[] = []) {
  const client = new pg.Client(world.database.as('postgres'))
  await client.connect()
  // Where a change of its own closes a ring, whoever waits for it gives way, as ever after a deadlock: not the test.
  await client.query(`set deadlock_timeout = '1min'`)
  await client.query('begin')
  await client.query(statement.startsWith('lock') ? statement : `${statement} for update`, values)
  const stuck = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return {
    async waiting(n: number) {
      const ask = async () => (await world.database.query<{ n: number }>(stuck))[0]?.n ?? 0
      await eventually(ask, (it) => it >= n, 4)
    },
    /** Ends the wait; `change` is what the slow transaction did. */
    async release(change?: { statement: string; values: unknown[] }) {
      if (change) await client.query(change.statement, change.values)
      await client.query(change ? 'commit' : 'rollback')
      await client.end()
    },
  }
}
