/** Letting somebody in: the dialog, the list, the mail, and the page behind its link. */
import { beforeEach, expect, test } from 'vitest'
import { during, startInstallation } from './installation.ts'
import {
  accept,
  act,
  button,
  chooseRole,
  dialog,
  field,
  filterBy,
  gone,
  heading,
  invite,
  options,
  query,
  row,
  see,
  seeText,
  settled,
} from './steps.ts'

const the = during(startInstallation)
beforeEach(() => the().mailbox.answerWith(null))

/** A tenant and its administrator at a browser. */
async function office(name: string) {
  const { tenant, join, visit } = the()
  const { id } = await tenant(`${name} Ltd`)
  const ada = await join(id, `ada.${name}@example.com`, 'admin', { firstName: 'Ada' })
  return { id, ada, ...(await visit(ada, { at: `/o/${id}/invites` })) }
}

test('BO14: what is wrong with an invitation stands beside the field', async () => {
  const { id, ada, page, tolerate } = await office('dialog')
  await ada.api.invitations.create({ organization: id, email: 'twice@example.com', role: 'viewer' })
  await button(page, 'Invite user').click()
  const box = dialog(page)
  const email = field(box, 'E-mail address')
  await settled(() => email.evaluate((it) => it === document.activeElement)).toBe(true)
  await button(box, 'Send invitation').click()
  await settled(() => box.getByText('Required.').count()).toBe(2)
  expect(await email.getAttribute('aria-invalid')).toBe('true')
  tolerate(/^409 POST /)
  await chooseRole(page, 'Role', 'View Only')
  for (const [written, told] of [
    ['not an address', 'Not an e-mail address. It looks like name@example.com.'],
    ['twice@example.com', 'This address already has an open invitation. Resend that one.'],
    ['ADA.dialog@example.com', 'Somebody with this e-mail address is already a user here.'],
  ] as const) {
    await email.fill(written)
    await button(box, 'Send invitation').click()
    const message = box.getByText(told)
    await see(message)
    expect(await email.getAttribute('aria-describedby')).toContain(await message.getAttribute('id'))
  }
  await email.fill('  fresh@example.com ')
  await button(box, 'Send invitation').click()
  await gone(box)
  await see(row(page, 'fresh@example.com'))
})

test('BO14 BO40: the dialog offers the roles one may give, each with what it is for', async () => {
  const { page } = await office('offer')
  await button(page, 'Invite user').click()
  await page.getByRole('combobox', { name: 'Role', exact: true }).click()
  await settled(() => options(page).count()).toBe(3)
  for (const [role, purpose] of [
    ['Admin', 'Everything in the tenant.'],
    ['Employee', 'Does the daily work of the tenant.'],
    ['View Only', 'Reads operational data and changes nothing.'],
  ] as const)
    expect(
      await options(page)
        .filter({ hasText: new RegExp(`^${role}`) })
        .innerText(),
    ).toContain(purpose)
})

test('BO25: the list shows e-mail, role, who invited, when it expires and whether the mail got through', async () => {
  const { page, id } = await office('list')
  await the().root.api.invitations.create({
    organization: id,
    email: 'from.rosa@example.com',
    role: 'employee',
    firstName: 'Fritz',
    lastName: 'Frei',
  })
  await invite(page, 'from.ada@example.com', 'View Only')
  const from = async (email: string) =>
    (await row(page, email).getByRole('cell').allInnerTexts()).map((it) => it.replace(/\s+/g, ' ').trim())
  await settled(async () => {
    await page.reload()
    await see(row(page, 'from.ada@example.com'))
    return row(page, 'Mail sent').count()
  }).toBe(2)
  const heads = (await page.getByRole('columnheader').allInnerTexts()).map((it) => it.trim())
  expect(heads).toEqual(['E-mail', 'Role', 'Invited by', 'Sent', 'Expires', 'Status', 'Actions'])
  const ada = await from('from.ada@example.com')
  expect(ada.slice(0, 3)).toEqual(['from.ada@example.com', 'View Only', 'Ada Example'])
  expect(ada[4]).toMatch(/^in [67] days|next week|in 1 week/)
  expect(ada[5]).toBe('Pending Mail sent')
  expect((await from('from.rosa@example.com')).slice(0, 3)).toEqual([
    'from.rosa@example.com Fritz Frei',
    'Employee',
    'Rosa Root',
  ])
  await see(page.getByRole('tab', { name: /Invites\s*2/ }))
  await field(page, 'Search e-mail').fill('rosa')
  await seeText(page, '1 invitation')
  expect(query(page)).toEqual({ search: 'rosa' })
})

test('BO15 BO25: a mail server that says "later" is seen in the list with its answer, and the mail is sent in the end', {
  timeout: 45_000,
}, async () => {
  const { page } = await office('later')
  const { mailbox } = the()
  mailbox.answerWith(451)
  await invite(page, 'later@example.com', 'Employee')
  const reloadUntil = (text: string | RegExp) =>
    expect
      .poll(
        async () => {
          await page.reload()
          await see(row(page, 'later@example.com'))
          return row(page, 'later@example.com').innerText()
        },
        { timeout: 20_000, interval: 300 },
      )
      .toMatch(text)
  await reloadUntil(/Mail delayed. Next attempt [^]*Answer: 451 told so by the test/)
  mailbox.answerWith(null)
  await reloadUntil(/Mail sent/)
  expect((await mailbox.next('later@example.com')).subject).toBe('Ada Example invites you to later Ltd')
})

