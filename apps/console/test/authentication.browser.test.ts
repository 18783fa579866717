/** Tenant addresses, the authentication page, sessions that end by being unused, and administrators who end them. */
import type { Page } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { during, goodPassword, startInstallation, type Somebody } from './installation.ts'
import { violations } from './looks.ts'
import { button, dialog, field, gone, heading, path, see, seeText } from './steps.ts'

const shots = process.env['AUTHENTICATION_SHOTS']
async function shot(page: Page, name: string) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}/${name}.png` })
}
const clean = async (page: Page) => expect(await violations(page)).toEqual([])

const the = during(() => startInstallation('automation'))
let acme: { id: string; olga: Somebody; uma: Somebody }
beforeAll(async () => {
  const { root, join } = the()
  const { id } = await root.api.organizations.create({
    organization: root.organization,
    name: 'Acme Ltd',
    code: 'acme',
  })
  await root.api.organizations.create({ organization: root.organization, name: 'Rival Ltd', code: 'rival' })
  acme = { id, olga: await join(id, 'olga@example.com', 'owner'), uma: await join(id, 'uma@example.com', 'user') }
})
/** The same server at a tenant's address. */
const at = (code: string, rest: string) => the().address.replace('localhost', `${code}.localhost`) + rest
async function signIn(page: Page, email: string) {
  await field(page, 'E-mail address').fill(email)
  await field(page, 'Password').fill(goodPassword)
  await button(page, 'Sign in').click()
}

test('AU1: a deep link on a tenant’s address asks to sign in to that tenant, and opens its users', async () => {
  const { page, tolerate } = await the().visit()
  tolerate(/^401 GET /)
  await page.goto(at('acme', '/admin/users'))
  await see(heading(page, 'Sign in to Acme Ltd'))
  await shot(page, 'sign-in')
  await clean(page)
  await signIn(page, 'olga@example.com')
  await page.waitForURL(/\/o\/[^/]+\/users/)
  expect(page.url()).toBe(at('acme', `/o/${acme.id}/users`))
  await seeText(page, 'uma@example.com')
  await page.goto(at('acme', '/admin/authentication'))
  await see(heading(page, 'Authentication'))
  // A platform administrator at the tenant's address sees the tenant's, too.
  const { page: above, tolerate: bear } = await the().visit()
  bear(/^401 GET /)
  await above.goto(at('acme', '/admin/users'))
  await signIn(above, 'rosa@example.com')
  await above.waitForURL(new RegExp(`/o/${acme.id}/users`))
})

test('AU1: at another tenant’s address one is told, once signed in, where one’s own is; an address of nobody says so', async () => {
  const { page, tolerate } = await the().visit()
  tolerate(/^401 GET /)
  await page.goto(at('rival', '/admin/users'))
  await see(heading(page, 'Sign in to Rival Ltd'))
  await signIn(page, 'olga@example.com')
  await seeText(page, 'rival.localhost is not the address of your organization')
  await see(page.getByRole('link', { name: at('acme', '') }))
  expect(path(page)).toBe(`/o/${acme.id}/users`)
  await shot(page, 'elsewhere')
  await clean(page)
  await page.goto(at('nobody', '/admin/users'))
  await see(heading(page, 'No tenant has this address'))
  await see(page.getByRole('link', { name: `Go to ${the().address}` }))
  await shot(page, 'nobody')
  await clean(page)
})

test('AU8, AU9, AU10: the owner opens the settings by their address, turns the idle timeout on, chooses a duration, and open sessions follow', async () => {
  const { page, tolerate } = await the().visit(acme.olga, { at: `/o/${acme.id}/authentication` })
  tolerate(/^401 GET /)
  await see(page.getByRole('link', { name: 'Authentication', exact: true }))
  const idle = page.getByRole('switch', { name: 'Idle session timeout' })
  const duration = page.getByRole('combobox', { name: 'Session duration' })
  await see(idle)
  expect([await idle.isChecked(), await duration.inputValue()]).toEqual([false, '12 hours'])
  await duration.click()
  await page.getByRole('option', { name: '8 hours' }).click()
  await seeText(page, 'Time after sign-in: 8 hours')
  const { expiresAt } = await acme.uma.api.sessions.check()
  const left = Date.parse(expiresAt) - Date.now()
  expect(Math.abs(left - 8 * 3_600_000)).toBeLessThan(120_000)
  await idle.focus()
  await page.keyboard.press('Space')
  await seeText(page, /^Ending of sessions: |: After a time without use/)
  await expect.poll(() => duration.inputValue()).toBe('30 minutes')
  await duration.click()
  await page.getByRole('option', { name: '15 minutes' }).click()
  await seeText(page, 'Time without use: 15 minutes')
  expect(await acme.uma.api.sessions.check()).toMatchObject({ idle: 900 })
  await shot(page, 'authentication')
  await clean(page)
  // Set above and locked: it says so, and nothing can be changed.
  const { root } = the()
  await root.api.policies.set({ organization: root.organization, policy: 'session.mode', value: 'idle', locked: true })
  await page.reload()
  await see(page.getByText('Locked by an organization above').first())
  expect(await idle.isDisabled()).toBe(true)
  const { version } = await root.api.policies.show({ organization: root.organization, policy: 'session.mode' })
  await root.api.policies.reset({ organization: root.organization, policy: 'session.mode' }, { version })
  // Who may not set policies finds no page of it.
  await expect(acme.uma.api.policies.list({ organization: acme.id })).rejects.toMatchObject({
    code: 'permission_missing',
  })
})

test('AU9: a page nobody touches warns before the session ends, keeps it when told to, and signs out when not', async () => {
  const { page, tolerate } = await the().visit(acme.olga, { at: '/profile' })
  tolerate(/^401 GET /)
  await see(heading(page, 'Profile').or(heading(page, 'Your profile')).first())
  const told = { left: 30, over: false, counted: 0 }
  const mine = await acme.olga.api.sessions.check()
  await page.route('**/api/v1/sessions/current', async (route) => {
    if (told.over)
      return route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'about:blank', title: 'x', status: 401, code: 'unauthenticated', requestId: 'x' }),
      })
    if (!route.request().headers()['tenantry-background']) {
      told.counted += 1
      told.left = 900
    }
    const expiresAt = new Date(Date.now() + told.left * 1000).toISOString()
    return route.fulfill({ json: { ...mine, expiresAt, idle: 900 } })
  })
  const look = () => page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await look()
  await see(dialog(page).getByText(/You will be signed out in \d+ seconds/))
  expect(told.counted).toBe(0)
  await shot(page, 'ending')
  await button(dialog(page), 'Stay signed in').click()
  await gone(dialog(page))
  await expect.poll(() => told.counted).toBe(1)
  told.over = true
  // Two looks within a second are one.
  await expect
    .poll(async () => {
      await look()
      return page.getByText('Your session has ended.').isVisible()
    })
    .toBe(true)
})

test('AU11, PS18: an administrator sees where somebody is signed in, ends one session, all of them, and all of the tenant', async () => {
  const { api } = acme.uma
  const { page } = await the().visit(acme.olga, { at: `/o/${acme.id}/users/${acme.uma.user}` })
  const sessions = dialog(page).getByRole('region', { name: 'Sessions' })
  await see(sessions.getByText('Link by mail').or(sessions.getByText('Last used')).first())
  await shot(page, 'user')
  await sessions
    .getByRole('button', { name: /^End session/ })
    .first()
    .click()
  await seeText(page, 'Session ended')
  await expect(api.sessions.check()).rejects.toMatchObject({ code: 'unauthenticated' })
  await api.sessions.signIn({ email: 'uma@example.com', password: goodPassword })
  await page.goto(`${the().address}/o/${acme.id}/authentication`)
  await button(page, 'End all sessions').click()
  await see(dialog(page).getByText(/\d+ sessions? will end here and below/))
  await field(dialog(page), 'Reason').fill('A stolen laptop')
  await shot(page, 'end-all')
  await clean(page)
  await button(dialog(page), 'End sessions').click()
  await seeText(page, /sessions? ended/)
  await expect(api.sessions.check()).rejects.toMatchObject({ code: 'unauthenticated' })
  await acme.olga.api.sessions.check()
})
