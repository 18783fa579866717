/** Federated sign-in at a browser: set up, tested, linked, used, made the only way, and taken away. */
import type { Page } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLiar, type Liar } from '../../server/test/liar.ts'
import { during, startInstallation, type Installation, type Somebody } from './installation.ts'
import { faultsOf } from './looks.ts'
import { button, dialog, field, gone, heading, link, see, seeText, settled, signIn } from './steps.ts'

const shots = process.env['FEDERATION_SHOTS']
async function shot(page: Page, name: string) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}
let provider: Liar
let acme: { id: string; ada: Somebody }
const the = during(async (): Promise<Installation> => {
  provider = await startLiar()
  return startInstallation('backoffice', { EGRESS_PRIVATE_HOSTS: provider.host })
})
beforeAll(async () => {
  const { id } = await the().tenant('Acme Ltd')
  acme = { id, ada: await the().join(id, 'ada@acme.test', 'admin') }
})
afterAll(() => provider.stop())
/** The provider's own page is asked, and nothing else beyond this server. */
const abroad = /^asked elsewhere: http:\/\/127\.0\.0\.1:\d+\/authorize/

test('CH9: an administrator sets a connection up, tests it, switches it on, and links and uses it', async () => {
  const { visit, query } = the()
  const { page, go, tolerate } = await visit(acme.ada, { at: `/o/${acme.id}/users` })
  tolerate(abroad, /^(403|422) POST/)
  await link(page, 'Federated sign-in').click()
  await seeText(page, 'No connection yet.')
  await button(page, 'Add connection').click()
  await button(dialog(page), 'Add connection').click()
  await see(dialog(page).getByText('Required.'))
  await field(dialog(page), 'Name').fill('Acme ID')
  await field(dialog(page), 'Issuer').fill('http://id.example.com')
  await field(dialog(page), 'Client ID').fill(provider.client.clientId)
  await field(dialog(page), 'Client secret').fill(provider.client.clientSecret)
  await dialog(page).getByLabel('Give newcomers an account').click()
  await shot(page, 'dialog')
  await button(dialog(page), 'Add connection').click()
  await see(dialog(page).getByText('The issuer must have an https:// address.'))
  await field(dialog(page), 'Issuer').fill(provider.issuer)
  await button(dialog(page), 'Add connection').click()
  await gone(dialog(page))
  await seeText(page, 'Connection Acme ID added.')

  provider.lies = { metadata: { issuer: 'https://evil.example' } }
  await button(page, 'Test').click()
  await see(dialog(page).getByText(/^It calls itself something else/))
  await shot(page, 'test-bad')
  provider.lies = {}
  await button(dialog(page), 'Try again').click()
  await see(dialog(page).getByText(/^The connection works/))
  await shot(page, 'test-good')
  await page.keyboard.press('Escape')
  await button(page, 'Switch on').click()
  await seeText(page, 'Acme ID is on')

  await button(page, 'Add domain').click()
  await field(dialog(page), 'Domain').fill('Not a domain')
  await button(dialog(page), 'Add domain').click()
  await see(dialog(page).getByText('A domain such as example.com, in lower case.'))
  await field(dialog(page), 'Domain').fill('acme.test')
  await button(dialog(page), 'Add domain').click()
  await see(page.getByText('_tenantry.acme.test'))
  await see(page.getByText('Not verified'))
  await query('update email_domains set verified_at = now(), checked_at = now()')
  await page.reload()
  await see(page.getByText('Verified', { exact: true }))
  await shot(page, 'page')
  expect(await faultsOf(page)).toEqual([])
  await shot(page, 'page-phone')
  await page.setViewportSize({ width: 1280, height: 800 })

  provider.visitor = { sub: 'ada', email: 'ada@acme.test', email_verified: true }
  await query('update sessions set proved_at = null')
  await go('/profile')
  await button(page, 'Link Acme ID').click()
  await see(page.getByRole('dialog', { name: 'Confirm that it is you' }))
  await field(dialog(page), 'Your password').fill('quiet-otter-lantern-93')
  await button(dialog(page), 'Confirm').click()
  await seeText(page, 'The sign-in is linked.')
  await see(button(page, 'Unlink Acme ID'))
  await settled(() => new URL(page.url()).pathname + new URL(page.url()).search).toBe('/profile')
  await shot(page, 'profile')
})

test('CH9: an address leads to its provider, whose failure is told in words; with Federated Only there is no password', async () => {
  const { root, visit } = the()
  const { page, tolerate } = await visit(undefined, { at: '/sign-in' })
  tolerate(abroad, /^(401|424) POST/, /^409 PUT/)
  await field(page, 'E-mail address').fill('nobody@elsewhere.test')
  await field(page, 'E-mail address').fill('ada@acme.test')
  await see(button(page, 'Continue with Acme ID'))
  await see(field(page, 'Password'))
  await shot(page, 'sign-in')
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 1280, height: 800 })
  provider.lies = { discovery: (response) => void response.writeHead(500).end() }
  await button(page, 'Continue with Acme ID').click()
  await seeText(page, 'It answered with an error.')
  provider.lies = { claims: { nonce: 'another' } }
  await button(page, 'Continue with Acme ID').click()
  await see(heading(page, 'The sign-in did not work'))
  await seeText(page, 'What it answered belongs to another sign-in.')
  await shot(page, 'failed')
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 1280, height: 800 })
  provider.lies = {}
  await link(page, 'Back to sign-in').click()
  await signIn(page, 'ada@acme.test', 'not-the-password')
  await seeText(page, /^E-mail address or password is not right/)
  await button(page, 'Continue with Acme ID').click()
  await see(page.getByRole('link', { name: 'Tenant Management' }))

  await root.api.policies.set({ organization: acme.id, policy: 'signin.federated_only', value: 'on' })
  await page.goto(`/o/${acme.id}/federation`)
  await seeText(page, 'Only federated sign-in is accepted here')
  await button(page, 'Actions for Acme ID').click()
  await page.getByRole('menuitem', { name: 'Switch off' }).click()
  await see(dialog(page).getByText('1 session ends.'))
  await see(dialog(page).getByText('1 linked sign-in is kept.'))
  await button(dialog(page), 'Switch off').click()
  await see(dialog(page).getByText(/^People here sign in through this connection only/))
  await shot(page, 'needed')
  const { page: other } = await visit(undefined, { at: '/sign-in', locale: 'de-DE' })
  await field(other, 'E-Mail-Adresse').fill('bob@acme.test')
  await see(button(other, 'Weiter mit Acme ID'))
  await gone(other.getByLabel(/^Passwort/))
  await shot(other, 'federated-only')
})
