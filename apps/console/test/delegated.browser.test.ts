/** Delegated administration at a browser: who holds what where, moves, own roles, other addresses, and the way in from the top. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { during, goodPassword, startInstallation } from './installation.ts'
import { faultsOf, violations } from './looks.ts'
import {
  act,
  button,
  chooseRole,
  dialog,
  field,
  gone,
  heading,
  options,
  path,
  row,
  see,
  seeText,
  settled,
} from './steps.ts'

const the = during(() => startInstallation('channel'))
const pick = async (page: Page, label: string, name: string) => {
  await field(dialog(page), label).click()
  await field(dialog(page), label).fill(name)
  await options(page).filter({ hasText: name }).first().click()
}
const grow = async (name: string) => {
  const { api, organization } = the().root
  const distributor = await api.organizations.create({ organization, name: `${name} Distributor` })
  const partner = await api.organizations.create({ organization: distributor.id, name: `${name} Partner` })
  const tenant = await api.organizations.create({ organization: partner.id, name: `${name} Tenant` })
  return { distributor, partner, tenant }
}
const made = (organization: string, email: string, role: string) =>
  the().root.api.users.create({ organization, email, firstName: 'Mia', lastName: 'Made', role })

test('CH7 CH12: the scope is picked when a user is created, and changed later together with the role', async () => {
  const { visit, root } = the()
  const { distributor, partner, tenant } = await grow('East')
  const at = `/o/${distributor.id}/users`
  const { page, tolerate } = await visit(root, { at: `${at}?create=true` })
  await field(dialog(page), 'E-mail address').fill('mia.east@example.com')
  await field(dialog(page), 'First name').fill('Mia')
  await field(dialog(page), 'Last name').fill('Made')
  await chooseRole(page, 'Role', 'Distributor User')
  await pick(page, 'Scope', 'East Tenant')
  expect(await page.getByRole('combobox', { name: 'Role', exact: true }).inputValue()).toBe('')
  await chooseRole(page, 'Role', 'Tenant User')
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'reports/delegated-create.png' })
  await button(dialog(page), 'Save').click()
  await gone(dialog(page))
  const [mia] = (await root.api.users.list({ organization: distributor.id })).items
  expect(mia).toMatchObject({ scope: { id: tenant.id }, role: { key: 'tenant-user' } })

  await act(page, 'Mia Made', 'Change role and scope')
  await pick(page, 'Scope', 'East Partner')
  tolerate(/^422 PUT /)
  await button(dialog(page), 'Change').click()
  await seeText(page, 'This role does not exist here.')
  await chooseRole(page, 'Role', 'Partner Admin')
  await field(dialog(page), 'Reason').fill('Runs the partner now.')
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'reports/delegated-scope.png' })
  await button(dialog(page), 'Change').click()
  await seeText(page, 'Mia Made is now Partner Administrator in East Partner')
  const changed = await root.api.users.show({ organization: distributor.id, user: mia?.id ?? '' })
  expect(changed).toMatchObject({ scope: { id: partner.id }, role: { key: 'partner-admin' } })
  await page.goto(`${at}/${changed.id}`)
  await button(dialog(page), 'Change role and scope').click()
  const asking = page.getByRole('dialog', { name: 'Role and scope of Mia Made' })
  await settled(() => field(asking, 'Scope').inputValue()).toBe('East Partner')
})

test('CH13: a user is moved to another organization with a role there; whoever looks at them goes along', async () => {
  const { visit, root } = the()
  const { partner, tenant } = await grow('West')
  const mia = await made(tenant.id, 'mia.west@example.com', 'tenant-user')
  await root.api.policies.set({ organization: tenant.id, policy: 'reason.required', value: ['move_user'] })
  const { page, tolerate } = await visit(root, { at: `/o/${tenant.id}/users/${mia.id}` })
  await dialog(page).getByRole('button', { name: 'Actions for Mia Made' }).click()
  await page.getByRole('menuitem', { name: 'Move to another organization' }).click()
  const asking = page.getByRole('dialog', { name: 'Move Mia Made to another organization?' })
  const choose = async (name: string) => {
    await field(asking, 'New organization').click()
    await field(asking, 'New organization').fill(name)
    await options(page).filter({ hasText: name }).first().click()
  }
  await field(asking, 'Reason').fill('To see.')
  await choose('West Tenant')
  await chooseRole(page, 'Role there', 'Tenant User')
  tolerate(/^409 POST /)
  await button(asking, 'Move Mia').click()
  await seeText(page, 'The user is in this organization already.')
  await choose('West Partner')
  await chooseRole(page, 'Role there', 'Partner User')
  await field(asking, 'Reason').fill('')
  await see(asking.getByText('From West Tenant to West Partner.'))
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'reports/delegated-move.png' })
  await button(asking, 'Move Mia').click()
  await see(asking.getByText('Required'))
  await field(asking, 'Reason').fill('Works for the partner now.')
  await root.api.users.update({ organization: tenant.id, user: mia.id, phone: '+4930123456' })
  tolerate(/^412 POST /)
  await button(asking, 'Move Mia').click()
  await seeText(page, 'Somebody changed this while you were looking at it.')
  await see(dialog(page).getByText('+4930123456'))
  await button(asking, 'Move Mia').click()
  await seeText(page, 'Mia Made is now in West Partner')
  await settled(() => path(page)).toBe(`/o/${partner.id}/users/${mia.id}`)
  await seeText(page, 'moved this user')
  const now = await root.api.users.show({ organization: partner.id, user: mia.id })
  expect(now).toMatchObject({ organization: { id: partner.id }, role: { key: 'partner-user' } })
})

test('CH11: another address is asked for by an administrator, or by oneself with a fresh proof; it counts once confirmed', async () => {
  const { visit, root, join, mailbox, query } = the()
  const { tenant } = await grow('North')
  const ada = await join(tenant.id, 'ada.north@example.com', 'tenant-user')
  const { page, tolerate } = await visit(root, { at: `/o/${tenant.id}/users` })
  await act(page, 'Ada.north Example', 'Change e-mail address')
  await button(dialog(page), 'Send link').click()
  await seeText(page, 'Required')
  tolerate(/^422 POST /)
  await field(dialog(page), 'New e-mail address').fill(ada.email)
  await button(dialog(page), 'Send link').click()
  await seeText(page, 'This is the address already in use.')
  await field(dialog(page), 'New e-mail address').fill('ada.renamed@example.com')
  expect(await violations(page)).toEqual([])
  await button(dialog(page), 'Send link').click()
  await seeText(page, 'A link to confirm the address is on its way to ada.renamed@example.com')
  await see(row(page, ada.email))
  expect((await mailbox.next('ada.renamed@example.com')).token).toBeTruthy()

  const own = await visit(ada, { at: '/profile' })
  own.tolerate(/^422 POST /, /^403 POST /)
  await query(`update sessions set proved_at = now() - interval '11 minutes'`, [])
  await field(own.page, 'New e-mail address').fill('ada.own@example.com')
  await own.page.getByRole('main').getByRole('button', { name: 'Send link' }).click()
  await field(dialog(own.page), 'Your password').fill('not-the-password')
  await button(dialog(own.page), 'Confirm').click()
  await seeText(own.page, 'This is not the current password.')
  await field(dialog(own.page), 'Your password').fill(goodPassword)
  await button(dialog(own.page), 'Confirm').click()
  await seeText(own.page, 'A link is on its way to ada.own@example.com.')
  expect(await violations(own.page)).toEqual([])
  await own.page.screenshot({ path: 'reports/delegated-profile.png', fullPage: true })
  const { token } = await mailbox.next('ada.own@example.com')
  const opened = await visit(undefined, { at: `/confirm-email#${token}` })
  await button(opened.page, 'Confirm').click()
  await see(heading(opened.page, 'Address confirmed'))
  await page.reload()
  await see(row(page, 'ada.own@example.com'))
})

test('CH11: an address that is not confirmed yet is shown where the user is, and taken back there', async () => {
  const { visit, root } = the()
  const { tenant } = await grow('Waiting')
  const mia = await made(tenant.id, 'mia.waiting@example.com', 'tenant-user')
  await root.api.addresses.change({ organization: tenant.id, user: mia.id, email: 'mia.renamed@example.com' })
  const { page } = await visit(root, { at: `/o/${tenant.id}/users/${mia.id}` })
  await see(dialog(page).getByText('mia.renamed@example.com is not confirmed yet'))
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'reports/delegated-pending.png' })
  await button(dialog(page), 'Cancel change').click()
  await seeText(page, 'The change of address is cancelled')
  await gone(dialog(page).getByText('is not confirmed yet'))
  await seeText(page, 'cancelled the change of address')
})

test('CH3 CH6: an organization’s own role is made of what one holds, changed, and deleted once nobody holds it', async () => {
  const { visit, root, join } = the()
  const { distributor } = await grow('South')
  const dora = await join(distributor.id, 'dora.south@example.com', 'distributor-admin', { firstName: 'Dora' })
  const { page, tolerate } = await visit(dora, { at: `/o/${distributor.id}/roles` })
  await button(page, 'Create role').click()
  // What she does not hold is not there to be checked.
  const box = (name: string) => dialog(page).getByRole('checkbox', { name, exact: true })
  await see(box('See users and their change records'))
  expect(await box('Apply a blueprint').count()).toBe(0)
  const offered = await dialog(page)
    .getByRole('group', { name: 'May do' })
    .getByRole('checkbox')
    .evaluateAll((all) => all.map((it) => it.closest('div')?.parentElement?.textContent))
  expect(offered[0]).toBe('See the organization and its settings')
  await button(dialog(page), 'Save').click()
  await settled(() => dialog(page).getByText('Required').count()).toBe(3)
  await field(dialog(page), 'Name').fill('Front desk')
  await field(dialog(page), 'What it is for').fill('Lets people in.')
  for (const name of ['See users and their change records', 'Create users directly', 'Distributor User'])
    await box(name).check()
  expect(await faultsOf(page)).toEqual([])
  await page.screenshot({ path: 'reports/delegated-role.png' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await button(dialog(page), 'Save').click()
  await seeText(page, 'Role Front desk is created')
  await see(heading(page, 'Front desk'))
  await button(page, 'Edit Front desk').click()
  await settled(() => new URL(page.url()).searchParams.has('edit')).toBe(true)
  await field(dialog(page), 'Name').fill('Reception')
  await button(dialog(page), 'Save').click()
  await seeText(page, 'Role Reception is changed')
  const own = (await dora.api.roles.list({ organization: distributor.id })).items.find(({ custom }) => custom)
  expect(own).toMatchObject({ label: 'Reception', assigns: [{ key: 'distributor-user' }] })
  const mia = await made(distributor.id, 'mia.south@example.com', own?.key ?? '')
  tolerate(/^409 DELETE /)
  await button(page, 'Delete Reception').click()
  await button(dialog(page), 'Delete').click()
  await see(dialog(page).getByRole('listitem').filter({ hasText: 'Mia Made' }))
  expect(await violations(page)).toEqual([])
  await root.api.users.changeRole({ organization: distributor.id, user: mia.id, role: 'distributor-user' })
  await button(dialog(page), 'Delete').click()
  await seeText(page, 'Role Reception is deleted')
  await gone(heading(page, 'Reception'))
})
