/** A file of sign-ins is read in pieces; between two of them its organization may move. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { settled } from '../../../test/builders.ts'
import { lookupOn } from '../../../test/database.ts'
import { createWorld, type World } from '../../../test/world.ts'
import { openPool, type Pool } from '../../platform/db/pool.ts'
import { byProduct, type Tx } from '../../platform/db/scope.ts'
import { transactOn } from '../../platform/db/transaction.ts'
import { innerId, newId } from '../../platform/value/ids.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { inheritanceOn } from '../inheritance/index.ts'
import { policiesWith } from '../policies/index.ts'
import { actionsWith } from './actions.ts'

let world: World
let pool: Pool
beforeAll(async () => {
  world = await createWorld({ blueprint: 'channel' })
  pool = openPool(world.database.as('tenantry_app'), 1, () => undefined)
})
afterAll(async () => {
  await pool.end()
  await world.stop()
})

test('AU7: a file breaks off where its organization moved while it was read: it never looks whole', async () => {
  const { api, me } = world.admin
  const below = (organization: string, name: string) => api.organizations.create({ organization, name })
  const partnerOf = async (name: string) => below((await below(me.organization.id, name)).id, `${name} Partner`)
  const [from, to] = [await partnerOf('North'), await partnerOf('South')]
  const tenant = await below(from.id, 'Customer')
  const [user = ''] = await settled(world, tenant.id, [{ email: 'one@customer.test', role: 'tenant-user' }])
  const rows = Array.from({ length: 2_001 }, (_, n) => ({
    id: newId(),
    at: new Date(world.now().getTime() - n * 1000),
  }))
  const [place] = await world.database.query<{ path: string }>(
    `with them as (insert into sign_ins (id, at, org_path, user_id, identity_id, address, methods, result)
       select r.id, r.at, u.org_path, u.id, u.identity_id, '192.0.2.1', '{password}', 'succeeded'
       from jsonb_to_recordset($1) r (id uuid, at timestamptz), users u where u.id = $2)
     select org_path as path from users where id = $2`,
    [JSON.stringify(rows), innerId(user)],
  )
  const at = { id: innerId(tenant.id), path: place?.path ?? '' }
  const transact = transactOn(pool, () => () => Promise.resolve())
  const inReach = (work: (tx: Tx) => Promise<unknown>) =>
    transact({ reach: subtreeOf(at.path), by: byProduct, now: world.now() }, work)
  const { download } = actionsWith({ policies: policiesWith(inheritanceOn(lookupOn(world.database))) })
  const pieces = async (between: () => Promise<unknown>) => {
    let lines = 0
    for await (const piece of await download({ at, now: world.now(), inReach } as never, { organization: tenant.id })) {
      lines += piece.split('\r\n').length - 1
      if (lines === 2_001) await between()
    }
    return lines
  }
  expect(await pieces(() => Promise.resolve())).toBe(2_002)
  const moving = pieces(() => api.organizations.move({ organization: tenant.id, to: to.id }))
  await expect(moving).rejects.toThrow('the organization moved while its sign-ins were read')
})
