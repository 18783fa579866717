/** Organizations with codes and tiers (blueprint `organizations`): the list, creating, editing, stopping, deleting. */
import { beforeAll, expect, test } from 'vitest'
import { addPeople } from './crowd.ts'
import { during, startInstallation, type Somebody } from './installation.ts'
import { faultsOf } from './looks.ts'
import {
  act,
  button,
  dialog,
  field,
  filterBy,
  gone,
  heading,
  path,
  query,
  row,
  see,
  seeText,
  settled,
} from './steps.ts'

const the = during(() => startInstallation('organizations'))
let here = ''
let acme: { id: string; ada: Somebody }
beforeAll(async () => {
  const { root, join, query: sql } = the()
  here = `/o/${root.organization}/organizations`
  const { id } = await root.api.organizations.create({
    organization: root.organization,
    name: 'Acme Ltd',
    code: 'ACME',
    description: 'Makes everything.',
    tier: 'team',
    host: 'acme.example.com',
  })
  acme = { id, ada: await join(id, 'ada@example.com', 'org-admin') }
  await addPeople(sql, id, 11, ['user', 'user'])
})

test('OR6: the list shows name, code, description, tier, and the actions edit and delete', async () => {
  const { page } = await the().visit(the().root, { at: here })
  await see(row(page, 'Acme Ltd'))
  expect((await page.getByRole('columnheader').allInnerTexts()).map((it) => it.trim())).toEqual([
    'Name',
    'Code',
    'Description',
    'Tier',
    'Status',
    'Users',
    'Invited',
    'Actions',
  ])
  const cells = row(page, 'Acme Ltd').getByRole('cell')
  expect((await cells.allInnerTexts()).slice(0, 7)).toEqual([
    'Acme Ltd',
    'ACME',
    'Makes everything.',
    'Team',
    'Active',
    '12',
    '0',
  ])
  await page.getByRole('button', { name: 'Actions for Acme Ltd' }).click()
  await page.getByRole('menuitem').first().waitFor()
  expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Open', 'Edit', 'Change tier', 'Suspend', 'Delete'])
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await field(dialog(page), 'Description').fill('Makes nearly everything.')
  await button(dialog(page), 'Save').click()
  await seeText(page, 'Acme Ltd saved')
  await see(row(page, 'Makes nearly everything.'))
})

test('OR7: only an Admin opens the Organizations page', async () => {
  const { join, visit, root } = the()
  const { page } = await visit(root, { at: '/' })
  await see(heading(page, 'Organizations'))
  expect(path(page)).toBe(here)
  const ada = await visit(acme.ada, { at: '/' })
  await see(heading(ada.page, 'Users'))
  const menu = ada.page.getByRole('navigation', { name: 'Main' })
  expect(await menu.getByRole('link').allInnerTexts()).not.toContain('Organizations')
  ada.tolerate(/^404 GET /)
  await ada.go(here)
  await see(heading(ada.page, 'Not found'))
  await ada.go(`/o/${acme.id}/organizations`)
  await see(heading(ada.page, 'Nothing lies below Acme Ltd'))
  const bob = await visit(await join(acme.id, 'bob@example.com', 'user'), { at: '/' })
  bob.tolerate(/^40[34] GET /)
  await bob.go(`/o/${acme.id}/organizations`)
  await see(heading(bob.page, 'You cannot see this page'))
})

test('OR8: an organization is created with name, code, description and tier, and what cannot be is refused beside its field', async () => {
  const { page, tolerate } = await the().visit(the().root, { at: here })
  await button(page, 'Create Organization').first().click()
  const form = dialog(page)
  await button(form, 'Create').click()
  await settled(() => form.getByText('Required.').count()).toBe(2)
  await field(form, 'Name').fill('x'.repeat(500))
  await field(form, 'Code').fill('no spaces')
  await field(form, 'Description').fill('d'.repeat(501))
  await field(form, 'Host name').fill('not a host')
  await button(form, 'Create').click()
  await seeText(page, 'At most 120 characters.')
  await seeText(page, /^Letters, digits, dots, dashes and underscores only/)
  await seeText(page, 'At most 500 characters.')
  await seeText(page, /^Not a host name\./)
  tolerate(/^409 POST /)
  await field(form, 'Name').fill('Beta <b>& Söhne</b>')
  await field(form, 'Code').fill('ACME')
  await field(form, 'Description').fill('')
  await field(form, 'Host name').fill('acme.example.com')
  await button(form, 'Create').click()
  await seeText(page, 'Another organization has this code.')
  expect(await field(form, 'Code').getAttribute('aria-invalid')).toBe('true')
  await field(form, 'Code').fill('BETA')
  await button(form, 'Create').click()
  await seeText(page, 'Another organization has this host name.')
  await field(form, 'Host name').fill('')
  await form.getByLabel('Tier').selectOption('Enterprise')
  await seeText(page, /^For whole companies\./)
  await button(form, 'Create').click()
  await see(heading(page, 'Beta <b>& Söhne</b>'))
  await seeText(page, 'BETA')
  await seeText(page, 'Enterprise')
  // Whoever holds the right changes it later; an Org Admin reads it.
  await button(page, 'Change tier').click()
  await dialog(page).getByLabel('Tier').selectOption('None')
  await button(dialog(page), 'Change tier').click()
  await seeText(page, 'No tier')
  const { page: hers } = await the().visit(acme.ada, { at: `/o/${acme.id}/info` })
  await seeText(hers, 'acme.example.com')
  expect(await button(hers, 'Change tier').count()).toBe(0)
  expect(await button(hers, 'Delete').count()).toBe(0)
})

