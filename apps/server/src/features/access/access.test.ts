/** Why something is allowed or refused, who could change that, and who can do what. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { member, settled, walked, type Member } from '../../../test/builders.ts'
import { seat, signedIn } from '../../../test/people.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { innerId, newId, publicId } from '../../platform/value/ids.ts'
import { explain, decide } from '../roles/index.ts'

let world: World
let root: string
let acme: string
let rival: string
let boss: Member & { user: string } // Org Admin of Acme
let clerk: Member & { user: string } // User of Acme
beforeAll(async () => {
  world = await createWorld({ blueprint: 'organizations' })
  root = world.admin.me.organization.id
  const create = (name: string, code: string) =>
    world.admin.api.organizations.create({ organization: root, name, code })
  ;[acme, rival] = [(await create('Acme GmbH', 'ACME')).id, (await create('Rival AG', 'RIVAL')).id]
  boss = await member(world, acme, 'boss@acme.test', 'org-admin')
  clerk = await member(world, acme, 'clerk@acme.test', 'user')
  await member(world, rival, 'rival@rival.test', 'org-admin')
})
afterAll(() => world.stop())

describe('why may I, or not', () => {
  test('OR33: a refused thing names the permission that is missing, and the roles and people who could give it', async () => {
    const why = await clerk.api.access.explain({ organization: acme, permission: 'users.read' })
    expect(why).toMatchObject({
      permission: { key: 'users.read', label: 'See users and their change records' },
      at: { id: acme, name: 'Acme GmbH' },
      allowed: false,
      by: null,
      reason: 'permission',
      heldElsewhere: [],
      givers: {
        roles: [{ key: 'org-admin', label: 'Org Admin' }],
        people: [{ user: { id: boss.user, name: 'boss Example' }, role: { key: 'org-admin' } }],
        // Somebody of the platform could, too: their role and number are told, not who they are.
        above: [{ role: { key: 'admin', label: 'Admin' }, count: { count: 1, more: false } }],
      },
    })
    expect(JSON.stringify(why)).not.toContain('Rosa')
  })

  test('OR33: "why can’t I see organizations?" is answered for an Org Admin at home and for a place beyond reach', async () => {
    const here = await boss.api.access.explain({ organization: acme, permission: 'organizations.create' })
    // No role that can be held in an organization creates others: nobody could give that here.
    expect(here).toMatchObject({
      allowed: false,
      reason: 'permission',
      givers: { roles: [], otherRoles: [{ key: 'admin', label: 'Admin' }], people: [], above: [] },
    })
    const beyond = await boss.api.access.explain({ organization: root, permission: 'organizations.read' })
    expect(beyond).toMatchObject({
      at: null,
      allowed: false,
      reason: 'reach',
      heldElsewhere: [{ role: { key: 'org-admin' }, organization: { id: acme } }],
      givers: null,
    })
  })

  test('OR33: what is allowed names the grant that allows it, also from far above', async () => {
    expect(await boss.api.access.explain({ organization: acme, permission: 'users.read' })).toMatchObject({
      allowed: true,
      reason: null,
      by: { role: { key: 'org-admin', label: 'Org Admin' }, organization: { id: acme } },
      givers: null,
    })
    expect(await world.admin.api.access.explain({ organization: acme, permission: 'users.read' })).toMatchObject({
      allowed: true,
      by: { role: { key: 'admin' }, organization: { id: root } },
    })
  })

  test('OR33: a place beyond reach is explained exactly like one that does not exist', async () => {
    const ask = (organization: string) => boss.api.access.explain({ organization, permission: 'users.read' })
    expect(await ask(rival)).toEqual(await ask(publicId('org', newId())))
    expect((await ask(rival)).at).toBeNull()
  })

  test('a permission of the blueprint is explained in its words; one that does not exist is refused by name', async () => {
    const own = await clerk.api.access.explain({ organization: acme, permission: 'assistants.use' })
    expect(own).toMatchObject({
      allowed: true,
      permission: { label: 'Use the assistants of the organization' },
    })
    const wrong = clerk.api.access.explain({ organization: acme, permission: 'users.reed' })
    expect(await refusalOf(wrong)).toBe('permission_unknown')
    expect(await refusalOf(boss.api.access.holders({ organization: acme, permission: 'users.reed' }))).toBe(
      'permission_unknown',
    )
  })
})

describe('why may they, or not', () => {
  const ask = (user: string, permission: string, at?: string, organization = acme) =>
    boss.api.access.explainUser({ organization, user, permission, ...(at ? { at } : {}) })

  test('OR33: an administrator learns what a user lacks and which grant allows the rest', async () => {
    expect(await ask(clerk.user, 'assistants.use')).toMatchObject({ allowed: true, by: { role: { key: 'user' } } })
    expect(await ask(clerk.user, 'users.read')).toMatchObject({
      allowed: false,
      reason: 'permission',
      givers: { roles: [{ key: 'org-admin' }], people: [{ user: { id: boss.user } }] },
    })
  })

  test('a deactivated user may do nothing, and that is the reason given', async () => {
    const [gone = ''] = await settled(world, acme, [{ email: 'gone@acme.test', role: 'org-admin', status: 'inactive' }])
    expect(await ask(gone, 'users.read')).toMatchObject({
      allowed: false,
      reason: 'inactive',
      by: { role: { key: 'org-admin' } },
    })
  })

  test('whoever is at home in a suspended organization may do nothing, and holds nothing meanwhile', async () => {
    const root = world.admin.me.organization.id
    const { id } = await world.admin.api.organizations.create({ organization: root, name: 'Paused', code: 'PAUSED' })
    const [user = ''] = await settled(world, id, [{ email: 'paused@paused.test', role: 'org-admin' }])
    const about = { organization: id, permission: 'users.update' }
    const names = async () => (await world.admin.api.access.holders(about)).items.map((it) => it.user.id)
    expect(await names()).toContain(user)
    await world.admin.api.organizations.suspend({ organization: id })
    expect(await world.admin.api.access.explainUser({ ...about, user })).toMatchObject({
      allowed: false,
      reason: 'stopped',
      by: { role: { key: 'org-admin' } },
    })
    expect(await names()).not.toContain(user)
  })

  test('a foreign user, and a foreign place, answer exactly like random ones; a user may not ask about others', async () => {
    const [foreign = ''] = await settled(world, rival, [{ email: 'theirs@rival.test', role: 'user' }])
    expect(await refusalOf(ask(foreign, 'users.read'))).toBe('user_unknown')
    expect(await refusalOf(ask(publicId('usr', newId()), 'users.read'))).toBe('user_unknown')
    expect(await refusalOf(ask(clerk.user, 'users.read', rival))).toBe('organization_unknown')
    expect(await refusalOf(ask(clerk.user, 'users.read', publicId('org', newId())))).toBe('organization_unknown')
    expect(await refusalOf(ask(foreign, 'users.read', undefined, rival))).toBe('organization_unknown')
    const byClerk = clerk.api.access.explainUser({ organization: acme, user: boss.user, permission: 'users.read' })
    expect(await refusalOf(byClerk)).toBe('permission_missing')
  })
})

describe('who can do what', () => {
  const holders = (who: Pick<Member, 'api'>, permission: string, organization = acme) =>
    walked((cursor) => who.api.access.holders({ organization, permission, limit: 2, ...(cursor ? { cursor } : {}) }))

  test('OR33: every active holder once, with the grant that gives it, from the top down, page by page', async () => {
    const people = Array.from({ length: 5 }, (_, n) => ({ email: `u${n}@acme.test`, role: 'user' }))
    await settled(world, acme, [...people, { email: 'off@acme.test', role: 'user', status: 'inactive' }])
    const found = await holders(world.admin, 'assistants.use')
    const expected = await world.database.query<{ n: number }>(
      `select count(*)::int as n from users where status = 'active' and org_path in ('0', (select path from organizations where id = $1))`,
      [innerId(acme)],
    )
    expect(found).toHaveLength(expected[0]?.n ?? 0)
    expect(new Set(found.map((it) => it.user.id)).size).toBe(found.length)
    expect(found[0]).toMatchObject({
      user: { name: 'Rosa Root' },
      by: { role: { key: 'admin' }, organization: { id: root } },
    })
    expect(found.map((it) => it.user.name)).not.toContain('off Example')
  })

  test('OR33: holders above the reach of who asks are told by role and number alone, foreign ones not at all', async () => {
    const { items, above } = await boss.api.access.holders({ organization: acme, permission: 'users.change_role' })
    expect(items.map((it) => it.user.id)).toEqual([boss.user])
    expect(above).toEqual([{ role: { key: 'admin', label: 'Admin' }, count: { count: 1, more: false } }])
    expect(await refusalOf(boss.api.access.holders({ organization: rival, permission: 'users.read' }))).toBe(
      'organization_unknown',
    )
    expect(await refusalOf(clerk.api.access.holders({ organization: acme, permission: 'users.read' }))).toBe(
      'permission_missing',
    )
  })

  test('a grant further down gives nothing here, and one of somebody at home above is not theirs to see', async () => {
    const { query } = world.database
    const [top] = await query<{ id: string; path: string; level: string }>(
      `select id, path, level from organizations where path = '0'`,
    )
    const [low] = await query<{ path: string }>('select path from organizations where id = $1', [innerId(acme)])
    if (!top || !low) throw new Error('no organizations')
    const helper = await seat(world.database, top, { role: 'user', name: 'Helper' })
    await query('update grants set node_path = $2, role = $3 where user_id = $1', [helper.user, low.path, 'org-admin'])
    const person = signedIn(world.baseUrl, helper.token)
    expect(await person.api.access.explain({ organization: acme, permission: 'users.read' })).toMatchObject({
      allowed: true,
    })
    expect(await person.api.access.explain({ organization: root, permission: 'users.read' })).toMatchObject({
      reason: 'reach',
    })
    const seen = await boss.api.access.holders({ organization: acme, permission: 'users.delete' })
    expect(seen.items.map((it) => it.user.id)).toEqual([boss.user])
    expect(seen.above.map((it) => [it.role.key, it.count.count])).toEqual([
      ['admin', 1],
      ['org-admin', 1],
    ])
    expect((await holders(world.admin, 'users.delete')).map((it) => it.user.id)).toContain(helper.userId)
  })
})

describe('a refused creation says what was in the way', () => {
  const create = async (who: Pick<Member, 'send'>, path: string, body: object) => {
    const answer = await who.send('POST', `/organizations/${path}`, body)
    return {
      status: answer.status,
      ...((await answer.json()) as { cause?: string; missing?: object; fields?: { path: string }[] }),
    }
  }
  test('OR34: the permission', async () => {
    const user = await create(clerk, `${acme}/invitations`, { email: 'x@acme.test', role: 'user' })
    expect(user).toMatchObject({
      status: 403,
      cause: 'permission',
      missing: { permission: 'invitations.create', at: { id: acme } },
    })
    const organization = await create(boss, `${acme}/organizations`, { name: 'Mine', code: 'MINE' })
    expect(organization).toMatchObject({ cause: 'permission', missing: { permission: 'organizations.create' } })
  })
  test('OR34: the reach, in the same words for a foreign place and for none', async () => {
    for (const place of [rival, root, publicId('org', newId())]) {
      const answer = await create(boss, `${place}/invitations`, { email: 'x@acme.test', role: 'user' })
      expect(answer).toMatchObject({ status: 404, cause: 'reach' })
      expect(answer.missing).toBeUndefined()
    }
  })
  test('OR34: the field', async () => {
    const email = await create(boss, `${acme}/invitations`, { email: 'not an address', role: 'user' })
    expect(email).toMatchObject({ status: 400, cause: 'field', fields: [{ path: 'body.email' }] })
    const role = await create(boss, `${acme}/invitations`, { email: 'x@acme.test', role: 'admin' })
    expect(role).toMatchObject({ cause: 'field', fields: [{ path: 'body.role' }] })
  })
  test('OR34: what was allowed has none', async () => {
    expect((await create(boss, `${acme}/invitations`, { email: 'fine@acme.test', role: 'user' })).cause).toBeUndefined()
  })
})

test('the explanation and the decision never disagree, whatever is held', () => {
  const paths = ['0', '0.0001', '0.0001.0001', '0.0002']
  const some = fc.record({
    role: fc.constantFrom('a', 'b'),
    path: fc.constantFrom(...paths),
    permissions: fc.uniqueArray(fc.constantFrom('a.x', 'b.x')),
  })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 4 }), fc.option(fc.constantFrom(...paths)), (grants, path) => {
      const at = path === null ? null : { id: newId(), path, level: 'tenant', name: 'N' }
      const [told, decided] = [explain(grants, 'a.x', at), decide(grants, 'a.x', at)]
      expect(told.allowed).toBe(decided.granted)
      if (told.allowed) expect(told.by.permissions).toContain('a.x')
      else expect(told.reason === 'reach').toBe(!decided.granted && decided.code === 'organization_unknown')
    }),
  )
})
