/** The mail server is taken out of the configuration while mails wait for it, and put back later. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../test/builders.ts'
import { createWorld, refusalOf, type Node, type World } from '../../../test/world.ts'

let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld({ smtp: false })
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())

const rootAt = (node: Node) => Object.assign(node.person(), { cookie: world.admin.cookie })
const invite = (node: Node, email: string) =>
  rootAt(node).api.invitations.create({ organization, email, role: 'viewer' })

test('mails that were queued or put off are kept at the next start without a mail server, and can be read; those that were sent stay sent', async () => {
  const left = await Promise.all(['queued', 'deferred', 'sent'].map((it) => invite(world, `${it}@example.com`)))
  for (const { email } of left) // as a server that had one leaves them behind
    await world.database.query(
      `update mails set status = split_part(recipient, '@', 1), attempts = 1,
         next_attempt_at = case when recipient like 'deferred%' then now() end,
         sealed_content = case when recipient not like 'sent%' then sealed_content end where recipient = $1`,
      [email],
    )
  const shown = (id = '') => world.admin.api.mails.show({ organization, mail: id })
  for (const { mail } of left) expect(await refusalOf(shown(mail?.id))).toBe('mail_not_kept')
  const restarted = await world.secondNode()
  const { items } = await rootAt(restarted).api.mails.list({ organization })
  expect(Object.fromEntries(items.map((it) => [it.to, it.delivery.status]))).toEqual({
    'queued@example.com': 'kept',
    'deferred@example.com': 'kept',
    'sent@example.com': 'sent',
  })
  for (const { id, delivery } of items.filter((it) => it.delivery.status === 'kept')) {
    expect(delivery.nextAttemptAt).toBeNull()
    expect((await rootAt(restarted).api.mails.show({ organization, mail: id })).text).toMatch(/#[\w-]{43}/)
  }
})

test('with a mail server again new mails are sent, and the kept ones are not sent after all', async () => {
  const sending = await world.secondNode({ smtp: true })
  const { id } = await invite(sending, 'new@example.com')
  expect((await world.mailbox.next('new@example.com')).token).toHaveLength(43)
  await eventually(
    () => rootAt(sending).api.invitations.show({ organization, invitation: id }),
    (it) => it.mail?.status === 'sent',
  )
  expect(world.mailbox.received.map((it) => it.to)).toEqual(['new@example.com'])
})
