/** What becomes of a mail: queued, sent, deferred with the server's answer, failed; never lost, and never told twice. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, member, type Member, walked } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { pauseAfter, statusAfter } from './rules.ts'

let world: World
let organization: string
let ada: Member
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
  ada = await member(world, organization, 'ada@acme.test', 'admin')
})
afterAll(() => world.stop())

const invite = (email: string) => ada.api.invitations.create({ organization, email, role: 'viewer' })
/** The delivery of an invitation's last mail, once it is in this state. */
const mailOf = async (invitation: string, status: string) => {
  const ask = () => ada.api.invitations.show({ organization, invitation })
  return (await eventually(ask, (it) => it.mail?.status === status)).mail
}

test('a mail is queued with the answer, and sent a moment later with what the mail server said', async () => {
  const { id, mail } = await invite('one@example.com')
  expect(mail).toMatchObject({ status: 'queued', attempts: 0, answer: null, nextAttemptAt: null })
  const sent = await mailOf(id, 'sent')
  expect(sent).toMatchObject({ id: mail?.id, attempts: 1, answer: expect.stringMatching(/^250 /) })
  const received = await world.mailbox.next('one@example.com')
  expect(received.messageId).toBe(`<${mail?.id}@tenantry.test>`)
})

test('a mail refused for good (550) has failed, with the server’s answer; sending the invitation again is a new mail', async () => {
  world.mailbox.answerWith(550)
  const { id, mail } = await invite('unknown.mailbox@example.com')
  const failed = await mailOf(id, 'failed')
  world.mailbox.answerWith(null)
  expect(failed).toMatchObject({ attempts: 1, answer: expect.stringContaining('550'), nextAttemptAt: null })
  await ada.api.invitations.resend({ organization, invitation: id })
  const sent = await mailOf(id, 'sent')
  expect(sent?.id).not.toBe(mail?.id)
})

test('a mail put off (451) is deferred with the server’s answer and the next attempt, and then sent once, under one Message-ID', async () => {
  world.mailbox.answerWith(451)
  const { id, mail } = await invite('greylisted@example.com')
  const deferred = await mailOf(id, 'deferred')
  world.mailbox.answerWith(null)
  expect(deferred).toMatchObject({ attempts: 1, answer: expect.stringContaining('451') })
  expect(Date.parse(deferred?.nextAttemptAt ?? '') - Date.parse(deferred?.at ?? '')).toBe(5_000)
  expect(await mailOf(id, 'sent')).toMatchObject({ id: mail?.id, attempts: 2, nextAttemptAt: null })
  const received = world.mailbox.received.filter((it) => it.to === 'greylisted@example.com')
  expect(received.map((it) => it.messageId)).toEqual([`<${mail?.id}@tenantry.test>`])
})

test('a burst of mails is worked off without pauses', async () => {
  const started = performance.now()
  await Promise.all(Array.from({ length: 40 }, (_, n) => invite(`burst${n}@example.com`)))
  await Promise.all(Array.from({ length: 40 }, (_, n) => world.mailbox.next(`burst${n}@example.com`)))
  expect(performance.now() - started).toBeLessThan(15_000)
  expect(world.mailbox.received.filter((it) => it.to.startsWith('burst'))).toHaveLength(40)
})

test('whoever runs the installation sees what became of every mail, page by page; its text is for its receiver alone', async () => {
  const { admin } = world
  const root = admin.me.organization.id
  const rows = await walked((cursor) =>
    admin.api.mails.list({ organization: root, limit: 7, ...(cursor && { cursor }) }),
  )
  const [{ n } = { n: 0 }] = await world.database.query<{ n: number }>('select count(*)::int as n from mails')
  expect(new Set(rows.map((it) => it.id)).size).toBe(n)
  expect(rows).toHaveLength(n)
  expect(rows.map((it) => it.createdAt)).toEqual(
    rows
      .map((it) => it.createdAt)
      .toSorted()
      .reverse(),
  )
  expect(rows.find((it) => it.to === 'one@example.com')).toMatchObject({
    kind: 'invitation',
    delivery: { status: 'sent' },
  })
  const mail = rows[0]?.id ?? ''
  expect(await refusalOf(admin.api.mails.show({ organization: root, mail }))).toBe('mail_not_kept')
  const random = `mail_${'0'.repeat(32)}`
  expect(await refusalOf(admin.api.mails.show({ organization: root, mail: random }))).toBe('mail_unknown')
  const other = await world.tenant('Without mails')
  expect(await refusalOf(admin.api.mails.show({ organization: other.id, mail }))).toBe('mail_unknown')
  expect((await admin.api.mails.list({ organization: other.id })).items).toEqual([])
  expect(await refusalOf(ada.api.mails.list({ organization }))).toBe('permission_missing')
})

test('the pauses between attempts grow to an hour, and after three days a mail is given up', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 99].map(pauseAfter)).toEqual([5, 15, 60, 300, 900, 1800, 3600, 3600, 3600])
  const ordered = new Date('2026-01-01T00:00:00Z')
  const after = (hours: number) => new Date(ordered.getTime() + hours * 3_600_000)
  expect(statusAfter('taken', ordered, after(80))).toBe('sent')
  expect(statusAfter('later', ordered, after(72))).toBe('deferred')
  expect(statusAfter('later', ordered, after(72.1))).toBe('failed')
  expect(statusAfter('never', ordered, after(0))).toBe('failed')
})
