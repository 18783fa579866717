/** What everybody does for themselves. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { during, goodPassword, startInstallation } from './installation.ts'
import { button, dialog, field, gone, heading, options, path, row, see, seeText, settled, signIn } from './steps.ts'

const the = during(startInstallation)
const newPassword = 'several marmots juggle 42'

/** One of a tenant, with the role. */
async function somebody(email: string, role = 'employee') {
  const { join, tenant } = the()
  const { id, name } = await tenant(`${email.split('@')[0]} Ltd`)
  return { ...(await join(id, email, role)), tenant: name }
}
const openMenu = (page: Page) => page.getByRole('button', { name: /^(Your account|Ihr Konto)/ }).click()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

test('signing in says what is wrong, and leads to where one was going', async () => {
  const ada = await somebody('ada.signin@example.com', 'admin')
  const { page, tolerate } = await the().visit(undefined, { at: `/o/${ada.organization}/invites` })
  await see(heading(page, 'Sign in'))
  await button(page, 'Sign in').click()
  await settled(() => page.getByText('Required.').count()).toBe(2)
  tolerate(/^401 POST /)
  await signIn(page, ada.email, 'not the password')
  await seeText(page, 'E-mail address or password is not right.')
  expect(await field(page, 'Password').getAttribute('aria-invalid')).toBe('true')
  await signIn(page, 'nobody@example.com')
  await seeText(page, 'E-mail address or password is not right.')
  await signIn(page, ada.email)
  await see(heading(page, ada.tenant))
  expect(path(page)).toBe(`/o/${ada.organization}/invites`)
})

test('too many wrong passwords: one is told to wait, and how long', async () => {
  const { visit } = the()
  const { page, tolerate } = await visit(undefined, { at: '/sign-in' })
  tolerate(/^401 POST /, /^429 POST /)
  for (let wrong = 0; wrong < 8; wrong += 1)
    await the().person().send('POST', '/sessions', { email: 'guess@example.com', password: 'wrong' })
  await signIn(page, 'guess@example.com', 'wrong again')
  await seeText(page, /Too many attempts for this address\. Try again in \d+ seconds\./)
})

test('a forgotten password is set anew by a link in a mail, and only its newest works', async () => {
  const bob = await somebody('bob.forgot@example.com')
  const { mailbox, visit } = the()
  const { page, tolerate } = await visit(undefined, { at: '/sign-in' })
  const ask = async (email: string) => {
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await field(page, 'E-mail address').fill(email)
    await button(page, 'Send link').click()
    await see(heading(page, 'Check your mail'))
    await seeText(page, `If ${email} has an account`)
    await page.getByRole('link', { name: 'Back to sign-in' }).click()
  }
  await ask('nobody.forgot@example.com')
  await ask(bob.email)
  const first = await mailbox.next(bob.email, 2)
  await ask(bob.email)
  const second = await mailbox.next(bob.email, 3)
  expect(mailbox.received.some((it) => it.to === 'nobody.forgot@example.com')).toBe(false)
  tolerate(/^4\d\d POST /)
  await page.goto(first.link ?? '')
  await see(heading(page, /This link/))
  await page.goto(second.link ?? '')
  await field(page, 'New password').fill('short')
  await button(page, 'Set password').click()
  await seeText(page, 'This password is too short.')
  await field(page, 'New password').fill('passwordpassword')
  await seeText(page, 'Strength: Easy to guess')
  await button(page, 'Set password').click()
  await seeText(page, 'This password is easy to guess.')
  await field(page, 'New password').fill(newPassword)
  await button(page, 'Set password').click()
  await seeText(page, 'Your password is set. Sign in with it.')
  await signIn(page, bob.email, newPassword)
  await see(heading(page, /^Welcome/))
})