test('BO15 BO25: a mail server that refuses for good is seen in the list with its answer, and resending can mend it', async () => {
  const { page } = await office('never')
  const { mailbox } = the()
  mailbox.answerWith(550)
  await invite(page, 'never@example.com', 'Employee')
  const state = async () => {
    await page.reload()
    await see(row(page, 'never@example.com'))
    return row(page, 'never@example.com').innerText()
  }
  await settled(state).toMatch(/Mail not delivered[^]*Answer: 550 told so by the test/)
  mailbox.answerWith(null)
  await act(page, 'never@example.com', 'Resend')
  await mailbox.next('never@example.com')
  await settled(state).toMatch(/Mail sent/)
})

test('BO26: resending sends a new link, and the page behind the old one says that it was replaced', async () => {
  const { page } = await office('resend')
  const { mailbox, visit } = the()
  await invite(page, 'again@example.com', 'View Only')
  const first = await mailbox.next('again@example.com')
  await act(page, 'again@example.com', 'Resend')
  await seeText(page, 'A new link is on its way to again@example.com. The old one no longer works.')
  const second = await mailbox.next('again@example.com', 2)
  expect(second.token).not.toBe(first.token)
  const { page: guest, tolerate } = await visit()
  tolerate(/^404 POST /)
  await guest.goto(first.link ?? '')
  await see(heading(guest, 'This invitation is not known'))
  await seeText(guest, /replaced by a newer one/)
  await guest.goto(second.link ?? '')
  await accept(guest, 'Gil', 'Guest')
  await see(heading(guest, 'Welcome, Gil'))
  // Used once, it is closed.
  tolerate(/^410 POST /)
  const { page: next, tolerate: too } = await visit()
  too(/^4\d\d POST /)
  await next.goto(second.link ?? '')
  await see(heading(next, 'This invitation is closed'))
  await page.reload()
  await see(heading(page, 'No open invitations'))
})

test('BO27: a cancelled invitation leaves the list, and the page behind its link says so', async () => {
  const { page } = await office('cancel')
  const { mailbox, visit } = the()
  await invite(page, 'cancelled@example.com', 'View Only')
  const { link } = await mailbox.next('cancelled@example.com')
  await act(page, 'cancelled@example.com', 'Cancel invitation')
  await seeText(page, 'Cancel the invitation of cancelled@example.com?')
  await button(dialog(page), 'Keep it').click()
  await gone(dialog(page))
  await act(page, 'cancelled@example.com', 'Cancel invitation')
  await button(dialog(page), 'Cancel invitation').click()
  await gone(row(page, 'cancelled@example.com'))
  await see(heading(page, 'No open invitations'))
  const { page: guest, tolerate } = await visit()
  tolerate(/^4\d\d POST /)
  await guest.goto(link ?? '')
  await see(heading(guest, 'This invitation is closed'))
  await seeText(guest, 'It was already accepted or has been cancelled.')
  // It can still be found: the open ones are what is shown otherwise, and the menu says so.
  await button(page, 'Filters').click()
  const usual = page.getByRole('menuitemradio', { name: 'Open', exact: true })
  expect(await usual.getAttribute('aria-checked')).toBe('true')
  await page.keyboard.press('Escape')
  await gone(usual)
  await filterBy(page, 'Cancelled')
  await see(row(page, 'cancelled@example.com'))
  expect(query(page)).toEqual({ status: 'revoked' })
})

test('BO25 BO26: an expired invitation is shown as such, its link says so, and resending makes it good again', async () => {
  const { page, id } = await office('expired')
  const { mailbox, visit, query: sql } = the()
  await invite(page, 'late@example.com', 'View Only')
  const { link } = await mailbox.next('late@example.com')
  await sql(
    `update invitations set created_at = created_at - interval '8 days', expires_at = expires_at - interval '8 days'
      where email = 'late@example.com' and org_path = (select path from organizations where id = $1::uuid)`,
    [id.replace('org_', '')],
  )
  const { page: guest, tolerate } = await visit()
  tolerate(/^4\d\d POST /)
  await guest.goto(link ?? '')
  await see(heading(guest, 'This invitation has expired'))
  await page.reload()
  await see(row(page, 'late@example.com').getByText('Expired'))
  await act(page, 'late@example.com', 'Resend')
  await see(row(page, 'late@example.com').getByText('Pending'))
  await guest.goto((await mailbox.next('late@example.com', 2)).link ?? '')
  await see(heading(guest, 'Join expired Ltd'))
})

test('BO15: the page behind a link in pieces says what may have happened', async () => {
  const { page } = await the().visit(undefined, { at: '/accept#abc' })
  await see(heading(page, 'This invitation is not known'))
  await seeText(page, /cut off by your mail program/)
})
