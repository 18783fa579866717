/** The people of a tenant: finding them, and doing something about them. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addPeople } from './crowd.ts'
import { during, goodPassword, startInstallation, type Somebody } from './installation.ts'
import {
  act,
  button,
  chooseRole,
  dialog,
  field,
  filterBy,
  gone,
  heading,
  link,
  query,
  row,
  see,
  seeText,
  settled,
  signIn,
} from './steps.ts'

const the = during(startInstallation)
const names = (page: Page) => page.locator('tbody tr td:first-child a').allInnerTexts()

/** A tenant of 121: Ada, its administrator, and 120 with numbered names. */
let crowd: { id: string; ada: Somebody }
beforeAll(async () => {
  const { tenant, join, query: sql } = the()
  const { id } = await tenant('Crowd Ltd')
  const ada = await join(id, 'ada@example.com', 'admin')
  await addPeople(sql, id, 120)
  crowd = { id, ada }
})

test('BO12: the list shows name and e-mail, role, status, last sign-in and actions', async () => {
  const { visit } = the()
  const { page } = await visit(crowd.ada, { at: `/o/${crowd.id}/users` })
  await see(row(page, 'Ada Example'))
  expect((await page.getByRole('columnheader').allInnerTexts()).map((it) => it.trim())).toEqual([
    'User',
    'Role',
    'Status',
    'Last sign-in',
    'Last active',
    'Actions',
  ])
  const cells = row(page, 'Ada Example').getByRole('cell')
  expect(await cells.nth(0).innerText()).toMatch(/Ada Example\s+ada@example\.com/)
  expect(await cells.nth(1).getByRole('combobox').inputValue()).toBe('Admin')
  expect(await cells.nth(2).innerText()).toBe('Active')
  expect(await cells.nth(3).innerText()).toMatch(/now|seconds? ago|minute/)
  expect(await row(page, 'Person 001').getByRole('cell').nth(3).innerText()).toBe('Never')
  await page.getByRole('button', { name: 'Actions for Ada Example' }).click()
  await see(page.getByRole('menuitem', { name: 'Reset password' }))
})

test('BO13: the list holds the users of this tenant and of no other', async () => {
  const { visit, tenant, join } = the()
  const other = await tenant('Other Ltd')
  const olga = await join(other.id, 'olga@example.com', 'admin')
  const { page, go, tolerate } = await visit(olga, { at: `/o/${other.id}/users` })
  await seeText(page, '1 user')
  expect(await names(page)).toEqual(['Olga Example'])
  await field(page, 'Search name or e-mail').fill('Person')
  await see(heading(page, 'No user matches'))
  tolerate(/^404 GET /)
  await go(`/o/${crowd.id}/users`)
  await see(heading(page, 'Not found'))
})

test('BO12: search answers while one types, filters are chips in the address, and back, reload and a colleague see the same', async () => {
  const { visit } = the()
  const { page } = await visit(crowd.ada, { at: `/o/${crowd.id}/users` })
  await seeText(page, '121 users')
  const search = field(page, 'Search name or e-mail')
  await search.pressSequentially('person 02', { delay: 5 })
  await seeText(page, '10 users')
  expect(await names(page)).toEqual(Array.from({ length: 10 }, (_, at) => `Person 0${at + 20}`))
  expect(query(page)).toMatchObject({ search: 'person 02' })

  await filterBy(page, 'View Only')
  await seeText(page, '3 users')
  await filterBy(page, 'Inactive')
  await seeText(page, '1 user')
  expect(query(page)).toEqual({ search: 'person 02', role: 'viewer', status: 'inactive' })

  // The same list after a reload, for a colleague, and on the way back from a user's page.
  await page.reload()
  await seeText(page, '1 user')
  expect(await search.inputValue()).toBe('person 02')
  const { page: colleague } = await visit(the().root, { at: page.url() })
  await seeText(colleague, '1 user')
  await page.locator('tbody a').first().click()
  await see(dialog(page))
  await page.goBack()
  await gone(dialog(page))
  expect(query(page)).toMatchObject({ role: 'viewer', status: 'inactive' })

  await button(page, 'Remove filter Status: Inactive').click()
  await seeText(page, '3 users')
  await button(page, 'Remove filter Role: View Only').click()
  await seeText(page, '10 users')
  await search.fill('nobody is called this')
  await see(heading(page, 'No user matches'))
  await button(page, 'Clear search and filters').click()
  await seeText(page, '121 users')
  expect(await search.inputValue()).toBe('')
})