test('OR6: what somebody else changed meanwhile is said, and replaced only by saving again', async () => {
  const { root, visit } = the()
  const { id } = await root.api.organizations.create({
    organization: root.organization,
    name: 'Twice Ltd',
    code: 'TWICE',
  })
  const { page, tolerate } = await visit(root, { at: `${here}?search=twice` })
  await act(page, 'Twice Ltd', 'Edit')
  await field(dialog(page), 'Description').fill('Mine')
  await root.api.organizations.update({ organization: id, description: 'Theirs' })
  tolerate(/^412 PATCH /)
  await button(dialog(page), 'Save').click()
  await seeText(page, /^Somebody changed it while you were editing\./)
  await button(dialog(page), 'Save').click()
  await gone(dialog(page))
  await see(row(page, 'Mine'))
})

test('OR11: an organization is suspended with what stops in numbers, shown as such, and resumed', async () => {
  const { root, visit } = the()
  const { page } = await visit(root, { at: here })
  await act(page, 'Acme Ltd', 'Suspend')
  await see(dialog(page).getByText(/^1[23] users can no longer sign in$/))
  await field(dialog(page), 'Reason').fill('Unpaid')
  await button(dialog(page), 'Suspend Acme Ltd').click()
  await see(row(page, 'Acme Ltd').getByText('Suspended'))
  expect((await acme.ada.send('GET', '/me')).status).not.toBe(200)
  // An administrator who stands there is told.
  await page.getByRole('link', { name: 'Acme Ltd' }).click()
  await seeText(page, 'Acme Ltd is suspended: nobody in it or below it can sign in.')
  expect(await button(page, 'Invite user').count()).toBe(0)
  await button(page, 'Resume').click()
  await button(dialog(page), 'Resume Acme Ltd').click()
  await seeText(page, 'Acme Ltd is active again')
  await gone(page.getByText('Acme Ltd is suspended:'))
  expect((await root.api.organizations.show({ organization: acme.id })).standing).toBe('active')
})

test('OR11: an organization is deleted after its code is typed, found by the filter, and restored', async () => {
  const { root, visit, query: sql } = the()
  const doomed = { organization: root.organization, name: 'Doomed Ltd', code: 'DOOM' }
  const { id } = await root.api.organizations.create(doomed)
  await addPeople(sql, id, 3, ['user', 'user'])
  const { page, tolerate } = await visit(root, { at: `/o/${id}/info` })
  await button(page, 'Delete').click()
  await see(dialog(page).getByText('3 users are deleted'))
  const confirm = button(dialog(page), 'Delete Doomed Ltd')
  expect(await confirm.isDisabled()).toBe(true)
  await field(dialog(page), 'Type its code, DOOM').fill('doom')
  expect(await confirm.isDisabled()).toBe(true)
  await field(dialog(page), 'Type its code, DOOM').fill('DOOM')
  // Somebody changed it in the meantime: said, and done with the next click.
  await root.api.organizations.update({ organization: id, description: 'Changed' })
  tolerate(/^412 POST /)
  await confirm.click()
  await see(dialog(page).getByText(/Somebody changed this while you were looking at it/))
  await confirm.click()
  await seeText(page, /^Doomed Ltd is deleted: nobody/)
  await seeText(page, /It can be restored until \d/)
  await page.goto(here)
  await see(row(page, 'Acme Ltd'))
  expect(await row(page, 'Doomed Ltd').count()).toBe(0)
  await filterBy(page, 'Deleted')
  await see(row(page, 'Doomed Ltd').getByText(/^until \d/))
  expect(query(page)).toEqual({ standing: 'deleted' })
  await act(page, 'Doomed Ltd', 'Restore')
  await button(dialog(page), 'Restore Doomed Ltd').click()
  await seeText(page, 'Doomed Ltd is restored')
  await see(heading(page, 'Nothing matches'))
  expect((await root.api.organizations.show({ organization: id })).standing).toBe('active')
})

test('OR11: the question before a deletion has no faults for eyes and hands, in light, dark and at phone width', async () => {
  const { page } = await the().visit(the().root, { at: `/o/${acme.id}/info` })
  await button(page, 'Delete').click()
  await see(dialog(page).getByText(/users are deleted/))
  expect(await faultsOf(page)).toEqual([])
})

test('OR6: descriptions have a column where an organization in the list has one', async () => {
  const { api, organization } = the().root
  await api.organizations.create({ organization, name: 'Plain Ltd', code: 'PLAIN' })
  const { page } = await the().visit(the().root, { at: `${here}?search=Plain` })
  await see(row(page, 'Plain Ltd'))
  expect(await page.getByRole('columnheader', { name: 'Description' }).count()).toBe(0)
})
