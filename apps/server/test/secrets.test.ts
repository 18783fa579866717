/** What a server process says, records and answers while the whole story runs holds no token, no password, no cookie. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from './database.ts'
import { startMailbox, type Mailbox } from './mailbox.ts'
import { call, operations } from './operations.ts'
import { sessionCookie } from './people.ts'
import { pause, startProcess, urlOf, type ServerProcess } from './processes.ts'
import { personAt, refusalOf, type Person } from './world.ts'

let database: TestDatabase
let mailbox: Mailbox
let server: ServerProcess
let secretKey: string
beforeAll(async () => {
  ;[database, mailbox] = await Promise.all([cloneDatabase(), startMailbox()])
  secretKey = randomBytes(32).toString('base64')
  server = await startProcess({
    DATABASE_URL: urlOf(database),
    SECRET_KEY: secretKey,
    LOG_LEVEL: 'debug',
    SMTP_URL: mailbox.url.replace('smtp://', 'smtp://mailer:smtp-secret-7@'),
    MAIL_FROM: 'no-reply@example.com',
  })
})
afterAll(async () => {
  await server.stop()
  await mailbox.stop()
  await database.drop()
})

const secrets = new Map<string, string>()
const secret = (what: string, value: string): string => {
  expect(value.length, what).toBeGreaterThan(7)
  secrets.set(value, what)
  return value
}
const password = (of: string) => secret(`the password of ${of}`, `${randomBytes(12).toString('base64url')} for ${of}`)
const problems: string[] = []
/** Keeps every cookie it is given, and every answer that is a problem document. */
function person(of: string): Person {
  const it = personAt(server.baseUrl)
  const send = it.send.bind(it)
  const keep = () => it.cookie.length > 20 && secret(`a cookie of ${of}`, it.cookie.split('=')[1] ?? '')
  return new Proxy(it, {
    get(target, name) {
      keep()
      if (name !== 'send') return Reflect.get(target, name) as unknown
      return async (...args: Parameters<Person['send']>) => {
        const answer = await send(...args)
        keep()
        if (!answer.ok) problems.push(await answer.clone().text())
        return answer
      }
    },
  })
}

test('the story runs, with every secret noted', async () => {
  const names = { firstName: 'Rosa', lastName: 'Root' }
  const setUpToken = secret('the set-up token', server.setUpToken())
  const root = person('root')
  const first = password('root')
  await root.api.installation.setUp({ token: setUpToken, email: 'root@example.com', ...names, password: first })
  const me = await root.api.profile.show()
  const acme = await root.api.organizations.create({ organization: me.organization.id, name: 'Acme GmbH' })
  const target = { organization: acme.id }

  const invitation = await root.api.invitations.create(
    { ...target, email: 'ada@example.com', role: 'admin' },
    { idempotencyKey: 'a' },
  )
  const replaced = secret('a link that was replaced', (await mailbox.next('ada@example.com')).token)
  await root.api.invitations.resend({ ...target, invitation: invitation.id })
  const token = secret('an invitation’s link', (await mailbox.next('ada@example.com', 2)).token)
  const ada = person('ada')
  const [own, next, last] = [password('ada'), password('ada next'), password('ada last')]
  expect(await refusalOf(ada.api.invitations.open({ token: replaced }))).toBe('invitation_unknown')
  await ada.api.invitations.open({ token })
  const joined = await ada.api.invitations.accept({ token, firstName: 'Ada', lastName: 'Lovelace', password: own })
  expect(await refusalOf(ada.api.invitations.accept({ token, firstName: 'Ada', lastName: 'L', password: own }))).toBe(
    'invitation_closed',
  )

  expect(
    await refusalOf(ada.api.sessions.signIn({ email: 'ada@example.com', password: password('a wrong guess') })),
  ).toBe('credentials_wrong')
  await ada.api.sessions.signIn({ email: 'ada@example.com', password: own })
  await ada.api.profile.changePassword({ currentPassword: own, newPassword: next })
  await root.api.passwords.sendReset({ ...target, user: joined.id }, { idempotencyKey: 'b' })
  const mail = await mailbox.next('ada@example.com', 4) // after the two invitations and the word of the change
  const reset = secret('a reset link', mail.token)
  await ada.api.passwords.showReset({ token: reset })
  await ada.api.passwords.completeReset({ token: reset, password: last })
  await ada.api.sessions.signIn({ email: 'ada@example.com', password: last })
  await ada.api.sessions.switchAccount({ user: joined.id }, { idempotencyKey: 'c' })
  await ada.api.sessions.check()
  await ada.api.sessions.list()
})

test('every route refuses secrets where they do not belong, without repeating them', async () => {
  const tool = person('a tool')
  tool.cookie = sessionCookie(secret('a cookie that is none', randomBytes(32).toString('base64url')), server.baseUrl)
  const stray = secret('a stray secret', randomBytes(32).toString('base64url'))
  const input = Object.fromEntries(
    ['token', 'password', 'currentPassword', 'newPassword', 'email', 'role', 'name'].map((it) => [it, stray]),
  )
  for (const { route } of operations) {
    await call(tool, route, { ...input, organization: 'org_x', user: 'usr_x' })
    await call(tool, route, input, { authorization: `Bearer ${stray}`, 'idempotency-key': stray })
    await tool.send(route.method === 'GET' ? 'POST' : route.method, route.path, `{"password":"${stray}`)
  }
  await tool.send('GET', `/nowhere/${stray}?token=${stray}`)
  await tool.send('GET', `/installation?token=${stray}`)
  expect(problems.length).toBeGreaterThan(operations.length)
})

test('none of them stands in the log, in a problem document, in the record or in any other row', async () => {
  await pause(300)
  const log = server.output().replace(/Set up the first administrator.*/, '') // printed for the one who starts the server
  expect(log.split('\n').length).toBeGreaterThan(operations.length)
  const tables = await database.query<{
    name: string
  }>(`select format('%I.%I', n.nspname, c.relname) as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p') and not c.relispartition`)
  const rows: string[] = []
  for (const { name } of tables)
    for (const { it } of await database.query<{ it: string }>(`select t::text as it from ${name} t`))
      rows.push(`${name} ${it}`)
  secret('the installation’s secret', secretKey)
  secret('the mail server’s password', 'smtp-secret-7')
  const places = { 'the log': [log], 'a problem document': problems, 'the database': rows }
  const found = [...secrets].flatMap(([value, what]) => {
    const forms = [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString('hex'),
      Buffer.from(value).toString('base64'),
    ]
    return Object.entries(places).flatMap(([place, texts]) =>
      texts
        .filter((text) => forms.some((form) => text.includes(form)))
        .map((text) => `${what} in ${place}: ${text.slice(0, 400)}`),
    )
  })
  console.info(
    `${secrets.size} secrets, ${log.length} characters of log, ${rows.length} rows, ${problems.length} problem documents`,
  )
  expect(found).toEqual([])
  expect(rows.filter((it) => it.startsWith('public.events')).length).toBeGreaterThan(10)
})
