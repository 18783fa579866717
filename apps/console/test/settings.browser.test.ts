/** BO11 on the console: a setting that a blueprint adds is there with its form, its source, its history. */
import type { Page } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { during, startInstallation, type Somebody } from './installation.ts'
import { faultsOf } from './looks.ts'
import { button, dialog, field, gone, heading, link, options, query, see, seeText } from './steps.ts'

const shots = process.env['SETTING_SHOTS']
async function shot(page: Page, name: string) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}
const setting = (page: Page, name: string) => page.getByRole('article', { name, exact: true })

const the = during(() => startInstallation())
let acme: { id: string; ada: Somebody }
beforeAll(async () => {
  const { id } = await the().tenant('Acme Ltd')
  acme = { id, ada: await the().join(id, 'ada@example.com', 'admin') }
})
/** Puts the blueprint in force again, with more settings. */
async function add(lines: string) {
  const { api, organization } = the().root
  const { text } = await api.blueprint.show({ organization })
  await api.blueprint.apply({ organization, text: text.replace(/^settings:\n/m, `settings:\n${lines}`) })
}

test('BO11: the settings of the blueprint say what holds and whence; one is set with the keyboard, taken back, restored', async () => {
  const { root, visit } = the()
  await root.api.settings.set({ organization: root.organization, setting: 'time_zone', value: 'Europe/Berlin' })
  const { page, tolerate } = await visit(acme.ada, { at: `/o/${acme.id}/users` })
  await link(page, 'Settings').click()
  await see(heading(page, 'Settings'))
  await see(setting(page, 'Time zone').getByText('Europe/Berlin'))
  await see(setting(page, 'Time zone').getByText('Inherited from an organization above'))
  await see(setting(page, 'Support e-mail').getByText('Not set'))
  const week = setting(page, 'First day of the week')
  await see(week.getByText('Default'))
  await button(week, 'Change First day of the week').focus()
  await page.keyboard.press('Enter')
  await see(dialog(page))
  expect(query(page)).toEqual({ change: 'week_start' })
  await dialog(page).getByRole('radio', { name: 'Monday' }).focus()
  await page.keyboard.press('ArrowDown')
  await field(dialog(page), 'Reason').fill('As on our calendars')
  await shot(page, 'change')
  await page.keyboard.press('Enter')
  await seeText(page, 'First day of the week: Saturday')
  await gone(dialog(page))
  await see(week.getByText(/^Set here · by Ada Example/))
  await see(week.getByText('As on our calendars'))

  await button(week, 'Change First day of the week').click()
  await see(dialog(page).getByText('Without a value of its own: Monday'))
  await button(dialog(page), 'Reset to inherited').click()
  await seeText(page, 'First day of the week is inherited again: Monday')
  await button(week, 'History of First day of the week').click()
  await see(dialog(page).getByRole('listitem').filter({ hasText: 'Ada Example reset it to inherited' }))
  await shot(page, 'history')
  await button(dialog(page), 'Restore Saturday').click()
  await page.keyboard.press('Escape')
  await see(week.getByText(/^Set here/))

  // What a value gets wrong is said beside its field, before the server is asked.
  await button(setting(page, 'Support e-mail'), 'Change Support e-mail').click()
  await field(dialog(page), 'Support e-mail').fill('ada@example')
  await button(dialog(page), 'Save').click()
  await see(dialog(page).getByText('An address such as ada@example.com.'))
  expect(await field(dialog(page), 'Support e-mail').getAttribute('aria-invalid')).toBe('true')
  await shot(page, 'wrong')
  await field(dialog(page), 'Support e-mail').fill('help@acme.test')
  tolerate(/^412 PUT /)
  await acme.ada.api.settings.set({ organization: acme.id, setting: 'support.email', value: 'first@acme.test' })
  await button(dialog(page), 'Save').click()
  await see(dialog(page).getByText('Somebody changed this while you were looking at it.'))
})

