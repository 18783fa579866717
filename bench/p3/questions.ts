/** What P3 asks over HTTP: somebody signed in, about places they may and may not reach; and what the tables say to it. */
import { check, type Check, type Question } from '@tenantry/contract'
import { publicId } from '../../apps/server/src/platform/value/ids.ts'
import { hashOf } from '../../apps/server/src/platform/crypto/keys.ts'
import type { Installation } from '../installation.ts'
import type { Post } from '../load.ts'
import { sessionToken } from '../seed-rows.ts'

/** Of the product, and given by the blueprint to few, to some, and to all. */
export const asked = [
  'users.read',
  'users.create',
  'users.deactivate',
  'roles.read',
  'roles.manage',
  'organizations.read',
  'organizations.update',
  'policies.read',
  'invitations.create',
  'mails.read',
] as const
interface Somebody {
  readonly token: string
  readonly home: string
  readonly path: string
  readonly role: string
  readonly permissions: string[]
}
export interface Asked extends Post {
  readonly body: { readonly questions: Question[] }
  readonly expected: Check[]
}
const pick = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T

/**
 * `single`: one question of one of 5,000 people, mostly about their home. `batches`: a hundred of one of 300, ten
 * permissions at ten organizations. `wide`: one permission at a hundred organizations.
 */
export async function questions({ admin, sizes }: Installation) {
  const tokens = Array.from({ length: 5_000 }, () => sessionToken(1 + Math.floor(Math.random() * sizes.sessions)))
  const byHash = new Map(tokens.map((it) => [hashOf(it).toString('hex'), it]))
  const { rows } = await admin.query<Somebody & { hash: string }>(
    `select encode(s.token_hash, 'hex') as hash, o.id as home, g.node_path as path, g.role, r.permissions
     from sessions s join organizations o on o.path = s.org_path join grants g on g.user_id = s.user_id
       join roles r on r.key = g.role where s.token_hash = any($1)`,
    [tokens.map(hashOf)],
  )
  const people = rows.map((row) => ({ ...row, token: byHash.get(row.hash) ?? '' }))
  const { rows: places } = await admin.query<{ id: string; path: string }>('select id, path from organizations')
  const paths = new Map(places.map((it) => [publicId('org', it.id), it.path]))
  const ids = [...paths.keys()]
  const post = (by: Somebody, all: Question[]): Asked => {
    const grants = [{ role: by.role, path: by.path, permissions: by.permissions }]
    const expected = all.map((it) => check(grants, it.permission, paths.get(it.organization) ?? null))
    return { token: by.token, body: { questions: all }, expected }
  }
  const near = (by: Somebody) => (Math.random() < 0.8 ? publicId('org', by.home) : pick(ids))
  const some = people.slice(0, 300)
  const about = (organizations: readonly string[], permissions: readonly string[]) =>
    organizations.flatMap((organization) => permissions.map((permission) => ({ permission, organization })))
  const few = (by: Somebody, n: number) => [publicId('org', by.home), ...Array.from({ length: n - 1 }, () => pick(ids))]
  return {
    single: people.map((by) => post(by, [{ permission: pick(asked), organization: near(by) }])),
    batches: some.map((by) => post(by, about(few(by, 10), asked))),
    wide: some.map((by) => post(by, about(few(by, 100), [pick(asked)]))),
  }
}
