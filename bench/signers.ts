/** People of the seeded installation who can sign in, from addresses all over, so that no limit of one place stops them. */
import { hash } from '@node-rs/argon2'
import type pg from 'pg'
import { cost } from '../apps/server/src/platform/crypto/hash-formats.ts'
import type { Answer, Client } from './client.ts'

const password = 'quiet-otter-lantern-93'

/** Addresses of so many active people; they have one password from now on, and nothing is counted against them. */
export async function signers(admin: pg.Client, most: number): Promise<string[]> {
  const stored = await hash(password, cost)
  await admin.query('delete from throttles')
  const { rows } = await admin.query<{ email: string }>(
    `update identities set password_hash = $1 where id in (select u.identity_id from users u
       join organizations o on o.path = u.org_path and not o.stopped where u.status = 'active' limit $2) returning email`,
    [stored, most],
  )
  return rows.map((row) => row.email)
}

/** From the `n`th of as many places: whoever comes from where they have been before is told of no new device. */
export const signInFrom = (ask: Client, base: string, email: string, n: number, right: boolean): Promise<Answer> =>
  ask(`${base}/api/v1/sessions`, {
    cookie: '',
    method: 'POST',
    body: { email, password: right ? password : `a wrong one, ${n}` },
    headers: { 'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` },
  })
