/** Delegated administration at a browser: making, restricting and deleting users, and what they themselves meet. */
import { expect, test } from 'vitest'
import { during, goodPassword, startInstallation } from './installation.ts'
import { violations } from './looks.ts'
import { act, button, chooseRole, dialog, field, gone, heading, row, see, seeText, settled, signIn } from './steps.ts'

const the = during(() => startInstallation('channel'))
const initial = 'borrowed-kettle-tuesday-51'

test('CH4 CH5 CH6 CH10 OR16: a user is created, is in the list at once, and chooses their own password at the first sign-in', async () => {
  const { visit, root } = the()
  const { organization } = root
  await root.api.policies.set({ organization, policy: 'password.admin_set', value: 'initial' })
  const { page } = await visit(root, { at: `/o/${root.organization}/users` })
  await button(page, 'Create user').click()
  await settled(() => new URL(page.url()).searchParams.get('create')).toBe('true')
  await button(dialog(page), 'Save').click()
  await seeText(page, 'Required')
  await field(dialog(page), 'E-mail address').fill('nia@example.com')
  await field(dialog(page), 'First name').fill('Nia')
  await field(dialog(page), 'Last name').fill('New')
  await field(dialog(page), 'Phone').fill('+4930123456')
  await chooseRole(page, 'Role', 'Platform User')
  await page.getByRole('radio', { name: 'By a one-time password that you give them' }).check()
  await field(dialog(page), 'Initial password').fill(initial)
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'reports/administration-create.png' })
  await button(dialog(page), 'Save').click()
  await gone(dialog(page))
  await see(row(page, 'nia@example.com'))
  // Elsewhere another length holds.
  const { id } = await root.api.organizations.create({ organization, name: 'Long Words' })
  const rules = { minLength: 22, leakedCheck: true }
  await root.api.policies.set({ organization: id, policy: 'password.rules', value: rules })
  const elsewhere = await visit(root, { at: `/o/${id}/users?create=true` })
  await elsewhere.page.getByRole('radio', { name: 'By a one-time password that you give them' }).check()
  await see(dialog(elsewhere.page).getByText('At least 22 characters'))

  const theirs = await visit()
  theirs.tolerate(/^403 GET \/api\/v1\/me$/)
  await theirs.go('/sign-in')
  await signIn(theirs.page, 'nia@example.com', initial)
  await see(heading(theirs.page, 'Choose your password'))
  await theirs.page.reload()
  await theirs.go('/')
  await see(heading(theirs.page, 'Choose your password'))
  expect(await violations(theirs.page)).toEqual([])
  await theirs.page.screenshot({ path: 'reports/administration-choose.png' })
  await field(theirs.page, 'Password you were given').fill(initial)
  await field(theirs.page, 'New password').fill(goodPassword)
  await button(theirs.page, 'Save and continue').click()
  await see(heading(theirs.page, /Nia/))
})

test('CH14 CH20 CH21: flags are switched where they stand; deleting takes the typed address', async () => {
  const { visit, root } = the()
  const made = await root.api.users.create({
    organization: root.organization,
    email: 'gone@example.com',
    firstName: 'Gus',
    lastName: 'Gone',
    role: 'platform-user',
  })
  const { page } = await visit(root, { at: `/o/${root.organization}/users` })
  await see(row(page, 'gone@example.com'))
  expect((await page.getByRole('columnheader').allInnerTexts()).map((it) => it.trim())).toContain('Scope')
  await page.goto(`/o/${root.organization}/users/${made.id}`)
  const flag = page.getByRole('switch', { name: 'Second factor required' })
  await flag.click({ force: true })
  await seeText(page, 'changed whether a second factor is required')
  const shown = await root.api.users.show({ organization: root.organization, user: made.id })
  expect(shown.mfaRequired).toBe(true)
  // What would shut somebody out at once is asked about first.
  await page.getByRole('switch', { name: 'Federated Only' }).click({ force: true })
  await seeText(page, 'Without an active connection')
  // Escape ends the question, and not what it was asked about.
  await page.keyboard.press('Escape')
  await gone(page.getByText('Without an active connection'))
  await see(page.getByRole('switch', { name: 'Federated Only' }))
  expect((await root.api.users.show({ organization: root.organization, user: made.id })).federatedOnly).toBe(false)
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'reports/administration-user.png' })
  await page.goto(`/o/${root.organization}/users`)
  await act(page, 'Gus Gone', 'Delete permanently')
  await button(dialog(page), 'Delete Gus').click()
  await seeText(page, 'This is not the address.')
  await field(dialog(page), 'Type gone@example.com').fill('gone@example.com')
  await button(dialog(page), 'Delete Gus').click()
  await gone(row(page, 'gone@example.com'))
})

