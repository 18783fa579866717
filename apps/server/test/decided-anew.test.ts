/** A request whose caller changes while it waits is decided anew, and what it did before that is done once. */
import { users } from '@tenantry/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { innerId } from '../src/platform/value/ids.ts'
import { holding, member, type Member } from './builders.ts'
import { call, codeOf } from './operations.ts'
import { createWorld, goodPassword, refusalOf, type World } from './world.ts'

let world: World
let acme: { id: string }
let ada: Member & { user: string }
beforeAll(async () => {
  world = await createWorld()
  acme = await world.tenant('Acme GmbH')
  ada = await member(world, acme.id, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

/** Ada's account changes while `request` waits for it, so that what was decided of her no longer holds. */
async function changedMeanwhile<T>(request: () => Promise<T>, change: string): Promise<T> {
  const account = await holding(world, 'select from users where id = $1', [innerId(ada.user)])
  const answer = request()
  answer.catch(() => undefined) // looked at below
  await account.waiting(1)
  await account.release({ statement: change, values: [innerId(ada.user)] })
  return answer
}
const renamed = `update users set version = version + 1 where id = $1`
const counted = async () =>
  (await world.database.query<{ n: number }>('select sum(failures)::int as n from throttles'))[0]?.n ?? 0

test('an attempt counted ahead of the transaction is counted once', async () => {
  const before = await counted()
  const invite = () => ada.api.invitations.create({ organization: acme.id, email: 'bea@example.com', role: 'viewer' })
  expect((await changedMeanwhile(invite, renamed)).status).toBe('pending')
  expect(await counted()).toBe(before + 1)
  expect((await world.mailbox.next('bea@example.com')).token).toHaveLength(43)
})

test('a new password goes through all the same, and is one fact', async () => {
  const newPassword = 'slow-badger-beacon-48'
  const change = () => ada.api.profile.changePassword({ currentPassword: goodPassword, newPassword })
  await changedMeanwhile(change, renamed)
  const facts = await world.database.query(`select from events where type = 'password.changed' and actor_user = $1`, [
    innerId(ada.user),
  ])
  expect(facts).toHaveLength(1)
  const again = world.person().api.sessions.signIn({ email: 'ada@acme.test', password: newPassword })
  expect((await again).id).toBe(ada.user)
})

test('with an Idempotency-Key, too, the act is done once and answered', async () => {
  const key = { 'idempotency-key': 'changed-meanwhile' }
  const rename = () => call(ada, users.update, { organization: acme.id, user: ada.user, lastName: 'Once' }, key)
  const first = await changedMeanwhile(rename, renamed)
  expect([first.status, codeOf(first)]).toEqual([200, ''])
  expect((await rename()).body).toEqual(first.body)
})

test('whoever lost the right while waiting is refused, and nothing is done', async () => {
  const change = `with demoted as (update grants set role = 'viewer' where user_id = $1 returning user_id)
    update users set version = version + 1 where id in (select user_id from demoted)`
  const invite = () => ada.api.invitations.create({ organization: acme.id, email: 'cai@example.com', role: 'viewer' })
  expect(await refusalOf(changedMeanwhile(invite, change))).toBe('permission_missing')
  const { items } = await world.admin.api.invitations.list({ organization: acme.id, search: 'cai' })
  expect(items).toEqual([])
})
