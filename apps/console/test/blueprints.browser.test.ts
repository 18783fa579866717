/** What a blueprint makes of the console: its menu, its words, its roles; and changing it on its page. */
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { during, startInstallation, type Somebody } from './installation.ts'
import { faultsOf } from './looks.ts'
import { button, chooseRole, dialog, field, heading, link, row, see, seeText } from './steps.ts'

const menu = (page: Page) => page.getByRole('navigation', { name: 'Main' })

describe('presales', () => {
  const the = during(() => startInstallation('presales'))
  let terry: Somebody
  beforeAll(async () => {
    const { tenant, join } = the()
    terry = await join((await tenant('Acme')).id, 'terry@example.com', 'tenant-admin')
  })

  test('PS3: Users stands in the main navigation, and is a page of its own', async () => {
    const { page } = await the().visit(terry, { at: '/' })
    await see(link(menu(page), 'Users'))
    expect(await link(menu(page), 'Tenant Management').count()).toBe(0)
    await link(menu(page), 'Roles').click()
    await link(menu(page), 'Users').click()
    await see(heading(page, 'Users'))
    await see(row(page, 'terry@example.com'))
    await see(button(page, 'Invite User'))
    expect(await page.getByRole('tab').count()).toBe(0)
  })

  test('PS10 PS26: choosing a role tells what it is for, and compares those that may be given', async () => {
    const { page } = await the().visit(terry, { at: `/o/${terry.organization}/users` })
    await button(page, 'Invite User').click()
    await chooseRole(page, 'Role', 'Sales Engineer')
    await see(dialog(page).getByText('Best for: Everybody who shows the product to customers.'))
    await see(dialog(page).getByText('Set up a POC for a customer from a template'))
    await button(dialog(page), 'Compare roles').click()
    const compared = dialog(page).getByRole('region', { name: 'Comparison' })
    await see(compared.getByRole('table'))
    expect(await compared.getByRole('columnheader').allTextContents()).toEqual([
      'Permission',
      'Administrator',
      'Sales Engineer',
    ])
    expect(await faultsOf(page)).toEqual([])
  })

  test('PS44 PS11: the roles page tells each role’s permissions, what it may give and where it is held', async () => {
    const { root, visit } = the()
    const { page } = await visit(root, { at: `/o/${root.organization}/roles` })
    const engineer = page.getByRole('region', { name: 'Sales Engineer' })
    await see(engineer.getByText('Create, assign and complete tasks'))
    await see(engineer.getByText('Customer', { exact: true }))
    await see(engineer.getByText('Tenants', { exact: true }))
    await see(heading(page, 'Platform Admin'))
    await see(heading(page, 'Customer'))
    expect(await faultsOf(page)).toEqual([])
  })
})

describe('channel', () => {
  const the = during(() => startInstallation('channel'))

  test('CH4: Users stands under Administration, and what is deactivated is called disabled', async () => {
    const { root, tenant, join, visit } = the()
    const distributor = await tenant('Meridian')
    const dora = await join(distributor.id, 'dora@example.com', 'distributor-admin')
    const una = await join(distributor.id, 'una@example.com', 'distributor-user')
    await root.api.users.deactivate({ organization: distributor.id, user: una.user })
    const { page } = await visit(dora, { at: '/' })
    const administration = menu(page).getByRole('list', { name: 'Administration' })
    await link(administration, 'Users').click()
    await see(heading(page, 'Users'))
    await see(row(page, 'una@example.com').getByText('Disabled'))
    await see(link(menu(page), 'Organizations'))
    expect(await link(menu(page), 'Blueprint').count()).toBe(0)
    expect(await faultsOf(page)).toEqual([])
  })
})

describe('backoffice', () => {
  const the = during(() => startInstallation())
  let ada: Somebody
  beforeAll(async () => {
    const { tenant, join } = the()
    ada = await join((await tenant('Acme')).id, 'ada@example.com', 'admin')
    await join(ada.organization, 'eve@example.com', 'employee')
  })
  const open = async () => {
    const { root, visit } = the()
    const { page } = await visit(root, { at: `/o/${root.organization}/blueprint` })
    const { text } = await root.api.blueprint.show({ organization: root.organization })
    return { page, text }
  }
  const plan = async (page: Page, text: string) => {
    await field(page, 'Blueprint, as YAML').fill(text)
    await button(page, 'Plan').click()
  }

  test('BO1: Tenant Management is shown to Admin only', async () => {
    const { visit, join } = the()
    const vera = await join(ada.organization, 'vera@example.com', 'viewer')
    const mine = await visit(ada, { at: '/' })
    await see(link(menu(mine.page), 'Tenant Management'))
    const hers = await visit(vera, { at: '/profile' })
    await see(link(menu(hers.page), 'Roles'))
    expect(await link(menu(hers.page), 'Tenant Management').count()).toBe(0)
  })

  test('faults are told with their line; what is in force changes nothing', async () => {
    const { page, text } = await open()
    await button(page, 'Start with the one in force').click()
    const written = field(page, 'Blueprint, as YAML')
    expect(await written.inputValue()).toBe(text)
    expect(await written.evaluate((it) => it === document.activeElement)).toBe(true)
    await plan(page, text.replace('label: View Only', 'lable: View Only'))
    await see(page.getByRole('row').filter({ hasText: 'roles.3.lable' }).getByText('this key is not known here'))
    expect(await faultsOf(page)).toEqual([])
    await plan(page, text)
    await seeText(page, 'This is the blueprint in force. Applying it changes nothing.')
    expect(await button(page, 'Apply').count()).toBe(0)
  })

  test('what would take something away that is in use is told and cannot be applied', async () => {
    const { page, text } = await open()
    const roles = text.replace('key: employee', 'key: worker').replaceAll(/^( +- )employee$/gm, '$1worker')
    await plan(page, roles)
    await seeText(page, 'Role employee is removed, and still held or offered')
    await seeText(page, 'This cannot be applied')
    expect(await button(page, 'Apply').count()).toBe(0)
  })

  test('BO17: a plan says whom it affects; applied, it is obeyed, and the menu speaks its words', async () => {
    const { page, text } = await open()
    const less = text
      .replace(/(key: employee[\s\S]*?)\n +- operations\.write/, '$1')
      .replace('\nlevels:', '\nlabels:\n  menu.roles: Who may what\nlevels:')
    await plan(page, less)
    await seeText(page, '1 user loses “operations.write” (employee)')
    expect(await faultsOf(page)).toEqual([])
    await button(page, 'Apply').click()
    await see(dialog(page).getByText('2 changes take effect at once, for everybody and on every server.'))
    await button(dialog(page), 'Apply backoffice').click()
    await seeText(page, 'The blueprint backoffice is in force')
    await page.setViewportSize({ width: 1280, height: 800 })
    await see(link(menu(page), 'Who may what'))
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Download as YAML').click()])
    expect(download.suggestedFilename()).toBe('backoffice.yaml')
  })
})