test('BO12: the list is sorted by its column heads and loaded in pages', async () => {
  const { visit } = the()
  const { page } = await visit(crowd.ada, { at: `/o/${crowd.id}/users` })
  await settled(async () => (await names(page)).length).toBe(50)
  await seeText(page, '50 shown')
  await button(page, 'Load more').click()
  await settled(async () => (await names(page)).length).toBe(100)
  await button(page, 'Load more').click()
  await settled(async () => (await names(page)).length).toBe(121)
  await gone(button(page, 'Load more'))
  const all = await names(page)
  expect(new Set(all).size).toBe(121)
  expect(all).toEqual([...all].sort())

  const head = page.getByRole('columnheader', { name: 'User' })
  await button(head, 'User').click()
  await settled(async () => (await names(page))[0]).toBe('Person 120')
  expect(await head.getAttribute('aria-sort')).toBe('descending')
  expect(query(page)).toEqual({ sort: 'name', order: 'desc' })
  await page.reload()
  await settled(async () => (await names(page))[0]).toBe('Person 120')
  await button(page.getByRole('columnheader', { name: 'Last sign-in' }), 'Last sign-in').click()
  await button(page.getByRole('columnheader', { name: 'Last sign-in' }), 'Last sign-in').click()
  await settled(async () => (await names(page))[0]).toBe('Ada Example')
})

test('BO16 BO17 BO40: the role is chosen in the row, each with what it is for, and undone from the toast', async () => {
  const { visit, tenant, join, root } = the()
  const { id } = await tenant('Roles Ltd')
  const ada = await join(id, 'ada.roles@example.com', 'admin')
  const bob = await join(id, 'bob.roles@example.com', 'employee', { firstName: 'Bob' })
  const role = async () => (await root.api.users.show({ organization: id, user: bob.user })).role.label
  const { page } = await visit(ada, { at: `/o/${id}/users` })
  const picker = page.getByRole('combobox', { name: 'Role of Bob Example' })
  await picker.click()
  const options = page.getByRole('option')
  await settled(() => options.count()).toBe(3)
  for (const { label, description } of (await ada.api.roles.list({ organization: id })).items)
    expect(await page.getByRole('option', { name: `${label} ${description}` }).count(), label).toBe(1)
  await page.getByRole('option', { name: /^View Only/ }).click()
  await seeText(page, 'Bob Example is now View Only')
  expect(await role()).toBe('View Only')
  await button(page, 'Undo').click()
  await seeText(page, 'Bob Example is now Employee')
  expect(await role()).toBe('Employee')
  // Nobody changes their own.
  expect(await page.getByRole('combobox', { name: /^Role of Ada/ }).isDisabled()).toBe(true)
  // What each role may do can be read.
  await link(page, 'Roles').click()
  for (const label of ['Admin', 'Employee', 'View Only']) await see(heading(page, label))
  await see(page.getByRole('cell', { name: 'Yes' }))
})

