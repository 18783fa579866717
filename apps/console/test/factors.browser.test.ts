/** Second factors as people meet them: set up, shown, lost, taken away; passkeys by Chromium's own virtual authenticator. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generateSync } from 'otplib'
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { during, startInstallation } from './installation.ts'
import { faultsOf } from './looks.ts'
import { button, dialog, field, gone, heading, path, see, seeText, signIn } from './steps.ts'

const the = during(startInstallation)
const pictures = fileURLToPath(new URL('../../../reports/factors/', import.meta.url))
mkdirSync(pictures, { recursive: true })
/** Looked at in light, dark and at the width of a phone; the pictures are for whoever wants to see. */
async function look(page: Page, name: string) {
  await page.screenshot({ path: `${pictures}${name}.png`, fullPage: true })
  expect(await faultsOf(page), name).toEqual([])
  await page.screenshot({ path: `${pictures}${name}-phone.png`, fullPage: true })
  await page.emulateMedia({ colorScheme: null })
  await page.setViewportSize({ width: 1280, height: 800 })
}
async function somebody(email: string, role = 'employee') {
  const { join, tenant } = the()
  const { id, name } = await tenant(`${email.split('@')[0]} Ltd`)
  return { ...(await join(id, email, role)), tenant: name }
}
/** A device with a fingerprint reader that always knows its owner. */
async function withAuthenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return session
}
const secretOn = async (page: Page) => {
  const text = (await page.locator('main, [role=dialog]').last().textContent()) ?? ''
  return /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(text)?.[0].replaceAll(' ', '') ?? ''
}
/** Of the time step after the one now: each counts once, and this one is newer. */
const codeOf = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 })

test('BO28 CH8 CH14: an administrator enables the second factor; at the next sign-in it is set up by code, and nothing else opens', async () => {
  const ada = await somebody('ada.factors@example.com', 'admin')
  const { root, visit } = the()
  const { page: boss } = await visit(root, { at: `/o/${ada.organization}/users/${ada.user}` })
  await seeText(boss, 'Not set up')
  await button(boss, 'Enable…').click()
  await seeText(boss, 'At their next sign-in they set up a second factor')
  await button(boss, 'Enable second factor').click()
  await seeText(boss, 'Required of this user')

  const { page, go, tolerate } = await visit(undefined, { at: `/o/${ada.organization}/users` })
  tolerate(/^403 GET /, /^422 POST /)
  await signIn(page, ada.email)
  await see(heading(page, 'Set up a second factor'))
  await seeText(page, 'Your administrator requires a second factor of you.')
  await look(page, 'enrol')
  await go('/profile')
  await see(heading(page, 'Set up a second factor'))
  await button(page, 'Use an authenticator app').click()
  await see(page.getByRole('img', { name: 'QR code for your authenticator app' }))
  await look(page, 'enrol-app')
  const secret = await secretOn(page)
  await field(page, 'Code').fill('000000')
  await button(page, 'Confirm').click()
  await seeText(page, 'This code is not right.')
  const first = codeOf(secret)
  await field(page, 'Code').fill(first)
  await button(page, 'Confirm').click()
  await see(heading(page, 'Recovery codes'))
  expect(await page.getByRole('listitem').count()).toBe(10)
  const recovery = (await page.getByRole('listitem').first().textContent()) ?? ''
  await look(page, 'codes')
  await button(page, 'I have saved them').click()
  await page.waitForURL(/\/profile$/)
  await see(heading(page, 'Second factors and passkeys'))
  await seeText(page, '10 left')

  const second = await visit(undefined, { at: '/sign-in' })
  second.tolerate(/^403 GET /, /^422 POST /)
  await signIn(second.page, ada.email)
  await see(heading(second.page, 'Second factor'))
  await look(second.page, 'second-step')
  await second.go(`/o/${ada.organization}/users`)
  await see(heading(second.page, 'Second factor'))
  await field(second.page, 'Code').fill(first)
  await button(second.page, 'Continue').click()
  await seeText(second.page, 'Each works once')
  // As an app shows it, and as a hand copies it from paper: the gaps do not count.
  await field(second.page, 'Code').clear()
  await field(second.page, 'Code').pressSequentially(codeOf(secret, 1).replace(/^.../, '$& '))
  await button(second.page, 'Continue').click()
  await second.page.waitForURL(/\/users$/)
  const third = await visit(undefined, { at: '/sign-in' })
  third.tolerate(/^403 GET /)
  await signIn(third.page, ada.email)
  await button(third.page, 'Use a recovery code').click()
  await field(third.page, 'Recovery code').fill(` ${recovery.toLowerCase().replaceAll('-', ' ')} `)
  await button(third.page, 'Continue').click()
  await see(heading(third.page, ada.tenant))
})

