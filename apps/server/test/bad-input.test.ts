/** Every route of the contract, with everything wrong that can be: a refusal that says what, and nothing changed. */
import { contract, type RouteSpec } from '@tenantry/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, invited, member, type Member, settled } from './builders.ts'
import { innerId } from '../src/platform/value/ids.ts'
import { codeOf } from './factors.ts'
import { openConnection, openDomain, openLink, ownRoleOf, type Place } from './people.ts'
import { createWorld, type Person, type World } from './world.ts'
import { rightCall, wrongCalls, type Ids, type Sent } from './wrong.ts'

const routes = Object.entries(contract).flatMap(([feature, verbs]) =>
  Object.entries(verbs as Record<string, RouteSpec>).map(([verb, route]) => ({ name: `${feature}.${verb}`, route })),
)

let world: World
let ada: Member
let own: Ids
let foreign: Ids
let before: string
beforeAll(async () => {
  world = await createWorld()
  ;({ admin: ada, ids: own } = await tenant('acme'))
  ;({ ids: foreign } = await tenant('other'))
  const allSent = async () => world.database.query(`select from mails where status = 'queued'`)
  await eventually(allSent, (it) => it.length === 0)
  before = await digest()
})
afterAll(() => world.stop())

/** A tenant with something of everything in it. */
async function tenant(name: string): Promise<{ admin: Member; ids: Ids }> {
  const organization = (await world.tenant(name)).id
  const admin = await member(world, organization, `admin@${name}.test`, 'admin')
  const [user = ''] = await settled(world, organization, [{ email: `user@${name}.test` }])
  const { invitation } = await invited(world, organization, `guest@${name}.test`)
  const { session } = await admin.api.sessions.check()
  const { id: key } = await admin.api.keys.create({ name: 'Nightly export' })
  const [place] = await world.database.query<Place>('select path, level from organizations where id = $1', [
    innerId(organization),
  ])
  const { api } = admin
  const { id: app, secret } = await api.factors.beginApp({ name: 'Phone' })
  const { factor } = await api.factors.confirmApp({ factor: app, code: codeOf(world, secret ?? '') })
  await world.admin.api.policies.set({ organization, policy: 'mfa.remember_days', value: 30 })
  await api.devices.remember()
  const device = (await api.devices.list()).items[0]?.id ?? ''
  const customRole = place ? await ownRoleOf(world.database, place) : ''
  const [person] = await world.database.query<{ id: string }>('select id from identities where email = $1', [
    `admin@${name}.test`,
  ])
  const connection = place ? await openConnection(world.database, place) : ''
  const domain = place ? await openDomain(world.database, place) : ''
  const link = await openLink(world.database, connection, person?.id ?? '')
  const mail = invitation.mail?.id ?? ''
  const policy = { organization, policy: 'roles.change' } as const
  await world.admin.api.policies.set({ ...policy, value: 'immediate' })
  const change = (await admin.api.policies.history(policy)).items[0]?.id ?? ''
  return {
    admin,
    ids: {
      organization,
      user,
      invitation: invitation.id,
      session,
      mail,
      key,
      customRole,
      change,
      connection,
      domain,
      link,
      factor: factor.id,
      device,
    },
  }
}

