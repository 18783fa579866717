/** What somebody meets in their first quarter of an hour. */
import { mkdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { during, goodPassword, startInstallation } from './installation.ts'
import { act, button, chooseRole, dialog, field, heading, path, row, see, seeText, settled } from './steps.ts'

const the = during(startInstallation)
const shots = new URL('../../../reports/browser/', import.meta.url).pathname
mkdirSync(shots, { recursive: true })

test('a tenant without users says how many are invited, and leads to them', async () => {
  const { root, tenant, visit } = the()
  const { id: organization } = await tenant('Fresh Ltd')
  const { page, go } = await visit(root, { at: `/o/${organization}/users` })
  await see(heading(page, 'No users yet'))
  for (const email of ['one@fresh.test', 'two@fresh.test'])
    await root.api.invitations.create({ organization, email, role: 'admin' })
  await go(`/o/${organization}/users`)
  await see(heading(page, 'No users yet, 2 invited'))
  await page.screenshot({ path: `${shots}nobody-yet.png` })
  await page.getByRole('link', { name: 'Show invites' }).click()
  await seeText(page, 'two@fresh.test')
  expect(path(page)).toBe(`/o/${organization}/invites`)
})

test('comparing roles from the dialog keeps what was typed', async () => {
  const { root, tenant, visit } = the()
  const { id: organization } = await tenant('Typed Ltd')
  const { page } = await visit(root, { at: `/o/${organization}/users?invite=true` })
  await field(page, 'E-mail address').fill('typed@example.com')
  await button(dialog(page), 'Compare roles').click()
  await see(dialog(page).getByRole('table').getByText('View Only'))
  expect(await field(page, 'E-mail address').inputValue()).toBe('typed@example.com')
})

test('one’s own role looks as fixed as it is, and says why', async () => {
  const { join, tenant, visit } = the()
  const { id: organization } = await tenant('Own Ltd')
  const ada = await join(organization, 'ada@own.test', 'admin')
  await join(organization, 'bob@own.test', 'employee')
  const { page } = await visit(ada, { at: `/o/${organization}/users` })
  const own = page.getByRole('combobox', { name: /Ada/ })
  const other = page.getByRole('combobox', { name: /Bob/ })
  await see(other)
  expect([await own.isDisabled(), await other.isDisabled()]).toEqual([true, false])
  const colour = (it: typeof own) => it.evaluate((input) => getComputedStyle(input).color)
  expect(await colour(own)).not.toBe(await colour(other))
  await own.hover({ force: true })
  await seeText(page, 'This is you. Somebody else has to change your role.')
  await page.screenshot({ path: `${shots}own-role.png` })
})

test('an invitation whose inviter is gone says so in the list and behind its link, and works again when it is resent', async () => {
  const { join, mailbox, root, tenant, visit } = the()
  const { id: organization } = await tenant('Left Ltd')
  const ada = await join(organization, 'ada@left.test', 'admin')
  const eva = await join(organization, 'eva@left.test', 'admin')
  await eva.api.invitations.create({ organization, email: 'guest@left.test', role: 'employee' })
  const { token } = await mailbox.next('guest@left.test')
  await root.api.users.deactivate({ organization, user: eva.user })
  const guest = await visit(undefined, { at: `/accept#${token}` })
  guest.tolerate(/^409 POST /)
  await see(heading(guest.page, 'This invitation is no longer valid'))
  await guest.page.screenshot({ path: `${shots}withdrawn-link.png` })
  const { page } = await visit(ada, { at: `/o/${organization}/invites` })
  await seeText(page, 'Needs resending')
  await page.screenshot({ path: `${shots}withdrawn-list.png` })
  await button(page, 'Actions for guest@left.test').click()
  await page.getByRole('menuitem', { name: 'Resend' }).click()
  await settled(() => page.getByText('Needs resending').count()).toBe(0)
  await seeText(page, 'Pending')
})

test('the page to try the API bears the product’s name and nobody else’s mark', async () => {
  const { root, visit } = the()
  const { page } = await visit(root, { at: '/api/v1/docs' })
  await seeText(page, 'Backoffice administration API')
  expect(await page.title()).toBe('Backoffice administration API')
  expect(await page.locator('.topbar').isVisible()).toBe(false)
})

describe('without a mail server', () => {
  const bare = during(() => startInstallation(undefined, { SMTP_URL: '' }))
  const invite = async (page: Page, email: string, role: string) => {
    await button(page, 'Invite user').click()
    await field(dialog(page), 'E-mail address').fill(email)
    await chooseRole(page, 'Role', role)
    await button(dialog(page), 'Send invitation').click()
  }

  test('nobody is told that a mail is on its way: who may read it is told where it is, others whom to ask', async () => {
    const { person, query, root, tenant, visit } = bare()
    const { id: organization } = await tenant('Mailless Ltd')
    const { page, go } = await visit(root, { at: `/o/${organization}/invites` })
    await invite(page, 'ada@mailless.test', 'Admin')
    const waits = 'No mail server is configured: the mail waits under Mails.'
    await seeText(page, `Invitation for ada@mailless.test created. ${waits}`)
    await see(row(page, 'ada@mailless.test').getByRole('link', { name: 'Mail kept: read it' }))
    const label = page.getByRole('alert').getByText('Read mail')
    expect(await label.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0)
    await label.click()
    await see(heading(page, 'Rosa Root invites you to Mailless Ltd'))
    const { items } = await root.api.mails.list({ organization: root.organization })
    const kept = await root.api.mails.show({ organization: root.organization, mail: items[0]?.id ?? '' })
    const [token = ''] = /(?<=#)[\w-]{43}/.exec(kept.text) ?? []
    const ada = person()
    await ada.api.invitations.accept({ token, firstName: 'Ada', lastName: 'Example', password: goodPassword })

    const hers = await visit(ada, { at: `/o/${organization}/invites` })
    const notSent = 'No mail server is configured, so the mail was not sent.'
    await invite(hers.page, 'eva@mailless.test', 'Employee')
    await seeText(hers.page, `Invitation for eva@mailless.test created. ${notSent}`)
    await query(`update invitations set created_at = created_at - interval '1 hour'`)
    await hers.go(`/o/${organization}/invites`)
    await act(hers.page, 'eva@mailless.test', 'Resend')
    await seeText(hers.page, `There is a new link for eva@mailless.test. The old one no longer works. ${notSent}`)
    await see(row(hers.page, 'eva@mailless.test').getByText('Mail kept, not sent'))
    await hers.page.screenshot({ path: `${shots}kept-above.png` })

    await go(`/o/${organization}/users`)
    await act(page, 'Ada Example', 'Reset password')
    await button(dialog(page), 'Send link to Ada').click()
    await seeText(page, `There is a link for ada@mailless.test to set a new password. ${waits}`)
    const lost = await visit(undefined, { at: '/forgot-password' })
    await field(lost.page, 'E-mail address').fill('ada@mailless.test')
    await button(lost.page, 'Send link').click()
    await see(heading(lost.page, 'Ask for your link'))
  })
})
