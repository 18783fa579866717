/** Without a mail server nothing is lost: mails are kept, and whoever runs the installation reads them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld({ smtp: false })
  organization = (await world.tenant('Acme & Söhne')).id
})
afterAll(() => world.stop())

/** Invites, and takes the link from the kept mail. */
async function invitedByKeptMail(email: string, role: string) {
  const { mail } = await world.admin.api.invitations.create({ organization, email, role })
  const kept = await world.admin.api.mails.show({ organization, mail: mail?.id ?? '' })
  const token = /#([A-Za-z0-9_-]{43})/.exec(kept.text)?.[1] ?? ''
  return { mail, kept, token }
}

test('the installation says that no mail server is configured', async () => {
  expect((await world.person().api.installation.show()).mailConfigured).toBe(false)
})

test('an invitation’s mail is kept, can be read with its link, and the link works', async () => {
  const { mail, kept, token } = await invitedByKeptMail('ada@example.com', 'admin')
  expect(mail).toMatchObject({ status: 'kept', attempts: 0 })
  expect(kept.mail).toMatchObject({ kind: 'invitation', to: 'ada@example.com', delivery: { status: 'kept' } })
  expect(kept.text).toContain('invites you to join Acme & Söhne')
  expect(kept.html).toContain('Acme &amp; Söhne')
  const ada = world.person()
  await ada.api.invitations.accept({ token, firstName: 'Ada', lastName: 'A', password: goodPassword })
  const listed = await world.admin.api.mails.list({ organization })
  expect(listed.items.map((it) => it.delivery.status)).toEqual(['kept'])
})

test('a tenant’s administrator, and everybody else, does not read them: they hold other people’s links', async () => {
  const { token } = await invitedByKeptMail('bea@example.com', 'admin')
  const bea = world.person()
  await bea.api.invitations.accept({ token, firstName: 'Bea', lastName: 'B', password: goodPassword })
  const { items } = await world.admin.api.mails.list({ organization })
  const mail = items[0]?.id ?? ''
  expect(await refusalOf(bea.api.mails.list({ organization }))).toBe('permission_missing')
  expect(await refusalOf(bea.api.mails.show({ organization, mail }))).toBe('permission_missing')
  expect(await refusalOf(world.person().api.mails.show({ organization, mail }))).toBe('unauthenticated')
  // Nor where a product lets them see which mails there are.
  await world.database.query(`update roles set permissions = permissions || '{mails.read}' where key = 'admin'`)
  expect((await bea.api.mails.list({ organization })).items.map((it) => it.id)).toContain(mail)
  expect(await refusalOf(bea.api.mails.show({ organization, mail }))).toBe('mail_not_kept')
  expect((await world.admin.api.mails.show({ organization, mail })).text).toContain('#')
})

test('the printed address lists them with when they were written, and shows each', async () => {
  const { mail } = await invitedByKeptMail('dov@example.com', 'viewer')
  const pages = world.app.mailbox
  const list = await pages?.('/mailbox/secret', '')
  expect(list).toMatch(/dov@example\.com<td>.*<td>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d<\/tr>/)
  expect(list).toContain(`/${mail?.id}">Rosa Root invites you`)
  expect(await pages?.('/mailbox/secret', mail?.id ?? '')).toContain('invites you to Acme &amp; Söhne')
  expect(await pages?.('/mailbox/secret', 'mail_unheard-of')).toBeUndefined()
})

test('kept texts are sealed: the database alone does not give the links away', async () => {
  const { token } = await invitedByKeptMail('cai@example.com', 'viewer')
  const found = await world.database.query(
    `select from mails where position($1::bytea in sealed_content) > 0 or mails::text like $2`,
    [Buffer.from(token), `%${token}%`],
  )
  expect(found).toHaveLength(0)
})

test('reset mails are kept, too', async () => {
  await world.person().api.passwords.requestReset({ email: 'root@example.com' })
  const root = world.admin.me.organization.id
  for (let tries = 0; tries < 100; tries += 1) {
    const { items } = await world.admin.api.mails.list({ organization: root, limit: 1 })
    if (items[0]?.kind === 'password_reset') return expect(items[0]).toMatchObject({ to: 'root@example.com' })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the mail was not ordered')
})