test('BO30: a passkey is added in one’s profile, signs in by itself, confirms that it is oneself, and is removed', async () => {
  const pia = await somebody('pia.factors@example.com')
  const { query, visit } = the()
  const { page, tolerate } = await visit(pia, { at: '/profile' })
  tolerate(/^403 (POST|DELETE) /)
  await withAuthenticator(page)
  await seeText(page, 'None yet: your password alone signs you in.')
  await query(`update sessions set proved_at = now() - interval '11 minutes'`, [])
  await button(page, 'Add passkey').click()
  await see(dialog(page).getByText('This takes a fresh proof.'))
  await look(page, 'proof')
  await field(dialog(page), 'Your password').fill('quiet-otter-lantern-93')
  await button(dialog(page), 'Confirm').click()
  await see(dialog(page).getByText('Each works once in place of your second factor.'))
  await page.keyboard.press('Escape')
  await button(dialog(page), 'I have saved them').click()
  await gone(dialog(page))
  await button(page, /^Rename /).click()
  await field(page, 'Name').fill('My laptop')
  await button(page, 'Save').last().click()
  await see(button(page, 'Remove My laptop'))
  await page.getByRole('heading', { name: 'Second factors and passkeys' }).scrollIntoViewIfNeeded()
  await look(page, 'profile')
  // As if it had been set up on the word of the organization's provider.
  const mark = 'update factors set connection_id = case when $1 then id end'
  await query(mark, [true])
  await page.reload()
  await seeText(page, 'through the organization’s sign-in')
  await seeText(page, 'does not count in this organization')
  await seeText(page, 'None that counts in this organization.')
  await look(page, 'profile-by-provider')
  await query(mark, [false])

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.waitForURL((url) => url.pathname !== '/sign-in', { timeout: 3_000 }).catch(() => undefined)
  // Chromium offers it beside the field and answers by itself; where it does not, there is the button.
  if (path(page) === '/sign-in') await button(page, 'Use a passkey').click()
  await see(heading(page, /^Welcome/))
  // Whoever has no password sets a first one, with the passkey as proof.
  await query(`update identities set password_hash = null where email = $1`, ['pia.factors@example.com'])
  await query(`update sessions set proved_at = now() - interval '11 minutes'`, [])
  // Whoever is quicker than the dialog that asks for it is asked all the same.
  const refused = Promise.withResolvers<void>()
  await page.route(/ProofDialog/, (dialogs) => refused.promise.then(() => dialogs.continue()))
  await page.goto('/profile')
  await seeText(page, 'You have none yet.')
  await gone(field(page, 'Current password'))
  await field(page, 'New password').fill('slow-badger-beacon-48')
  const refusal = page.waitForResponse((it) => it.status() === 403)
  await button(page, 'Set password').click()
  await refusal
  refused.resolve()
  await button(dialog(page), 'Use a passkey').click()
  await seeText(page, 'Password set.')
  await see(field(page, 'Current password'))
  await query(`update sessions set proved_at = now() - interval '11 minutes'`, [])
  await button(page, 'Remove My laptop').click()
  await see(dialog(page).getByText('Your password alone signs you in from now on.'))
  await button(dialog(page), 'Remove').click()
  await button(dialog(page).last(), 'Use a passkey').click()
  await seeText(page, 'My laptop removed')
  await seeText(page, 'None yet: your password alone signs you in.')
})

test('BO29 CH17 CH2: an administrator has somebody register again; a device that was remembered is forgotten', async () => {
  const sam = await somebody('sam.factors@example.com')
  const { root, visit, mailbox } = the()
  await root.api.policies.set({ organization: sam.organization, policy: 'mfa.remember_days', value: 30 })
  const { id, secret } = await sam.api.factors.beginApp({ name: 'Phone' })
  await sam.api.factors.confirmApp({ factor: id, code: codeOf(secret ?? '') })
  const visited = await visit(undefined, { at: '/sign-in' })
  const { page } = visited
  visited.tolerate(/^403 GET /)
  await signIn(page, sam.email)
  await field(page, 'Code').fill(codeOf(secret ?? '', 1))
  await page.getByLabel('Remember this device for 30 days').check()
  await button(page, 'Continue').click()
  await see(heading(page, /^Welcome/))
  await page.goto('/profile')
  await see(heading(page, 'Remembered devices'))
  await look(page, 'profile-devices')
  const again = async () => {
    const cookies = (await page.context().cookies()).filter((it) => it.name.endsWith('-device'))
    await page.context().clearCookies()
    await page.context().addCookies(cookies)
    await page.goto('/sign-in')
    await signIn(page, sam.email)
  }
  await again()
  await see(heading(page, /^Welcome/))

  const { page: boss } = await visit(root, { at: `/o/${sam.organization}/users/${sam.user}` })
  await seeText(boss, 'Set up, 1 authenticator app')
  await button(boss, 'Register again…').click()
  await button(boss, /^Have .* register again$/).click()
  await seeText(boss, 'Required.')
  await field(dialog(boss).last(), 'Reason').fill('Lost the phone')
  await look(boss, 'register-again')
  await button(boss, /^Have .* register again$/).click()
  await seeText(boss, 'Not set up')
  await seeText(boss, 'removed all second factors')
  await look(boss, 'user')
  const told = () => mailbox.received.filter((it) => it.to === sam.email).map((it) => it.text)
  await expect.poll(() => told().join(), { timeout: 10_000 }).toContain('You set up a new one when you sign in next')
  await again()
  await see(heading(page, 'Set up a second factor'))
})
