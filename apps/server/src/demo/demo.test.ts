import { createClient } from '@tenantry/sdk'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personAt } from '../../test/world.ts'
import { createLogger } from '../platform/log/logger.ts'
import { startServer, type RunningServer } from '../server.ts'
import { demoConfig } from './config.ts'
import { tenants } from './cast.ts'
import { password } from './people.ts'
import { signInsOf } from './sign-ins.ts'

let folder: string
let server: RunningServer
let lines: string[]

const start = async () => {
  server = await startServer(demoConfig(['--data', folder, '--port', String(port)], {}), createLogger('error'))
}
const port = 20_000 + (process.pid % 20_000)
const base = `http://127.0.0.1:${port}`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantry-demo-'))
  await start()
  lines = await signInsOf(server.app, { data: folder })
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const as = async (email: string) => {
  const person = personAt(base)
  return { person, me: await person.api.sessions.signIn({ email, password }) }
}

test('every sign-in that is printed works and has the role it is printed with', async () => {
  expect(lines).toHaveLength(4)
  for (const line of lines) {
    const [, email = '', secret = '', role] = /^(\S+)\s+(\S+)\s+\(([^,)]+)/.exec(line) ?? []
    const me = await createClient({ baseUrl: base }).sessions.signIn({ email, password: secret })
    expect(me.grants.map((it) => it.role.label)).toEqual([role])
  }
})

test('the numbers add up: tenants and their users, some of them inactive, and invitations in every state', async () => {
  const { person, me } = await as('platform@demo.example')
  const { items } = await person.api.organizations.list({ organization: me.organization.id })
  expect(new Map(items.map((it) => [it.name, it.users.count]))).toEqual(
    new Map(tenants.map((it) => [it.name, it.users])),
  )
  const large = items.find((it) => it.name === tenants[0]?.name)
  const organization = large?.id ?? ''
  const count = (filter: object) => person.api.users.count({ organization, ...filter })
  const roles = await Promise.all(['admin', 'employee', 'viewer'].map((role) => count({ role })))
  expect(roles.reduce((sum, it) => sum + it.count, 0)).toBe(300)
  expect(roles.every((it) => it.count > 5)).toBe(true)
  const inactive = await count({ status: 'inactive' })
  expect(inactive.count).toBeGreaterThan(5)
  expect(inactive.count + (await count({ status: 'active' })).count).toBe(300)
  const invitations = await person.api.invitations.list({ organization, status: 'all', limit: 200 })
  const states = new Set(invitations.items.map((it) => it.status))
  expect(states).toEqual(new Set(['pending', 'expired', 'revoked', 'accepted']))
  expect(new Set(invitations.items.map((it) => it.mail?.status))).toEqual(
    new Set(['sent', 'deferred', 'failed', 'kept']),
  )
})

test('the record of a user tells how they came, what changed and why', async () => {
  const { person, me } = await as('admin@demo.example')
  const organization = me.organization.id
  const { items } = await person.api.users.list({ organization, status: 'inactive', limit: 200 })
  const records = await Promise.all(items.map((user) => person.api.users.changes({ organization, user: user.id })))
  for (const record of records) expect(record.items[0]).toMatchObject({ type: 'user.deactivated', reason: /./ })
  expect(records[0]?.items.at(-1)?.type).toBe('invitation.created')
})

test('a second start keeps what was done since', async () => {
  const before = await as('admin@demo.example')
  await before.person.api.organizations.update({ organization: before.me.organization.id, name: 'Nordlicht SE' })
  await server.stop()
  await start()
  expect(await signInsOf(server.app, { data: folder })).toEqual(lines)
  expect((await as('admin@demo.example')).me.organization.name).toBe('Nordlicht SE')
})

test('a demo is never public: its passwords are known', () => {
  expect(() => demoConfig([], { PUBLIC_URL: 'https://admin.example.com' })).toThrow(/PUBLIC_URL/)
  expect(() => demoConfig([], { HOST: '0.0.0.0' })).toThrow(/HOST/)
  const config = demoConfig([], {
    PUBLIC_URL: 'http://localhost:4000',
    DATABASE_URL: 'postgres://a@b/c',
    DATA: '/srv/data',
  })
  expect(config).toMatchObject({ databaseUrl: undefined, host: '127.0.0.1' })
  expect(config.data).toMatch(/data.demo$/)
})
