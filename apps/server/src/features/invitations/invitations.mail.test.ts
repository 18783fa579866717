/** The invitation's mail: its words, its languages, and that nothing in it can be more than text. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, member, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, type World } from '../../../test/world.ts'

let world: World
let shop: { id: string }
let ada: Member
const hostile = 'Müller & <b>Söhne</b> {{product}} "AG"'
beforeAll(async () => {
  world = await createWorld()
  shop = await world.tenant(hostile)
  ada = await member(world, shop.id, 'ada@shop.test', 'admin')
})
afterAll(() => world.stop())

test('BO15: the mail says who invites to what as what and until when, in text and in HTML, with one and the same link', async () => {
  const invitation = await ada.api.invitations.create({
    organization: shop.id,
    email: 'eva@example.com',
    role: 'viewer',
    firstName: 'Eva',
  })
  const mail = await world.mailbox.next('eva@example.com')
  expect(mail).toMatchObject({ from: 'no-reply@tenantry.test', subject: `ada Example invites you to ${hostile}` })
  expect(mail.text).toContain(`Hello Eva,`)
  expect(mail.text).toContain(`ada Example invites you to join ${hostile} in Backoffice as View Only.`)
  const until = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  expect(mail.text.replace(/\s+/g, ' ')).toContain(until.format(new Date(invitation.expiresAt)).replace(/\s+/g, ' '))
  expect(mail.html).toContain('<html lang="en">')
  expect(mail.html.replaceAll('&#x2F;', '/')).toContain(`href="${mail.link}"`)
})

test('markup in names arrives as text: in HTML it is escaped, and nothing is filled in twice', async () => {
  const mail = await world.mailbox.next('eva@example.com')
  expect(mail.html).not.toContain('<b>')
  expect(mail.html).toContain('&lt;b&gt;')
  expect(mail.text).toContain('{{product}}')
})

test('the mail comes in the language asked for, which becomes the language of the new account', async () => {
  await ada.api.invitations.create({
    organization: shop.id,
    email: 'uwe@example.com',
    role: 'employee',
    language: 'de',
  })
  const mail = await world.mailbox.next('uwe@example.com')
  expect(mail.subject).toBe(`ada Example lädt Sie zu ${hostile} ein`)
  expect(mail.text).toContain('Guten Tag,')
  expect(mail.html).toContain('<html lang="de">')
  const uwe = world.person()
  const names = { firstName: 'Uwe', lastName: 'Übel' }
  const me = await uwe.api.invitations.accept({ token: mail.token, ...names, password: goodPassword })
  expect(me.language).toBe('de')
  await uwe.api.passwords.requestReset({ email: 'uwe@example.com' })
  expect((await world.mailbox.next('uwe@example.com', 2)).subject).toBe('Neues Passwort für Backoffice setzen')
})

test('without a language asked for, the mail is in that of the inviter; one we do not speak is refused', async () => {
  await ada.api.profile.update({ language: 'de' })
  await ada.api.invitations.create({ organization: shop.id, email: 'ina@example.com', role: 'employee' })
  expect((await world.mailbox.next('ina@example.com')).text).toContain('Guten Tag,')
  const body = { email: 'fr@example.com', role: 'employee', language: 'fr' }
  const answer = await ada.send('POST', `/organizations/${shop.id}/invitations`, body)
  expect(await answer.json()).toMatchObject({
    code: 'validation_failed',
    fields: [{ path: 'body.language', code: 'enum' }],
  })
})

test('the secret of a link stands in no table: tokens are kept hashed, mail texts sealed and forgotten once sent', async () => {
  const { id } = await ada.api.invitations.create({ organization: shop.id, email: 'sec@example.com', role: 'viewer' })
  const { token } = await world.mailbox.next('sec@example.com')
  await eventually(
    () => ada.api.invitations.show({ organization: shop.id, invitation: id }),
    (it) => it.mail?.status === 'sent',
  )
  const tables = await world.database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`,
  )
  for (const { name } of tables) {
    const text = await world.database.query(`select from ${name} t where t::text like $1`, [`%${token}%`])
    expect(text, name).toHaveLength(0)
  }
  const [mail] = await world.database.query<{ sealed_content: unknown }>(
    `select sealed_content from mails where recipient = 'sec@example.com'`,
  )
  expect(mail?.sealed_content).toBeNull()
})

test('an address is one mailbox, whatever its case; what is no plain address is refused beside its field', async () => {
  for (const email of [
    'a@b',
    '"a b"@c.test',
    'ä@c.test',
    'a@c.test\r\nBcc: x@y.test',
    'a@[127.0.0.1]',
    'a@@c.test',
    ' a@c.test',
  ]) {
    const answer = await ada.send('POST', `/organizations/${shop.id}/invitations`, { email, role: 'viewer' })
    expect(answer.status, email).toBe(400)
    expect(await answer.json()).toMatchObject({ fields: [{ path: 'body.email' }] })
  }
})