test('the profile is changed, and leaving a half-changed one is asked about', async () => {
  const bob = await somebody('bob.profile@example.com')
  const { page } = await the().visit(bob, { at: '/profile' })
  await field(page, 'First name').fill('Robert')
  await field(page, 'Phone').fill('0151 2345')
  await button(page, 'Save').click()
  await seeText(page, 'Starts with + and the country code, digits only: +4915112345678.')
  await page.getByRole('link', { name: 'Backoffice' }).click()
  await seeText(page, 'Leave without saving?')
  await button(page, 'Stay').click()
  await field(page, 'Phone').fill('+4915112345678')
  await button(page, 'Save').click()
  await seeText(page, 'Profile saved')
  await see(page.getByRole('button', { name: 'Your account: Robert Example' }))
  expect(await bob.api.profile.show()).toMatchObject({ firstName: 'Robert', phone: '+4915112345678' })
  await seeText(page, `Employee in ${bob.tenant}`)
})

test('changing the password asks for the present one and ends the other sessions', async () => {
  const bob = await somebody('bob.password@example.com')
  const { visit } = the()
  const here = await visit(undefined, { at: '/sign-in' })
  await signIn(here.page, bob.email)
  await see(heading(here.page, /^Welcome/))
  const there = await visit(bob, { at: '/profile' })
  await see(heading(there.page, 'Sessions'))

  await openMenu(here.page)
  await here.page.getByRole('menuitem', { name: 'Profile' }).click()
  const sessions = here.page.getByRole('region', { name: 'Sessions' })
  await settled(() => sessions.getByRole('listitem').count()).toBe(2)
  here.tolerate(/^4\d\d PUT /, /^4\d\d POST /)
  await field(here.page, 'Current password').fill('not it')
  await field(here.page, 'New password').fill(newPassword)
  await button(here.page, 'Change password').click()
  await seeText(here.page, 'This is not the current password.')
  await field(here.page, 'Current password').fill(goodPassword)
  await button(here.page, 'Change password').click()
  await seeText(here.page, 'Password changed. Your other sessions have ended.')
  await settled(() => sessions.getByRole('listitem').count()).toBe(1)

  there.tolerate(/^401 /)
  await there.page.getByRole('link', { name: 'Roles' }).click()
  await seeText(there.page, 'Your session has ended.')
  await signIn(there.page, bob.email, newPassword)
  await see(heading(there.page, 'Roles'))
})

test('one’s sessions are listed and ended one by one or all at once', async () => {
  const bob = await somebody('bob.sessions@example.com')
  const { visit, person } = the()
  const others = [person(), person(), person()]
  for (const other of others) await other.api.sessions.signIn({ email: bob.email, password: goodPassword })
  const { page } = await visit(bob, { at: '/profile' })
  const list = page.getByRole('region', { name: 'Sessions' })
  await settled(() => list.getByRole('listitem').count()).toBe(4)
  await see(list.getByRole('listitem').filter({ hasText: 'This one' }))
  await list
    .getByRole('button', { name: /^End session/ })
    .first()
    .click()
  await seeText(page, 'Session ended')
  await settled(() => list.getByRole('listitem').count()).toBe(3)
  await button(list, 'End all others').click()
  await seeText(page, '2 sessions ended')
  await seeText(page, 'You are signed in nowhere else.')
  for (const other of others) expect((await other.send('GET', '/me')).status).toBe(401)
})

test('somebody with accounts in two tenants joins the second with their password and switches between them', async () => {
  const { tenant, root, mailbox, visit } = the()
  const ada = await somebody('ada.two@example.com', 'admin')
  const second = await tenant('Second Ltd')
  await root.api.invitations.create({ organization: second.id, email: ada.email, role: 'viewer' })
  const { page } = await visit(undefined, { at: (await mailbox.next(ada.email, 2)).link ?? '' })
  await seeText(page, `${ada.email} already has an account here. Enter its password.`)
  await field(page, 'First name').fill('Ada')
  await field(page, 'Last name').fill('Twice')
  await field(page, 'Your password').fill(goodPassword)
  await button(page, 'Accept and sign in').click()
  await seeText(page, /gives no access to the administration of Second Ltd/)
  await openMenu(page)
  await page.getByRole('menuitemradio', { name: ada.tenant }).click()
  await seeText(page, `You now act in ${ada.tenant}`)
  await see(heading(page, ada.tenant))
  await see(page.getByRole('link', { name: 'Tenant Management' }))
  await openMenu(page)
  await page.getByRole('menuitemradio', { name: 'Second Ltd' }).click()
  await seeText(page, /gives no access to the administration of Second Ltd/)
  await gone(page.getByRole('link', { name: 'Tenant Management' }))
})

