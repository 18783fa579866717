/** Administrators and the sessions of others: seen, and ended one by one, all of a user's, all of a tenant's. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, settled, signedIn } from '../../../test/builders.ts'
import { createWorld, refusalOf, type Person, type World } from '../../../test/world.ts'

let world: World
let presales: World
beforeAll(async () => {
  ;[world, presales] = await Promise.all([
    createWorld({ blueprint: 'channel' }),
    createWorld({ blueprint: 'presales' }),
  ])
})
afterAll(() => Promise.all([world.stop(), presales.stop()]))

let places = 0
/** A tenant below a partner below a distributor, with an administrator of the tenant and one of the partner. */
async function chain() {
  let parent = world.admin.me.organization.id
  const ids: string[] = []
  for (let depth = 0; depth < 3; depth += 1) {
    places += 1
    parent = (
      await world.admin.api.organizations.create({ organization: parent, name: `Place ${places}`, code: `C${places}` })
    ).id
    ids.push(parent)
  }
  const [, partner = '', organization = ''] = ids
  return {
    partner,
    organization,
    boss: await member(world, organization, `boss${places}@example.com`, 'tenant-admin'),
    reseller: await member(world, partner, `reseller${places}@example.com`, 'partner-admin'),
    ada: await member(world, organization, `ada${places}@example.com`, 'tenant-user'),
  }
}
const alive = async (person: Person) => (await person.send('GET', '/sessions/current')).status === 200

test('AU11: an administrator sees where a user is signed in, since when, how, and ends one of those sessions', async () => {
  const { organization, boss, ada } = await chain()
  const there = await signedIn(world, ada.me.email)
  const target = { organization, user: ada.user }
  const { items } = await boss.api.sessions.listOf(target)
  expect(items).toHaveLength(2)
  expect(items[0]).toMatchObject({ current: false, address: '127.0.0.1', methods: ['password'] })
  expect(items[0]?.createdAt).toBe(there.me.signedInAt)
  expect(await ada.api.sessions.list()).toMatchObject({ items: [{ current: false }, { current: true }] })
  const { session } = await there.api.sessions.check()
  await boss.api.sessions.endOf({ ...target, session, reason: 'A lost telephone' })
  expect([await alive(there), await alive(ada)]).toEqual([false, true])
  const { items: changes } = await boss.api.users.changes(target)
  expect(changes[0]).toMatchObject({ type: 'user.session_ended', reason: 'A lost telephone', after: { sessions: 1 } })
  // Ended already, somebody else's, one's own under another's name: unknown alike.
  for (const wrong of [session, (await boss.api.sessions.check()).session])
    expect(await refusalOf(boss.api.sessions.endOf({ ...target, session: wrong }))).toBe('session_unknown')
  expect(await refusalOf(ada.api.sessions.listOf({ organization, user: boss.user }))).toBe('permission_missing')
})

test('AU11: all sessions of a user end at once, their API keys only where that is asked for, and nobody’s above one’s rank', async () => {
  const { partner, organization, boss, reseller, ada } = await chain()
  const there = await signedIn(world, ada.me.email)
  const { secret } = await ada.api.keys.create({ name: 'Nightly' })
  const byKey = async () =>
    (await world.person().send('GET', '/sessions/current', undefined, { authorization: `Bearer ${secret}` })).status
  const target = { organization, user: ada.user }
  expect(await boss.api.sessions.endAllOf(target)).toEqual({ sessions: 2, keys: 0 })
  expect([await alive(there), await alive(ada), await byKey()]).toEqual([false, false, 200])
  expect(await boss.api.sessions.endAllOf({ ...target, endKeys: true })).toEqual({ sessions: 0, keys: 1 })
  expect(await byKey()).toBe(401)
  // Oneself: all but the session at hand.
  const elsewhere = await signedIn(world, boss.me.email)
  expect(await boss.api.sessions.endAllOf({ organization, user: boss.user })).toEqual({ sessions: 1, keys: 0 })
  expect([await alive(elsewhere), await alive(boss)]).toEqual([false, true])
  const above = { organization: partner, user: reseller.user }
  expect(await refusalOf(boss.api.sessions.endAllOf(above))).toBe('organization_unknown')
  const clerk = await member(world, partner, `clerk${places}@example.com`, 'partner-user')
  expect(await refusalOf(clerk.api.sessions.endAllOf(above))).toBe('permission_missing')
  // With the permission, and less than those whose sessions they are.
  const desk = { label: `Desk ${places}`, description: 'Ends sessions.', levels: ['partner'] }
  const permissions = ['users.read', 'sessions.read', 'sessions.end']
  const { key: role } = await reseller.api.roles.create({ organization: partner, ...desk, permissions })
  await reseller.api.users.changeRole({ organization: partner, user: clerk.user, role })
  const { session } = await reseller.api.sessions.check()
  expect(await refusalOf(clerk.api.sessions.endAllOf(above))).toBe('rank_too_low')
  expect(await refusalOf(clerk.api.sessions.endOf({ ...above, session }))).toBe('rank_too_low')
  expect(await alive(reseller)).toBe(true)
  expect((await clerk.api.sessions.endAllOf({ organization: partner, user: clerk.user })).sessions).toBe(0)
})

test('AU11: all sessions of a tenant end, counted beforehand, but one’s own and those of whoever stands above', async () => {
  const { partner, organization, boss, reseller, ada } = await chain()
  // At home in the tenant, with a role of one's own making that the tenant's administrator does not reach up to.
  const [high = ''] = await settled(world, organization, [
    { email: `high${places}@example.com`, role: 'partner-admin' },
  ])
  const superior = await signedIn(world, `high${places}@example.com`)
  expect(superior.user).toBe(high)
  await ada.api.keys.create({ name: 'Nightly' })
  expect(await boss.api.sessions.countIn({ organization })).toEqual({ sessions: 1, keys: 1 })
  expect(await boss.api.sessions.endAllIn({ organization, reason: 'Broken into' })).toEqual({ sessions: 1, keys: 0 })
  expect([await alive(ada), await alive(boss), await alive(superior), await alive(reseller)]).toEqual([
    false,
    true,
    true,
    true,
  ])
  expect(await refusalOf(boss.api.sessions.endAllIn({ organization: partner }))).toBe('organization_unknown')
  expect(await reseller.api.sessions.countIn({ organization: partner })).toEqual({ sessions: 2, keys: 1 })
  expect(await reseller.api.sessions.endAllIn({ organization: partner, endKeys: true })).toEqual({
    sessions: 2,
    keys: 1,
  })
  expect([await alive(boss), await alive(superior), await alive(reseller)]).toEqual([false, false, true])
  const [fact] = await world.database.query<{ type: string; reason: string | null }>(
    `select type, reason from events where type = 'organization.sessions_ended' order by seq limit 1`,
  )
  expect(fact?.reason).toBe('Broken into')
})

test('PS18: deactivation logs the user out at once, everywhere, and reactivation brings no session back', async () => {
  const { id: organization } = await presales.tenant('Acme')
  const boss = await member(presales, organization, 'boss@acme.test', 'tenant-admin')
  const one = await member(presales, organization, 'eve@acme.test', 'sales-engineer')
  const other = await signedIn(presales, 'eve@acme.test')
  expect([await alive(one), await alive(other)]).toEqual([true, true])
  await boss.api.users.deactivate({ organization, user: one.user, reason: 'Left the company' })
  expect([await alive(one), await alive(other), await alive(boss)]).toEqual([false, false, true])
  await boss.api.users.reactivate({ organization, user: one.user })
  expect([await alive(one), await alive(other)]).toEqual([false, false])
})
