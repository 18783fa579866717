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

  await button(page, 'Actions for Acme ID').click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await button(dialog(page), 'Roles by group, claims and signatures').click()
  await field(dialog(page), 'Claim that holds groups').fill('groups')
  await button(dialog(page), 'Add a row').click()
  await field(dialog(page), 'Value').fill('staff')
  await dialog(page).getByRole('combobox', { name: 'Role', exact: true }).click()
  await page.getByRole('option').first().click()
  await dialog(page).getByRole('radio', { name: 'At every sign-in' }).click()
  await shot(page, 'roles-by-group')
  expect(await faultsOf(page)).toEqual([])
  await page.setViewportSize({ width: 1280, height: 800 })
  await button(dialog(page), 'Save').click()
  await gone(dialog(page))
  const [saved] = (await acme.ada.api.federation.list({ organization: acme.id })).items
  expect(saved).toMatchObject({ roleSync: 'every_sign_in', roleMap: [{ value: 'staff' }] })
  const usual = { roleSync: 'first_sign_in' as const, roleMap: [] }
  await acme.ada.api.federation.update({ organization: acme.id, connection: saved?.id ?? '', ...usual })

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

test('AU1: at a tenant’s address one signs in through the provider, stays there, and is told of it after a switch to a tenant elsewhere', async () => {
  const { root, visit, address, tenant, query } = the()
  const at = (label: string, rest: string) => address.replace('localhost', `${label}.localhost`) + rest
  const rival = await tenant('Rival Ltd')
  await root.api.organizations.update({ organization: acme.id, host: 'acme' })
  await root.api.organizations.update({ organization: rival.id, host: 'rival' })
  await query(
    `with made as (insert into users (id, org_path, identity_id, email, first_name, last_name, name_key, created_at)
       select gen_random_uuid(), o.path, i.id, i.email, 'Ada', 'Elsewhere', 'ada', now() - interval '1 year'
       from organizations o, identities i where o.name = 'Rival Ltd' and i.email = 'ada@acme.test' returning *)
     insert into grants (user_id, org_path, node_path, role, created_at) select id, org_path, org_path, 'admin', now() from made`,
  )
  const { page, tolerate } = await visit()
  tolerate(abroad, /^401 /, /^40[34] GET /, /acme\.localhost/)
  await page.goto(at('acme', '/sign-in'))
  await see(heading(page, 'Sign in to Acme Ltd'))
  // The passkeys of this installation are no use here, and the page says where they are.
  await seeText(page, 'Passkeys work at the installation’s address only:')
  await gone(button(page, 'Use a passkey'))
  await shot(page, 'tenant-sign-in')
  await field(page, 'E-mail address').fill('ada@acme.test')
  await button(page, 'Continue with Acme ID').click()
  await see(page.getByRole('link', { name: 'Tenant Management' }))
  expect(new URL(page.url()).origin).toBe(at('acme', ''))
  await button(page, /^Your account/).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await signIn(page, 'ada@acme.test')
  await see(page.getByRole('link', { name: 'Tenant Management' }))
  await button(page, /^Your account/).click()
  await page.getByRole('menuitemradio', { name: 'Rival Ltd' }).click()
  await seeText(page, 'You now act in Rival Ltd')
  await seeText(page, 'acme.localhost is not the address of your organization')
  await see(page.getByRole('link', { name: at('rival', '') }))
  await shot(page, 'tenant-elsewhere')
  await button(page, /^Your account/).click()
  await page.getByRole('menuitemradio', { name: 'Acme Ltd' }).click()
  await gone(page.getByText('acme.localhost is not the address of your organization'))
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
  // Why a password does not do there, said to whoever is asked.
  await page.goto(`/o/${acme.id}/users?diagnose=ada%40acme.test`)
  await see(dialog(page).getByText('Federated Only: no password opens this account'))
  await see(dialog(page).getByText('A rule of the organization: everybody there signs in through its provider.'))
  await shot(page, 'diagnosis')
  expect(await dialog(page).evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0)
  const { page: other } = await visit(undefined, { at: '/sign-in', locale: 'de-DE' })
  await field(other, 'E-Mail-Adresse').fill('bob@acme.test')
  await see(button(other, 'Weiter mit Acme ID'))
  await gone(other.getByLabel(/^Passwort/))
  await shot(other, 'federated-only')

  await root.api.invitations.create({ organization: acme.id, email: 'gwen@acme.test', role: 'admin' })
  provider.visitor = {
    sub: 'gwen',
    email: 'gwen@acme.test',
    email_verified: true,
    given_name: 'Gwen',
    family_name: 'G',
  }
  const { page: invited, tolerate: bear } = await visit(undefined, {
    at: (await the().mailbox.next('gwen@acme.test')).link ?? '',
  })
  bear(abroad, /^401 /)
  await see(heading(invited, 'Join Acme Ltd'))
  await gone(invited.getByLabel(/password/i))
  await shot(invited, 'invited')
  expect(await faultsOf(invited)).toEqual([])
  await invited.setViewportSize({ width: 1280, height: 800 })
  await button(invited, 'Continue with Acme ID').click()
  await see(invited.getByRole('link', { name: 'Tenant Management' }))
})

test('CH9: whoever has an account elsewhere signs in to it first, and comes in by the invitation and the provider', async () => {
  const { root, visit, join, tenant, mailbox } = the()
  const hana = await join((await tenant('Third Ltd')).id, 'hana@acme.test', 'viewer')
  await root.api.invitations.create({ organization: acme.id, email: 'hana@acme.test', role: 'admin' })
  const at = (await mailbox.next('hana@acme.test', 2)).link ?? ''
  provider.visitor = {
    sub: 'hana',
    email: 'hana@acme.test',
    email_verified: true,
    given_name: 'Hana',
    family_name: 'H',
  }
  const { page: stranger } = await visit(undefined, { at })
  await seeText(stranger, /^There is an account under this address already/)
  await see(stranger.getByRole('link', { name: 'Sign in first' }))
  await shot(stranger, 'join-first')
  expect(await faultsOf(stranger)).toEqual([])
  const { page, tolerate } = await visit(hana, { at })
  tolerate(abroad)
  await see(heading(page, 'Join Acme Ltd'))
  await gone(page.getByText(/^There is an account under this address already/))
  await button(page, 'Continue with Acme ID').click()
  await see(page.getByRole('link', { name: 'Tenant Management' }))
  await button(page, /^Your account/).click()
  await see(page.getByText('Hana H').first())
  await shot(page, 'joined')
})
