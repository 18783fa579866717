/** How many invitations an organization may have open, and that lists of many stay whole. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { walked } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'
import { mostOpen } from './rules.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

/** Invitations straight into the table, all of one moment. */
const insert = (organization: string, count: number, expiresAt: Date) =>
  world.database.query(
    `insert into invitations (id, org_path, email, role, language, token_hash, invited_by, invited_by_name, created_at, sent_at, expires_at)
     select gen_random_uuid(), o.path, 'many' || n || '@example.com', 'viewer', 'en', decode(md5(o.id::text || n), 'hex'), o.id, 'Ada', $3, $3, $4
     from organizations o, generate_series(1, $2) n where o.id = $1`,
    [innerId(organization), count, world.now(), expiresAt],
  )
const create = (organization: string, email: string) =>
  world.admin.api.invitations.create({ organization, email, role: 'viewer' })

test('an organization with 20,000 open invitations makes no further one until some are closed or expire', async () => {
  const { id } = await world.tenant('Full')
  await insert(id, mostOpen, new Date(world.now().getTime() + 60_000))
  expect(await refusalOf(create(id, 'one.more@example.com'))).toBe('invitations_full')
  expect(await world.admin.api.invitations.count({ organization: id })).toEqual({ count: 1_000, more: true })
  const { items } = await world.admin.api.invitations.list({ organization: id, limit: 1 })
  await world.admin.api.invitations.cancel({ organization: id, invitation: items[0]?.id ?? '' })
  expect((await create(id, 'one.more@example.com')).status).toBe('pending')
  expect(await refusalOf(create(id, 'two.more@example.com'))).toBe('invitations_full')
  world.advance(60_001)
  expect((await create(id, 'two.more@example.com')).status).toBe('pending')
})

test('BO25: invitations of one moment are walked exactly once each, in either order', async () => {
  const { id } = await world.tenant('Many')
  await insert(id, 450, new Date(world.now().getTime() + 60_000))
  for (const order of ['asc', 'desc'] as const) {
    const all = await walked((cursor) =>
      world.admin.api.invitations.list({ organization: id, limit: 200, order, ...(cursor && { cursor }) }),
    )
    expect(all).toHaveLength(450)
    expect(new Set(all.map((it) => it.id)).size).toBe(450)
  }
})