test('in German a page is German throughout, and stays so', async () => {
  const ada = await somebody('ada.german@example.com', 'admin')
  const { page, go } = await the().visit(ada, { at: '/profile' })
  const lines = async () => {
    await settled(() =>
      page.getByRole('listitem').filter({ hasText: 'node' }).or(page.locator('main li')).count(),
    ).toBeGreaterThan(0)
    const text = await page.locator('body').innerText()
    return new Set(
      text
        .split('\n')
        .map((it) => it.trim())
        .filter((it) => /\p{L}{3}/u.test(it)),
    )
  }
  const english = await lines()
  await openMenu(page)
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click()
  await see(heading(page, 'Profil'))
  await page.keyboard.press('Escape')
  await go('/profile')
  await see(heading(page, 'Profil'))
  const german = await lines()
  // What stays is names, addresses, the blueprint's own words, and the key on the keyboard.
  const shared = [...german].filter((it) => english.has(it))
  const ours = [
    'Backoffice',
    ada.tenant,
    ada.email,
    'Ada.german Example',
    'Tenant',
    'Tenant Management',
    'System',
    'English',
    'Deutsch',
    'Ctrl K',
    `Admin in ${ada.tenant}`,
  ]
  expect(shared.filter((it) => !ours.includes(it))).toEqual([])
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  // Also before one signs in, on this browser.
  await openMenu(page)
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await see(heading(page, 'Anmelden'))
})

test('signing out ends the session and shows nothing of it any more', async () => {
  const bob = await somebody('bob.out@example.com')
  const { page, go } = await the().visit(bob, { at: '/' })
  await openMenu(page)
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await seeText(page, 'You are signed out.')
  expect((await bob.send('GET', '/me')).status).toBe(401)
  await page.goBack()
  await see(heading(page, 'Sign in'))
  await go('/profile')
  await see(heading(page, 'Sign in'))
})

test('BO14: signing in and inviting need no mouse', async () => {
  const ada = await somebody('ada.keys@example.com', 'admin')
  const { page } = await the().visit(undefined, { at: '/sign-in' })
  const keys = page.keyboard
  await settled(() => field(page, 'E-mail address').evaluate((it) => it === document.activeElement)).toBe(true)
  await keys.type(ada.email)
  await keys.press('Tab')
  await keys.type(goodPassword)
  await keys.press('Enter')
  await see(row(page, ada.email))
  await keys.press('Tab')
  expect(await focused(page)).toBe('Skip to content')
  await keys.press('Enter')
  for (let step = 0; step < 10 && (await focused(page)) !== 'Invite user'; step += 1) await keys.press('Tab')
  await keys.press('Enter')
  await settled(() => field(dialog(page), 'E-mail address').evaluate((it) => it === document.activeElement)).toBe(true)
  await keys.type('keys@example.com')
  await keys.press('Tab')
  await keys.press('ArrowDown')
  await see(options(page))
  await keys.press('ArrowDown')
  await keys.press('Enter')
  await gone(options(page))
  await keys.press('Tab')
  await field(dialog(page), 'E-mail address').focus()
  await keys.press('Enter')
  await seeText(page, 'Invitation sent to keys@example.com')
  await gone(dialog(page))
})

test('Ctrl-K finds a user, a page and an action', async () => {
  const ada = await somebody('ada.find@example.com', 'admin')
  await the().join(ada.organization, 'zebedee@example.com', 'viewer', { firstName: 'Zebedee' })
  const { page } = await the().visit(ada, { at: '/profile' })
  await see(heading(page, 'Profile'))
  await page.keyboard.press('Control+k')
  const search = page.getByPlaceholder('Find a user, an organization, a page')
  await search.fill('zebed')
  await see(
    page.getByRole('button', { name: /Zebedee Example/ }).or(page.getByRole('option', { name: /Zebedee Example/ })),
  )
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await see(dialog(page).getByText('zebedee@example.com'))
  await page.goto('/profile')
  await see(heading(page, 'Profile'))
  await page.keyboard.press('Control+k')
  await search.fill('invite u')
  await see(page.getByText('Invite user', { exact: true }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await see(dialog(page).getByText('Send invitation'))
})