test('BO11: a few lines in the blueprint are a form on the console, for every type, in both languages and free of faults', {
  timeout: 180_000,
}, async () => {
  await add(`  - { key: mail.footer, type: string, form: area, label: { en: Mail footer, de: Fußzeile }, group: Mails, description: Stands below every mail. }
  - { key: mail.color, type: color, label: Colour, group: Mails, default: "#0f766e" }
  - { key: seats, type: integer, min: 1, max: 500, unit: { en: seats, de: Plätze }, label: Seats, default: 5 }
  - { key: discount, type: number, min: 0, max: 100, unit: "%", label: Discount }
  - { key: exports, type: boolean, label: Exports, default: false }
  - { key: money, type: currency, label: Currency, default: EUR }
  - { key: words, type: locale, label: Locale, default: de-CH }
  - { key: areas, type: list, maxItems: 3, label: Areas, default: [] }
  - { key: plan, type: enum, form: select, label: Plan, choices: [{ key: a, label: Small }, { key: b, label: Large }] }
`)
  const { root, visit } = the()
  const here = `/o/${root.organization}/settings`
  const { page, go } = await visit(root, { at: here })
  await see(setting(page, 'Discount').getByText('Not set'))
  await see(setting(page, 'Seats').getByText('5 seats'))
  await see(setting(page, 'Currency').getByText('Euro (EUR)'))
  await see(setting(page, 'Locale').getByText('Swiss High German (de-CH)'))
  await shot(page, 'page')
  const form = async (name: string, fill: () => Promise<unknown>, said: string | RegExp) => {
    if (!(await dialog(page).count())) await button(setting(page, name), `Change ${name}`).click()
    await see(button(dialog(page), 'Save'))
    await fill()
    await shot(page, `form-${name}`)
    await button(dialog(page), 'Save').click()
    await seeText(page, said)
    if (typeof said !== 'string' || said.startsWith(name)) await gone(dialog(page))
  }
  const fill = (label: string, value: string) => () => field(dialog(page), label).fill(value)
  const choose = (label: string, typed: string, choice: string) => async () => {
    await dialog(page).getByRole('combobox', { name: label }).fill(typed)
    await options(page).filter({ hasText: choice }).first().click()
  }
  await form('Seats', fill('Seats', '900'), 'A whole number from 1 to 500 seats.')
  await form('Seats', fill('Seats', '40'), 'Seats: 40 seats')
  await form('Discount', fill('Discount', '12.5'), 'Discount: 12.5 %')
  await form('Mail footer', fill('Mail footer', 'Yours,\nAcme'), /^Mail footer: Yours,/)
  await form('Colour', fill('Colour', '#112233'), 'Colour: #112233')
  await form('Exports', () => dialog(page).getByRole('switch', { name: 'Exports' }).click(), 'Exports: Yes')
  await form('Currency', choose('Currency', 'franc (CHF', 'CHF'), 'Currency: Swiss Franc (CHF)')
  await form('Time zone', choose('Time zone', 'Zurich', 'Europe/Zurich'), 'Time zone: Europe/Zurich')
  await form('Locale', fill('Locale', 'xx_YY'), 'A language and a region, such as de-CH.')
  await form('Locale', fill('Locale', 'fr-CH'), 'Locale: Swiss French (fr-CH)')
  await form('Plan', choose('Plan', 'La', 'Large'), 'Plan: Large')
  const entries = async () => {
    for (const word of ['North', 'South']) {
      await field(dialog(page), 'Areas').fill(word)
      await page.keyboard.press('Enter')
    }
    await dialog(page).getByRole('switch', { name: 'Lock for everything below' }).click()
  }
  await form('Areas', entries, 'Areas: North and South')
  const { page: below } = await visit(acme.ada, { at: `/o/${acme.id}/settings` })
  await see(setting(below, 'Areas').getByText('Locked by an organization above'))
  expect(await button(setting(below, 'Areas'), 'Change Areas').count()).toBe(0)

  await go(here)
  await see(setting(page, 'Areas'))
  expect(await faultsOf(page)).toEqual([])
  await shot(page, 'phone-dark')
  await page.setViewportSize({ width: 1280, height: 800 })
  await shot(page, 'page-dark')
  await go(`${here}?change=mail.color`)
  await see(button(dialog(page), 'Save'))
  expect(await faultsOf(page)).toEqual([])
  await shot(page, 'phone-dark-color')
  await root.api.profile.update({ language: 'de' })
  const { page: german } = await visit(root, { at: here, locale: 'de-DE' })
  await see(setting(german, 'Fußzeile'))
  await see(setting(german, 'Seats').getByText('40 Plätze'))
  await see(setting(german, 'Erster Tag der Woche').getByText('Montag'))
  await shot(german, 'deutsch')
  await root.api.profile.update({ language: 'en' })
})