/** All that stands in the tables, in one line; what counts attempts does not matter here. */
async function digest(): Promise<string> {
  const tables = await world.database.query<{ name: string }>(
    `select format('%I', relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
     and not relispartition and relname not in ('throttles', 'idempotency_keys') order by 1`,
  )
  const told = `(to_jsonb(t) - 'last_active_at')::text` // which moves by the clock, whatever was asked
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) as n, md5(coalesce(string_agg(${told}, '|' order by ${told}), '')) as sum from ${name} t`,
  )
  const jobs = `select 'jobs', count(*), '' from pgboss.job where name in ('mails', 'password-resets')`
  return JSON.stringify(await world.database.query([...each, jobs].join(' union all ')))
}

async function problemOf(by: Person, { route, call }: { route: RouteSpec; call: Omit<Sent, 'what'> }) {
  const answer = await by.send(route.method, call.path, call.body, call.headers)
  const text = await answer.text()
  return { status: answer.status, type: answer.headers.get('content-type'), text }
}
interface Told {
  code: string
  requestId: string
  fields?: { path: string }[]
}

test.each(routes)('$name refuses all that is wrong, names the field, and changes nothing', async ({ route }) => {
  const by = route.access === 'public' ? world.person() : Object.assign(world.person(), { cookie: world.admin.cookie })
  const ids = { ...own, session: (await world.admin.api.sessions.check()).session }
  const failures: string[] = []
  const check = async ({ what, ...call }: Sent) => {
    const { status, type, text } = await problemOf(by, { route, call })
    const told = `${what}: ${status} ${text.slice(0, 300)}`
    if (status < 400 || status > 499 || !type?.startsWith('application/problem+json')) return failures.push(told)
    const { code, requestId, fields = [] } = JSON.parse(text) as Told
    const named = fields.map((it) => it.path)
    if (!requestId || (call.code && call.code !== code)) failures.push(told)
    const expected = call.field
    if (expected && (!named.length || !named.every((it) => it === expected || it.startsWith(`${expected}.`))))
      failures.push(told)
  }
  const calls = [...wrongCalls(route, ids)]
  for (let i = 0; i < calls.length; i += 40) await Promise.all(calls.slice(i, i + 40).map(check))
  expect(failures).toEqual([])
  expect(calls.length).toBeGreaterThanOrEqual(5)
  expect(await digest()).toBe(before)
})

const random: Ids = {
  organization: `org_${'0'.repeat(32)}`,
  user: `usr_${'f'.repeat(32)}`,
  invitation: `inv_${'0'.repeat(32)}`,
  session: `ses_${'f'.repeat(32)}`,
  mail: `mail_${'0'.repeat(32)}`,
  key: `key_${'f'.repeat(32)}`,
  customRole: `rol_${'0'.repeat(32)}`,
  connection: `con_${'0'.repeat(32)}`,
  domain: `dom_${'f'.repeat(32)}`,
  link: `lnk_${'0'.repeat(32)}`,
  change: `evt_${'0'.repeat(32)}`,
  factor: `fac_${'0'.repeat(32)}`,
  device: `dev_${'f'.repeat(32)}`,
}
// What lies beyond reach is explained, and not refused: in what words, is for the tests of that feature.
const aboutSomebody = routes.filter(({ route }) => /\{|switch/.test(route.path) && route.access !== 'reach')

test.each(aboutSomebody)(
  '$name with a foreign id answers exactly as with an invented one, and changes nothing',
  async ({ route }) => {
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof Ids)
    const names = named.filter((it) => Object.hasOwn(own, it))
    const about: (keyof Ids)[] = names.length ? names : ['user']
    for (const by of [ada, world.admin]) {
      for (const name of about) {
        if (by === world.admin && name === 'organization') continue // every tenant is the platform's own
        const answers = await Promise.all(
          [foreign, random].map((from) =>
            problemOf(by, { route, call: rightCall(route, { ...own, [name]: from[name] }) }),
          ),
        )
        const [one, two] = answers.map(({ status, text }) => ({ status, ...(JSON.parse(text) as Told), requestId: '' }))
        expect(one?.status).toBeGreaterThanOrEqual(403)
        expect(one?.status).toBeLessThan(410)
        expect(one).toEqual(two)
      }
    }
    expect(await digest()).toBe(before)
  },
)

test('an address with a broken escape, a foreign method, a method in the wrong place: refused, nothing changed', async () => {
  for (const [method, path] of [
    ['GET', '/organizations/%'],
    ['GET', '/organizations/%ff%fe'],
    ['DELETE', `/organizations/${own.organization}`],
    ['PUT', '/sessions'],
    ['PROPFIND', '/me'],
    ['GET', `/organizations/${own.organization}/`],
    ['GET', `//organizations/${own.organization}`],
  ] as const) {
    const { status, type, text } = await problemOf(world.admin, { route: { method } as RouteSpec, call: { path } })
    expect([status, type?.split(';')[0]], `${method} ${path} ${text}`).toEqual([404, 'application/problem+json'])
  }
  expect(await digest()).toBe(before)
})