test('BO19 BO22: deactivation is asked about, can be refrained from, and undone', async () => {
  const { visit, tenant, join, root } = the()
  const { id } = await tenant('Leavers Ltd')
  const ada = await join(id, 'ada.leavers@example.com', 'admin')
  const bob = await join(id, 'bob.leavers@example.com', 'employee', { firstName: 'Bob' })
  const status = async () => (await root.api.users.show({ organization: id, user: bob.user })).status
  const { page } = await visit(ada, { at: `/o/${id}/users` })
  await act(page, 'Bob Example', 'Deactivate')
  await seeText(page, 'They are out at once: open sessions end and links sent to them no longer work.')
  await button(dialog(page), 'Cancel').click()
  await gone(dialog(page))
  expect(await status()).toBe('active')
  await act(page, 'Bob Example', 'Deactivate')
  await button(dialog(page), 'Deactivate Bob').click()
  await see(row(page, 'Bob Example').getByText('Inactive'))
  expect(await status()).toBe('inactive')
  await button(page, 'Undo').click()
  await seeText(page, 'Bob Example is active again and can sign in')
  await see(row(page, 'Bob Example').getByText('Active', { exact: true }))
  expect(await status()).toBe('active')
})

test('BO24: an administrator sends a reset mail, whose link sets a new password once', async () => {
  const { visit, tenant, join, mailbox } = the()
  const { id } = await tenant('Forgetful Ltd')
  const ada = await join(id, 'ada.forgetful@example.com', 'admin')
  const bob = await join(id, 'bob.forgetful@example.com', 'employee', { firstName: 'Bob' })
  const { page } = await visit(ada, { at: `/o/${id}/users` })
  await act(page, 'Bob Example', 'Reset password')
  await button(dialog(page), 'Send link to Bob').click()
  await seeText(page, `A link to set a new password is on its way to ${bob.email}`)
  const { link: address } = await mailbox.next(bob.email, 2)
  const { page: his, tolerate } = await visit(undefined, { at: address ?? '' })
  await seeText(his, `For ${bob.email}`)
  await field(his, 'New password').fill('a wholly different phrase 7')
  await button(his, 'Set password').click()
  await seeText(his, 'Your password is set. Sign in with it.')
  tolerate(/^401 POST /, /^409 POST /)
  await signIn(his, bob.email, goodPassword)
  await seeText(his, /^E-mail address or password is not right/)
  await field(his, 'Password').fill('a wholly different phrase 7')
  await button(his, 'Sign in').click()
  await see(heading(his, 'Welcome, Bob'))
  await his.goto(address ?? '')
  await see(heading(his, 'This link has already been used'))
})

test('BO16 BO19: what the server refuses is said in words, with the request’s id where one stays on the page, and the row shows what is', async () => {
  const { visit, tenant, join, root } = the()
  const { id } = await tenant('Refusals Ltd')
  const ada = await join(id, 'ada.refusals@example.com', 'admin')
  const bob = await join(id, 'bob.refusals@example.com', 'employee', { firstName: 'Bob' })
  const { page, tolerate } = await visit(ada, { at: `/o/${id}/users` })
  await see(row(page, 'Bob Example'))
  // Somebody else was quicker.
  await root.api.users.changeRole({ organization: id, user: bob.user, role: 'viewer' })
  tolerate(/^412 /, /^500 /)
  await chooseRole(page, 'Role of Bob Example', 'Admin')
  await seeText(page, 'Somebody changed this while you were looking at it.')
  await settled(() => page.getByRole('combobox', { name: 'Role of Bob Example' }).inputValue()).toBe('View Only')
  // And the server itself fails.
  await page.route('**/deactivate', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      json: { type: 'about:blank', title: 'Internal', status: 500, code: 'internal', requestId: 'req-4711' },
    }),
  )
  await act(page, 'Bob Example', 'Deactivate')
  await button(dialog(page), 'Deactivate Bob').click()
  await see(dialog(page).getByRole('alert').filter({ hasText: 'The server made a mistake. It has been logged.' }))
  await seeText(page, 'Request req-4711')
  await page.unroute('**/deactivate')
  await button(dialog(page), 'Deactivate Bob').click()
  await see(row(page, 'Bob Example').getByText('Inactive'))
})
