/** Why something cannot be done here, who could change that, who can do what; and keys for programs. */
import { createClient } from '@tenantry/sdk'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { during, startInstallation, type Somebody } from './installation.ts'
import { faultsOf } from './looks.ts'
import { button, dialog, field, gone, heading, options, row, see, seeText, settled } from './steps.ts'

const the = during(startInstallation)
let acme: { id: string; ada: Somebody; eve: Somebody }
beforeAll(async () => {
  const { tenant, join } = the()
  const { id } = await tenant('Acme Ltd')
  acme = { id, ada: await join(id, 'ada@example.com', 'admin'), eve: await join(id, 'eve@example.com', 'employee') }
  await join(id, 'amy@example.com', 'admin')
})
const mark = (page: Page, what: string | RegExp) => page.getByRole('button', { name: what })
const chooseThing = async (page: Page, label: string, thing: string) => {
  await page.getByRole('combobox', { name: label }).fill(thing)
  await options(page).filter({ hasText: thing }).click()
}

test('OR33: beside one’s own role a question mark says, by keyboard too, why not, and who else may', async () => {
  const { page } = await the().visit(acme.ada, { at: `/o/${acme.id}/users` })
  const asking = mark(page, 'Why? Role of Ada Example')
  await see(asking)
  await asking.focus()
  await page.keyboard.press('Enter')
  await see(dialog(page).getByText('This is you. Somebody else has to change your role.'))
  await see(dialog(page).getByText('Amy Example, Admin'))
  await see(dialog(page).getByText('Administrators above: 1 Platform Administrator.'))
  await page.keyboard.press('Escape')
  await gone(dialog(page))
  await settled(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    'Why? Role of Ada Example',
  )
  await page.keyboard.press('Enter')
  await see(dialog(page).getByText('Amy Example, Admin'))
  expect(await faultsOf(page)).toEqual([])
})

test('OR33: nobody deactivates themselves, and their own page says so', async () => {
  const { page } = await the().visit(acme.ada, { at: `/o/${acme.id}/users/${acme.ada.user}` })
  await mark(page, 'Why? Deactivate').click()
  await seeText(page, 'This is you. Somebody else has to deactivate you.')
})

test('OR33: a page one may not see names the permission, the role that carries it, and whom to ask', async () => {
  const { page, tolerate } = await the().visit(acme.eve)
  tolerate(/^403 GET /)
  await page.goto(`/o/${acme.id}/users`)
  await see(heading(page, 'You cannot see this page'))
  await seeText(page, /You lack the permission “See .+” \(\w+\.read\) in Acme Ltd\./)
  await seeText(page, 'It comes with the role Admin.')
  await seeText(page, 'Amy Example, Admin, Acme Ltd')
  expect(await faultsOf(page)).toEqual([])
})

test('OR33: "Who can do what" explains to everybody what they may, and lists holders to those who may see users', async () => {
  const { page } = await the().visit(acme.eve, { at: '/' })
  await page.getByRole('link', { name: 'Why?' }).click()
  await see(heading(page, 'Who can do what'))
  await seeText(page, 'You lack the permission “See users and their change records” (users.read) in Acme Ltd.')
  await chooseThing(page, 'What is to be done', 'Create and change operational data')
  await seeText(page, 'By the role Employee at Acme Ltd.')
  expect(page.url()).toContain('permission=operations.write')
  expect(await page.getByRole('table').count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])

  const { page: hers } = await the().visit(acme.ada, { at: `/o/${acme.id}/access?permission=users.change_role` })
  await see(row(hers, 'Amy Example'))
  await settled(() => hers.locator('tbody tr').count()).toBe(2)
  // It belongs to the roles, and leads back to them.
  expect(await hers.locator('nav [aria-current=page]').allInnerTexts()).toEqual(['Roles'])
  await see(hers.locator('header').getByRole('link', { name: 'Roles' }))
  await seeText(hers, 'Administrators above: 1 Platform Administrator.')
  expect(await faultsOf(hers)).toEqual([])
})

test('OR33: a place beyond reach is told like one that does not exist', async () => {
  const other = (await the().tenant('Other Ltd')).id
  const { page, tolerate } = await the().visit(acme.ada)
  tolerate(/^404 GET /)
  for (const place of [other, `org_${'0'.repeat(32)}`]) {
    await page.goto(`/o/${place}/access`)
    await seeText(page, 'There is no such organization, or it is outside your reach.')
    await seeText(page, 'The role Admin at Acme Ltd has it, but does not reach here.')
    expect(await page.getByText('Other Ltd').count()).toBe(0)
  }
})

test('OR33: on a user’s page one sees what they may do, and why', async () => {
  const { page } = await the().visit(acme.ada, { at: `/o/${acme.id}/users/${acme.eve.user}` })
  await chooseThing(page, 'May they do this?', 'Invite people')
  await seeText(page, /Eve Example lacks the permission “Invite people/)
  await chooseThing(page, 'May they do this?', 'Read operational data')
  await seeText(page, 'Eve Example may: Read operational data, in Acme Ltd.')
  expect(await faultsOf(page)).toEqual([])
})

test('an API key is made, shown once, works, and is revoked', async () => {
  const { page } = await the().visit(acme.ada, { at: '/profile' })
  await button(page, 'Create API key').click()
  await button(dialog(page), 'Create API key').click()
  await seeText(page, 'Required.')
  await field(dialog(page), 'Name').fill('Nightly export')
  await button(dialog(page), 'Create API key').click()
  await seeText(page, 'Copy it now: it will not be shown again.')
  const key = (await dialog(page).getByText(/^tnt_/).innerText()).trim()
  expect(key).toMatch(/^tnt_[\w-]{43}$/)
  const program = createClient({ baseUrl: the().address, key })
  expect((await program.profile.show()).email).toBe('ada@example.com')
  await button(page, 'I have copied it').click()
  await gone(dialog(page))
  expect(await page.getByText(key).count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Revoke API key: Nightly export').click()
  await button(dialog(page), 'Revoke').click()
  await seeText(page, 'You have no API keys.')
  await expect(program.profile.show()).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('the words are there in German, too', async () => {
  const { page } = await the().visit(acme.eve, { at: `/o/${acme.id}/access`, locale: 'de-DE' })
  await acme.eve.api.profile.update({ language: 'de' })
  await page.reload()
  await see(heading(page, 'Wer darf was'))
  await seeText(page, 'Sie gehört zur Rolle Admin.')
  await acme.eve.api.profile.update({ language: 'en' })
})
