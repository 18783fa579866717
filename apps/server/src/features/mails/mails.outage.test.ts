/** The mail server goes away and comes back: what was ordered meanwhile arrives, once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../test/builders.ts'
import { startMailbox } from '../../../test/mailbox.ts'
import { createWorld, type World } from '../../../test/world.ts'

let world: World
let organization: string
beforeAll(async () => {
  world = await createWorld()
  organization = (await world.tenant('Acme GmbH')).id
})
afterAll(() => world.stop())

const invite = (email: string) => world.admin.api.invitations.create({ organization, email, role: 'viewer' })
const mailOf = async (invitation: string, status: string) => {
  const ask = () => world.admin.api.invitations.show({ organization, invitation })
  return (await eventually(ask, (it) => it.mail?.status === status)).mail
}

test('with the mail server away mails wait, nothing else does, and when it is back each is sent once', async () => {
  await world.mailbox.next((await invite('before@example.com')).email) // a connection is open now
  const port = Number(new URL(world.mailbox.url).port)
  await world.mailbox.stop()
  const emails = ['first@example.com', 'second@example.com']
  const [first, second] = await Promise.all(emails.map(invite))
  for (const it of [first, second]) {
    const deferred = await mailOf(it?.id ?? '', 'deferred')
    expect(deferred?.answer).toMatch(/ECONN|closed|refused/i)
    expect(deferred?.nextAttemptAt).not.toBeNull()
  }
  const back = await startMailbox(port)
  try {
    for (const email of emails) expect((await back.next(email)).subject).toContain('invites you')
    expect((await mailOf(first?.id ?? '', 'sent'))?.attempts).toBeGreaterThan(1)
    expect(back.received.map((it) => it.to).toSorted()).toEqual(emails)
  } finally {
    await back.stop()
  }
})
