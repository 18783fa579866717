/** What somebody meets in their first quarter of an hour. */
import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { during, startInstallation } from './installation.ts'
import { button, dialog, field, heading, path, see, seeText, settled } from './steps.ts'

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
