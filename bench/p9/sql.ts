/** The rows that a create, an update and a deactivation write, as plain statements of one transaction. */
import { randomUUIDv7 } from 'node:crypto'
import { foldedName } from '../../apps/server/src/platform/value/text.ts'

/** Somebody who is there already, in whose organization things happen. */
export interface Person {
  readonly user: string
  readonly path: string
  readonly organization: string
}
export interface Newcomer {
  readonly id: string
  readonly identity: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
}
export const newcomer = (): Newcomer => {
  const id = randomUUIDv7()
  return { id, identity: randomUUIDv7(), email: `newcomer-${id}@bench.example`, firstName: 'Nia', lastName: 'Newcomer' }
}
export type Step = readonly [text: string, values: readonly unknown[]]

const fact = (type: string, { user, path, organization }: Person, target: string, after: object): Step => [
  `insert into events (id, at, type, org_path, org_id, actor_user, actor_name, target_kind, target_id, before, after, request_id)
   values ($1::uuid, $2, $3, $4, $5, $6, 'Zoe Reader', 'user', $7, $8, $9, $1::uuid::text)`,
  [randomUUIDv7(), new Date(), type, path, organization, user, target, '{}', JSON.stringify(after)],
]

export const steps = {
  create(at: Person): Step[] {
    const now = new Date()
    const { id, identity, email, firstName, lastName } = newcomer()
    return [
      [
        'insert into identities (id, email, language, created_at) values ($1, $2, $3, $4)',
        [identity, email, 'en', now],
      ],
      [
        `insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, at.path, identity, email, firstName, lastName, foldedName(`${firstName} ${lastName}`), now],
      ],
      [
        'insert into grants (user_id, org_path, node_path, role, created_at) values ($1, $2, $2, $3, $4)',
        [id, at.path, 'employee', now],
      ],
      ['insert into user_activity (user_id, org_path) values ($1, $2)', [id, at.path]],
      fact('user.joined', at, id, { email, name: `${firstName} ${lastName}`, role: 'Employee', status: 'active' }),
    ]
  },
  update: (at: Person): Step[] => [
    ['update users set phone = $2, version = version + 1 where id = $1', [at.user, phone()]],
    fact('user.updated', at, at.user, { phone: phone() }),
  ],
  deactivate: (at: Person): Step[] => [
    [
      `update users set status = 'inactive', deactivated_at = $2, version = version + 1 where id = $1`,
      [at.user, new Date()],
    ],
    ['delete from sessions where user_id = $1', [at.user]],
    fact('user.deactivated', at, at.user, { status: 'inactive' }),
  ],
}
export const phone = (): string => `+49${Math.floor(1e9 + Math.random() * 9e9)}`
