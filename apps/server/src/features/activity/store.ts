import type { SignInMethod, SignInResult } from '@tenantry/contract'
import { sql, type RawBuilder } from 'kysely'
import { isAfter } from '../../platform/db/keyset.ts'
import { prepared } from '../../platform/db/marks.ts'
import type { Tx } from '../../platform/db/scope.ts'

export interface NewSignIn {
  readonly id: string
  readonly path: string
  readonly user: string
  readonly identity: string
  readonly address: string
  readonly userAgent: string | null
  readonly methods: readonly SignInMethod[]
  readonly session: string
}
export const insertSuccess = (tx: Tx, it: NewSignIn) =>
  prepared(tx)
    .insertInto('sign_ins')
    .values({
      id: it.id,
      at: tx.now,
      org_path: it.path,
      user_id: it.user,
      identity_id: it.identity,
      address: it.address,
      user_agent: it.userAgent,
      methods: [...it.methods],
      result: 'succeeded',
      session_id: it.session,
    })
    .execute()

export interface SignInRow {
  id: string
  at: Date
  user_id: string
  user_name: string
  email: string
  address: string | null
  user_agent: string | null
  methods: SignInMethod[]
  result: SignInResult
  session_id: string | null
}
export interface Filter {
  readonly path: string
  /** What is older is gone by policy. */
  readonly keptSince: Date
  readonly user?: string | undefined
  readonly result?: SignInResult | undefined
  readonly method?: SignInMethod | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
}
const order = { expression: sql`s.at`, id: sql`s.id` }

function conditions({ path, keptSince, user, result, method, since, until }: Filter): RawBuilder<unknown>[] {
  const from = since && since > keptSince ? since : keptSince
  const all: RawBuilder<unknown>[] = [sql`s.org_path = ${path}`, sql`s.at >= ${from}`]
  if (until) all.push(sql`s.at < ${until}`)
  if (user !== undefined) all.push(sql`s.user_id = ${user}`)
  // Written out, so that the planner sees that the index of refused ones applies.
  if (result !== undefined) all.push(result === 'succeeded' ? sql`s.result = 'succeeded'` : refused(result))
  if (method !== undefined) all.push(sql`${method} = any(s.methods)`)
  return all
}
const refused = (result: SignInResult) => sql`s.result = ${result} and s.result <> 'succeeded'`

/** Newest first, at most `most`; the page is chosen before names are joined to its rows. */
export async function list(tx: Tx, filter: Filter, after: readonly unknown[] | null, most: number) {
  const all = [...conditions(filter), ...(after ? [isAfter(order, 'desc', after)] : [])]
  const { rows } =
    await sql<SignInRow>`select s.id, s.at, s.user_id, u.first_name || ' ' || u.last_name as user_name, u.email,
      s.address, s.user_agent, s.methods, s.result, s.session_id
    from (select s.* from sign_ins s where ${sql.join(all, sql` and `)} order by s.at desc, s.id desc limit ${most}) s
    join users u on u.id = s.user_id and u.org_path = ${filter.path} order by s.at desc, s.id desc`.execute(tx)
  return rows
}

export interface DayRow {
  day: string
  succeeded: number
  failed: number
}
/** Every day from the first on to today (UTC), also those without any. */
export async function days(tx: Tx, filter: Filter, first: Date): Promise<DayRow[]> {
  const { rows } = await sql<DayRow>`with counted as (
      select (s.at at time zone 'UTC')::date as day, count(*) filter (where s.result = 'succeeded') as succeeded,
        count(*) filter (where s.result <> 'succeeded') as failed
      from sign_ins s where ${sql.join(conditions(filter), sql` and `)} group by 1)
    select to_char(d, 'YYYY-MM-DD') as day, coalesce(c.succeeded, 0) as succeeded, coalesce(c.failed, 0) as failed
    from generate_series(${first}::timestamptz at time zone 'UTC', ${tx.now}::timestamptz at time zone 'UTC', interval '1 day') d
    left join counted c on c.day = d::date order by 1`.execute(tx)
  return rows
}

/** Whether the organization still lies where a long answer began to read it. */
export const liesAt = async (tx: Tx, id: string, path: string): Promise<boolean> =>
  (await sql`select from organizations where id = ${id} and path = ${path}`.execute(prepared(tx))).rows.length === 1
