/** CH3, cell by cell over HTTP on a real tree: who may do what to whom, where. Generated; no cell is left out unsaid. */
import { contract, type RouteSpec } from '@tenantry/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, codeOf, type Values } from '../../../test/operations.ts'
import { seat, signedIn, type Place, type Seated } from '../../../test/people.ts'
import { createWorld, goodPassword, type Person, type World } from '../../../test/world.ts'
import { innerId, newId } from '../../platform/value/ids.ts'

const levels = ['platform', 'distributor', 'partner', 'tenant'] as const
type Level = (typeof levels)[number]
const wheres = ['own', 'child', 'sibling', 'parent', 'foreign'] as const
type Where = (typeof wheres)[number]
const targets = ['lower', 'equal', 'higher'] as const
type Target = (typeof targets)[number]

let world: World
/** Two of everything below the platform, each with an administrator; the first ones act. */
const tree = new Map<string, Place>()
const actors = new Map<Level, Person>()
let cells = 0

beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel', smtp: false })
  const create = async (name: string, above: string): Promise<string> => {
    const { id } = await world.admin.api.organizations.create({ organization: above, name })
    await keep(name, id)
    return id
  }
  const keep = async (name: string, id: string) => {
    const [row] = await world.database.query<Place>('select path, level from organizations where id = $1', [
      innerId(id),
    ])
    if (row) tree.set(name, { ...row, id })
  }
  const root = world.admin.me.organization.id
  await keep('platform', root)
  for (const n of ['1', '2']) {
    const distributor = await create(`distributor${n}`, root)
    const partner = await create(`partner${n}`, distributor)
    await create(`tenant${n}`, partner)
    if (n === '1') await create('tenant1b', partner)
    if (n === '1') await create('tenant1c', await create('partner1b', distributor))
  }
  for (const level of levels) {
    const home = placeOf(level === 'platform' ? 'platform' : `${level}1`)
    actors.set(level, signedIn(world.baseUrl, (await seat(world.database, home, { role: `${level}-admin` })).token))
    // Another one, so that nobody meant here is the last.
    for (const place of tree.values())
      if (place.level === level) await seat(world.database, place, { role: `${level}-admin` })
  }
})
afterAll(async () => {
  console.info(`CH3: ${cells} cells, each a request`)
  await world.stop()
})

function placeOf(name: string): Place {
  const place = tree.get(name)
  if (!place) throw new Error(`no ${name}`)
  return place
}
/** The node that the words name from where an administrator of this level stands; null where the tree has none. */
const nodes: Record<Level, Record<Where, string | null>> = {
  platform: { own: 'platform', child: 'distributor1', sibling: null, parent: null, foreign: null },
  distributor: {
    own: 'distributor1',
    child: 'partner1',
    sibling: 'distributor2',
    parent: 'platform',
    foreign: 'tenant2',
  },
  partner: { own: 'partner1', child: 'tenant1', sibling: 'partner1b', parent: 'distributor1', foreign: 'partner2' },
  tenant: { own: 'tenant1', child: null, sibling: 'tenant1b', parent: 'partner1', foreign: 'tenant2' },
}
/** A role held at the node, compared with the actor: less, the same, or more than they hold there. */
function roleOf(actor: Level, at: Place, target: Target): string | null {
  if (target === 'lower') return `${at.level}-user`
  if (target === 'equal') return at.level === actor ? `${actor}-admin` : null
  const above = levels[levels.indexOf(actor) - 1]
  return above === undefined ? null : `${above}-admin`
}

interface Operation {
  readonly route: RouteSpec
  readonly inactive?: boolean
  readonly input: (target: Seated, role: string) => Values
}
const { users, passwords } = contract
const onTarget =
  (more: Values = {}) =>
  ({ userId }: Seated) => ({ user: userId, ...more })
const operations: Record<string, Operation> = {
  add: {
    route: users.create,
    input: (_, role) => ({ email: `${newId()}@example.com`, firstName: 'A', lastName: 'B', role }),
  },
  modify: { route: users.update, input: onTarget({ firstName: 'Changed' }) },
  disable: { route: users.deactivate, input: onTarget() },
  enable: { route: users.reactivate, input: onTarget(), inactive: true },
  unlock: { route: users.unlock, input: onTarget() },
  'enforce MFA': { route: users.requireMfa, input: onTarget({ mfaRequired: true }) },
  'reset password': { route: passwords.sendReset, input: onTarget() },
  'force federated-only': { route: users.forceFederated, input: onTarget({ federatedOnly: true }) },
  delete: { route: users.remove, input: onTarget() },
}

/** The whole rule, written a second time. */
function expected(name: string, where: Where, target: Target, route: RouteSpec): [number, string[]] {
  if (where === 'sibling' || where === 'parent' || where === 'foreign') return [404, ['organization_unknown']]
  if (target !== 'higher') return [route.status ?? 200, ['']]
  // A role of the level above cannot be held here at all; somebody who holds more all the same is out of reach.
  return name === 'add' ? [422, ['role_unknown']] : [403, ['rank_too_low']]
}

describe.each(levels)('CH3: %s administrator', (level) => {
  test.each(Object.entries(operations))('%s', async (name, { route, input, inactive = false }) => {
    const actor = actors.get(level)
    if (!actor) throw new Error('no actor')
    const one = async (where: Where, target: Target) => {
      const node = nodes[level][where]
      const at = node === null ? null : placeOf(node)
      const role = at && roleOf(level, at, target)
      if (!at || role === null) return
      const them = await seat(world.database, at, { role, inactive })
      const reply = await call(actor, route, { organization: at.id, ...input(them, role) })
      const [status, codes] = expected(name, where, target, route)
      const cell = `${level} ${name} ${target} at ${where}: ${reply.text}`
      expect(reply.status, cell).toBe(status)
      expect(codes, cell).toContain(codeOf(reply))
      cells += 1
    }
    await Promise.all(wheres.flatMap((where) => targets.map((target) => one(where, target))))
  })
})

test('CH3: to nobody else: a plain user of any level does none of the eight to anybody, in their own place or below', async () => {
  for (const level of levels) {
    const home = placeOf(level === 'platform' ? 'platform' : `${level}1`)
    const person = signedIn(world.baseUrl, (await seat(world.database, home, { role: `${level}-user` })).token)
    for (const [name, { route, input, inactive = false }] of Object.entries(operations)) {
      const one = async (place: Place) => {
        const them = await seat(world.database, place, { role: `${place.level}-user`, inactive })
        const reply = await call(person, route, { organization: place.id, ...input(them, `${place.level}-user`) })
        const cell = `${level}-user ${name} at ${place.level}`
        expect([reply.status, codeOf(reply)], cell).toEqual([403, 'permission_missing'])
        cells += 1
      }
      await Promise.all([...tree.values()].filter((it) => it.path.startsWith(home.path)).map(one))
    }
  }
})

test('CH3 CH18 CH19: what was done in a cell is done: the forced cannot sign in by password, the deleted is gone', async () => {
  const at = placeOf('tenant1')
  const actor = actors.get('partner')
  if (!actor) throw new Error('no actor')
  const one = await seat(world.database, at, { role: 'tenant-user' })
  await actor.api.users.forceFederated({ organization: at.id, user: one.userId, federatedOnly: true })
  const sent = await world.person().send('POST', '/sessions', { email: one.email, password: goodPassword })
  expect(sent.status).toBe(401)
  await actor.api.users.remove({ organization: at.id, user: one.userId })
  expect(await world.database.query('select from identities where id = $1', [one.identity])).toEqual([])
})