test('OR20 OR25: what policies close is not offered; a user who can be restored is found by a filter and comes back deactivated', async () => {
  const { visit, root } = the()
  const at = await root.api.organizations.create({ organization: root.organization, name: 'Careful Distributor' })
  const set = (policy: 'onboarding.modes' | 'user.removal', value: unknown) =>
    root.api.policies.set({ organization: at.id, policy, value })
  const names = { firstName: 'Rea', lastName: 'Return' }
  const email = 'rea@example.com'
  await root.api.users.create({ organization: at.id, email, ...names, role: 'distributor-user' })
  await set('user.removal', { mode: 'off', days: 30 })
  await set('onboarding.modes', ['link'])
  const { page } = await visit(root, { at: `/o/${at.id}/users` })
  await see(row(page, email))
  await gone(button(page, 'Create user'))
  await see(button(page, 'Invite user'))
  await page.getByRole('button', { name: 'Actions for Rea Return' }).click()
  await see(page.getByRole('menuitem', { name: 'Change e-mail address' }))
  expect(await page.getByRole('menuitem', { name: /^(Delete|Unlock)/ }).count()).toBe(0)

  await set('user.removal', { mode: 'restorable', days: 14 })
  await set('onboarding.modes', ['credentials'])
  await page.reload()
  await see(button(page, 'Create user'))
  await gone(button(page, 'Invite user'))
  await act(page, 'Rea Return', 'Delete')
  await see(dialog(page).getByText('You can restore them for 14 days'))
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: 'reports/administration-restorable.png' })
  await button(dialog(page), 'Delete Rea').click()
  await gone(row(page, email))
  await page.goto(`/o/${at.id}/users?status=deleted`)
  await see(row(page, email).getByText('Deleted'))
  await act(page, 'Rea Return', 'Restore')
  await seeText(page, 'Rea Return is back, deactivated.')
  await gone(row(page, email))
  const { items } = await root.api.users.list({ organization: at.id, search: email })
  expect(items[0]).toMatchObject({ status: 'inactive', purgeAt: null })

  await page.goto(`/o/${at.id}/users?create=true`)
  await see(page.getByRole('radio', { name: /^By a one-time password in their mail/ }))
  expect(await page.getByRole('radio').count()).toBe(1)
  await page.screenshot({ path: 'reports/administration-ways.png' })
})

test('OR5: somebody who has a password here confirms with it the account that was made for them elsewhere', async () => {
  const { visit, root, join, tenant, mailbox } = the()
  const north = await tenant('North')
  const ada = await join(north.id, 'ada@example.com', 'distributor-user')
  const south = await tenant('South')
  const names = { firstName: 'Ada', lastName: 'Example' }
  await root.api.users.create({ organization: south.id, email: ada.email, ...names, role: 'distributor-user' })
  const { token } = await mailbox.next(ada.email, 2)
  const { page } = await visit(undefined, { at: `/join#${token}` })
  await see(heading(page, 'Confirm your account'))
  await field(page, 'Your password').fill(goodPassword)
  await button(page, 'Confirm and sign in').click()
  await seeText(page, 'South')
})

test('CH11: a new address is confirmed with one click', async () => {
  const { visit, root, mailbox } = the()
  await root.api.addresses.changeOwn({ email: 'rosa.new@example.com' })
  const { token } = await mailbox.next('rosa.new@example.com')
  const { page } = await visit(undefined, { at: `/confirm-email#${token}` })
  await button(page, 'Confirm').click()
  await see(heading(page, 'Address confirmed'))
})
