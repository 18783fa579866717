/** What a tenant is, for those who administer it. */
import { expect, test } from 'vitest'
import { during, startInstallation } from './installation.ts'
import { button, gone, heading, link, path, see, seeText, settled } from './steps.ts'

const the = during(startInstallation)

test('BO1: only an Admin has "Tenant Management" in the sidebar, and is led there', async () => {
  const { join, tenant, visit } = the()
  const acme = await tenant('Menu Ltd')
  const [ada, bob, cleo] = await Promise.all([
    join(acme.id, 'ada.menu@example.com', 'admin'),
    join(acme.id, 'bob.menu@example.com', 'employee'),
    join(acme.id, 'cleo.menu@example.com', 'viewer'),
  ])
  const { page } = await visit(ada, { at: '/' })
  await see(page.getByRole('navigation').getByRole('link', { name: 'Tenant Management' }))
  expect(path(page)).toBe(`/o/${acme.id}/users`)
  for (const other of [bob, cleo]) {
    const { page: theirs } = await visit(other, { at: '/' })
    await see(heading(theirs, /^Welcome, /))
    expect(await theirs.getByRole('link', { name: 'Tenant Management' }).count()).toBe(0)
  }
})

test('BO1: an employee who follows an administrator’s link is told which permission is missing', async () => {
  const { join, tenant, visit } = the()
  const acme = await tenant('Link Ltd')
  const bob = await join(acme.id, 'bob.link@example.com', 'employee')
  const { page, go, tolerate } = await visit(bob)
  tolerate(/^403 GET /)
  for (const [tab, permission] of [
    ['info', 'See the organization and its settings” (organizations.read'],
    ['users', 'See the organization and its settings” (organizations.read'],
  ] as const) {
    await go(`/o/${acme.id}/${tab}`)
    await see(heading(page, 'You cannot see this page'))
    await seeText(page, `You lack the permission “${permission}) in Link Ltd.`)
  }
  await link(page, 'Back').click()
  await see(heading(page, 'Welcome, Bob.link'))
})

test('BO2 BO3: the tabs are Tenant Info, Users and Invites, each with an address of its own', async () => {
  const { join, tenant, visit } = the()
  const acme = await tenant('Tabs Ltd')
  const ada = await join(acme.id, 'ada.tabs@example.com', 'admin')
  const { page } = await visit(ada, { at: `/o/${acme.id}` })
  const tabs = page.getByRole('tab')
  await settled(() => tabs.allInnerTexts()).toEqual(['Tenant Info', 'Users', 'Invites'])
  for (const [name, part] of [
    ['Users', 'users'],
    ['Invites', 'invites'],
    ['Tenant Info', 'info'],
  ] as const) {
    await page.getByRole('tab', { name }).click()
    await settled(() => path(page)).toBe(`/o/${acme.id}/${part}`)
    await settled(() => page.getByRole('tab', { name, selected: true }).count()).toBe(1)
  }
  await page.goBack()
  await settled(() => path(page)).toBe(`/o/${acme.id}/invites`)
})

test('BO4: the tenant’s name, its id with one click to copy it, and its creation date are shown', async () => {
  const { join, tenant, visit } = the()
  const acme = await tenant('Facts Ltd')
  const ada = await join(acme.id, 'ada.facts@example.com', 'admin')
  const { page } = await visit(ada, {
    at: `/o/${acme.id}/info`,
    permissions: ['clipboard-read', 'clipboard-write'],
    timezoneId: 'Europe/Berlin',
  })
  await see(page.getByText(acme.id))
  await button(page, 'Copy Tenant ID').click()
  await settled(() => page.evaluate(() => navigator.clipboard.readText())).toBe(acme.id)
  await seeText(page, 'Tenant ID copied')
  const created = page.getByRole('term').filter({ hasText: 'Created' }).locator('xpath=following-sibling::dd')
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'Europe/Berlin' })
  expect(await created.innerText()).toBe(day.format(new Date(acme.createdAt)))
  expect(await created.locator('time').getAttribute('title')).toMatch(/ CES?T$/)
})

test('BO5: the tenant is renamed in place, and a name that cannot be is refused beside the field', async () => {
  const { join, tenant, visit, root } = the()
  const acme = await tenant('Old Name')
  const ada = await join(acme.id, 'ada.name@example.com', 'admin')
  const { page } = await visit(ada, { at: `/o/${acme.id}/info` })
  await button(page, 'Edit name').click()
  const name = page.getByRole('textbox', { name: 'Name' })
  await settled(() => name.evaluate((it) => it === document.activeElement)).toBe(true)
  expect(await button(page, 'Save').isDisabled()).toBe(true)
  await name.fill('x'.repeat(121))
  await button(page, 'Save').click()
  await seeText(page, 'At most 120 characters.')
  await name.fill('New Name')
  await button(page, 'Save').click()
  await see(heading(page, 'New Name'))
  await seeText(page, 'Renamed to New Name')
  await see(page.getByRole('navigation').getByText('New Name'))
  expect((await root.api.organizations.show({ organization: acme.id })).name).toBe('New Name')
  // Escape leaves everything as it was.
  await button(page, 'Edit name').click()
  await name.fill('Never mind')
  await name.press('Escape')
  await gone(name)
  await see(heading(page, 'New Name'))
})

test('BO5: whoever renames the tenant from an old window is told what it is called meanwhile, and may then replace that', async () => {
  const { join, tenant, visit } = the()
  const acme = await tenant('Shared Ltd')
  const ada = await join(acme.id, 'ada.shared@example.com', 'admin')
  const { page, context, tolerate } = await visit(ada, { at: `/o/${acme.id}/info` })
  const second = await context.newPage()
  await second.goto(`/o/${acme.id}/info`)
  for (const [window, name] of [
    [page, 'From the first'],
    [second, 'From the second'],
  ] as const) {
    await button(window, 'Edit name').click()
    await window.getByRole('textbox', { name: 'Name' }).fill(name)
  }
  await button(page, 'Save').click()
  await see(heading(page, 'From the first'))
  tolerate(/^412 PATCH /)
  await button(second, 'Save').click()
  await seeText(second, 'Somebody renamed it to “From the first” while you were editing.')
  expect(await second.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('From the second')
  await button(second, 'Save').click()
  await see(heading(second, 'From the second'))
})
