/** E-mail domains, shown by a record of the domain name system, at a real name server. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member, type Member } from '../../../test/builders.ts'
import { startNames, type Names } from '../../../test/names.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { textRecordsOf } from '../../platform/egress/records.ts'
import { LookupConnection } from '../../platform/db/lookup.ts'
import { recheckDomains } from './index.ts'

let world: World
let names: Names
let ada: Member
let rita: Member
beforeAll(async () => {
  names = await startNames()
  world = await createWorld({ records: textRecordsOf([names.address]) })
  ada = await member(world, (await world.tenant('Acme GmbH')).id, 'ada@acme.test', 'admin')
  rita = await member(world, (await world.tenant('Rival')).id, 'rita@rival.test', 'admin')
})
afterAll(async () => {
  await world.stop()
  await names.stop()
})
const at = ({ me }: Member) => ({ organization: me.organization.id })
const claim = (by: Member, name: string) => by.api.federation.addDomain({ ...at(by), name })
const check = (by: Member, domain: string) => by.api.federation.checkDomain({ ...at(by), domain })
const day = 86_400_000

test('a domain counts once its record is there, and belongs to one organization at a time', async () => {
  const mine = await claim(ada, 'acme.test')
  expect(mine).toMatchObject({ domain: 'acme.test', verifiedAt: null, record: { name: '_tenantry.acme.test' } })
  expect(await refusalOf(claim(ada, 'acme.test'))).toBe('domain_exists')
  expect(await refusalOf(check(ada, mine.id))).toBe('domain_record_missing')
  names.failing = true
  expect(await refusalOf(check(ada, mine.id))).toBe('domain_unanswered')
  names.failing = false
  const theirs = await claim(rita, 'acme.test') // the claim tells nothing of the other
  expect(theirs.record.value).not.toBe(mine.record.value)
  names.records.set('_tenantry.acme.test', [theirs.record.value.slice(0, -1), mine.record.value])
  expect((await check(ada, mine.id)).verifiedAt).not.toBeNull()
  expect(await refusalOf(check(rita, theirs.id))).toBe('domain_record_missing')
  names.records.set('_tenantry.acme.test', [mine.record.value, theirs.record.value])
  expect(await refusalOf(check(rita, theirs.id))).toBe('domain_taken')
  expect(await refusalOf(check(rita, mine.id))).toBe('domain_unknown')
  expect(await refusalOf(rita.api.federation.removeDomain({ ...at(rita), domain: mine.id }))).toBe('domain_unknown')
  await ada.api.federation.removeDomain({ ...at(ada), domain: mine.id })
  expect((await check(rita, theirs.id)).verifiedAt).not.toBeNull()
  await rita.api.federation.removeDomain({ ...at(rita), domain: theirs.id })
})

test('a record that is gone takes the domain away after three days, and a name server that fails takes nothing', async () => {
  const mine = await claim(ada, 'kept.test')
  names.records.set(mine.record.name, [mine.record.value])
  await check(ada, mine.id)
  const lookups = new LookupConnection(world.database.as('tenantry_app'), () => undefined)
  let now = Date.now()
  const transact = world.app.transact
  const records = textRecordsOf([names.address])
  const recheck = recheckDomains({ lookup: lookups.run, transact, records, now: () => new Date(now) })
  const shown = async () => (await ada.api.federation.listDomains(at(ada))).items.find((it) => it.id === mine.id)
  names.records.delete(mine.record.name)
  now += day + 1
  await recheck()
  expect(await shown()).toMatchObject({
    verifiedAt: expect.any(String) as string,
    missingSince: expect.any(String) as string,
  })
  names.failing = true
  now += 3 * day
  await recheck()
  expect((await shown())?.verifiedAt).not.toBeNull()
  names.failing = false
  now += day + 1
  await recheck()
  expect(await shown()).toMatchObject({ verifiedAt: null, missingSince: null })
  await lookups.close()
})
