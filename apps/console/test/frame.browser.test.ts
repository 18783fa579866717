/** The frame around every page: languages, keyboard, and finding things from anywhere. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { during, goodPassword, startInstallation } from './installation.ts'
import { button, dialog, field, gone, heading, options, row, see, seeText, settled } from './steps.ts'
import { openVisit } from './visit.ts'

const the = during(startInstallation)

/** The administrator of a tenant of their own. */
async function administrator(email: string) {
  const { join, tenant } = the()
  const { id, name } = await tenant(`${email.split('@')[0]} Ltd`)
  return { ...(await join(id, email, 'admin')), tenant: name }
}
const openMenu = (page: Page) => page.getByRole('button', { name: /^(Your account|Ihr Konto)/ }).click()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

test('in German a page is German throughout, and stays so', async () => {
  const ada = await administrator('ada.german@example.com')
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

test('a browser that names its language as no formatter takes it shows lists and dates all the same', async () => {
  const { tenant, visit, root } = the()
  await tenant('Posix Ltd')
  // With options of its own: what is set here stays with the seat.
  const { page, go } = await visit(root, { locale: 'en-AU' })
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'languages', { get: () => ['en-US@posix', 'en-US'], configurable: true }),
  )
  await go(`/o/${root.organization}/organizations`)
  await see(row(page, 'Posix Ltd'))
})

test('BO14: signing in and inviting need no mouse', async () => {
  const ada = await administrator('ada.keys@example.com')
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
  await seeText(page, 'Invited keys@example.com')
  await gone(dialog(page))
})

test('Ctrl-K finds a user, a page and an action', async () => {
  const ada = await administrator('ada.find@example.com')
  await the().join(ada.organization, 'zebedee@example.com', 'viewer', { firstName: 'Zebedee' })
  const { page } = await the().visit(ada, { at: '/profile' })
  await see(heading(page, 'Profile'))
  await page.keyboard.press('Control+k')
  const search = page.getByPlaceholder('Find a user, an organization, a page')
  await search.fill('zebed')
  await settled(() => page.locator('.mantine-Spotlight-action').allInnerTexts()).toEqual([
    expect.stringMatching(/^Zebedee Example/),
  ])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await see(dialog(page).getByText('zebedee@example.com'))
  await page.goto('/profile')
  await see(heading(page, 'Profile'))
  await page.keyboard.press('Control+k')
  await search.fill('invite u')
  await settled(() => page.locator('.mantine-Spotlight-action').allInnerTexts()).toEqual([
    expect.stringMatching(/^Invite user/),
  ])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await see(dialog(page).getByText('Send invitation'))
})

test('whoever sits down at a browser finds nothing of the one before, and no clock but the real one', async () => {
  const { address } = the()
  const open = async () => {
    const visit = await openVisit(address, undefined, { at: '/sign-in' })
    await see(button(visit.page, 'Sign in')) // its language is remembered once its texts are there
    return visit
  }
  const found = (page: Page) =>
    page.evaluate(() => ({
      stored: localStorage.length + sessionStorage.length,
      cookies: document.cookie,
      dark: matchMedia('(prefers-color-scheme: dark)').matches,
      calm: matchMedia('(prefers-reduced-motion: reduce)').matches,
      width: innerWidth,
      pages: history.length,
      year: new Date().getFullYear(),
    }))
  const first = await open()
  const nothing = await found(first.page)
  await first.page.evaluate(() => {
    localStorage.setItem('left', 'behind')
    sessionStorage.setItem('left', 'behind')
    document.cookie = 'left=behind'
  })
  await first.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'no-preference' })
  await first.page.setViewportSize({ width: 360, height: 740 })
  await first.context.route('**/*', (route) => route.abort())
  expect(await first.close()).toEqual([])
  const second = await open()
  expect(second.page).toBe(first.page)
  expect(await found(second.page)).toEqual(nothing)
  await second.page.clock.install({ time: 0 })
  await second.close()
  const third = await open()
  expect(await found(third.page)).toEqual(nothing)
  await third.close()
})
