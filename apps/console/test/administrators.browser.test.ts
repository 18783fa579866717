/** The list of users in the blueprint `organizations`: for whoever reaches all of them, and for whoever reaches one. */
import { expect, test } from 'vitest'
import { during, startInstallation } from './installation.ts'
import { faultsOf } from './looks.ts'
import { button, field, gone, marked, path, query, row, see, seeText, settled } from './steps.ts'

const the = during(() => startInstallation('organizations'))
const create = (name: string, code: string) =>
  the().root.api.organizations.create({ organization: the().root.organization, name, code })

test('OR13: an Admin chooses whose users are listed, or the global administrators; both are in the address', async () => {
  const { root, visit, join } = the()
  const { id } = await create('Acme', 'ACME')
  await join(id, 'ora@example.com', 'org-admin')
  const { page } = await visit(root, { at: `/o/${root.organization}/users` })
  const whose = field(page, 'Users of which organization')
  await whose.click()
  await whose.pressSequentially('acm')
  await see(marked(page).filter({ hasText: 'ACME' }))
  await whose.press('Enter')
  await see(row(page, 'ora@example.com'))
  expect(path(page)).toBe(`/o/${id}/users`)
  expect(await whose.inputValue()).toBe('Acme')
  const box = page.getByRole('checkbox', { name: 'Global administrators' })
  await seeText(page, /they administer every organization/)
  await box.check()
  await see(row(page, root.email))
  await gone(row(page, 'ora@example.com'))
  expect([path(page), query(page)]).toEqual([`/o/${root.organization}/users`, { role: 'admin' }])
  await page.reload()
  await see(row(page, root.email))
  expect(await box.isChecked()).toBe(true)
  await box.uncheck()
  await settled(() => query(page)).toEqual({})
  await page.goBack()
  await settled(() => box.isChecked()).toBe(true)
  expect(await faultsOf(page)).toEqual([])
  await page.screenshot({ path: 'reports/administrators-phone.png' })
})

test('OR14: an Org Admin has the users of the own organization, and nothing to choose from', async () => {
  const { visit, join } = the()
  const { id } = await create('Globex', 'GLOBEX')
  const ora = await join(id, 'ora.globex@example.com', 'org-admin')
  const { page } = await visit(ora, { at: '/' })
  await page.goto(`/o/${id}/users`)
  await see(row(page, ora.email))
  await see(button(page, 'Create user'))
  expect(await field(page, 'Users of which organization').count()).toBe(0)
  expect(await page.getByRole('checkbox', { name: 'Global administrators' }).count()).toBe(0)
})
