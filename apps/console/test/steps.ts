/** What people do on the console's pages, and how a test waits for what they see. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { goodPassword } from './installation.ts'

export const see = (locator: Locator) => locator.first().waitFor({ state: 'visible' })
export const gone = (locator: Locator) => locator.first().waitFor({ state: 'hidden' })
export const seeText = (page: Page, text: string | RegExp) => see(page.getByText(text))
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, exact: true })
/** Waits until the value becomes what is expected. */
export const settled = <T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> =>
  expect.poll(read, { timeout: 20_000, interval: 30 })

export const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
export const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name, exact: true })
export const link = (page: Page | Locator, name: string) => page.getByRole('link', { name, exact: true })
export const dialog = (page: Page) => page.getByRole('dialog')
/** By the beginning of its label: a required field's goes on with an asterisk. */
export const field = (page: Page | Locator, label: string) => page.getByLabel(new RegExp(`^${label}`))

export async function signIn(page: Page, email: string, password = goodPassword): Promise<void> {
  await field(page, 'E-mail address').fill(email)
  await field(page, 'Password').fill(password)
  await button(page, 'Sign in').click()
}

/** Through the menu at the end of a row. */
export async function act(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** Of the open list of choices. */
export const options = (page: Page) => page.getByRole('listbox').getByRole('option')

/** Of these the one that Enter takes. */
export const marked = (page: Page) => options(page).and(page.locator('[data-combobox-selected]'))

export async function chooseRole(page: Page, label: string, role: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await options(page)
    .filter({ hasText: new RegExp(`^${role}`) })
    .click()
}

export async function filterBy(page: Page, word: string): Promise<void> {
  await button(page, 'Filters').click()
  await page.getByRole('menuitemradio', { name: word, exact: true }).click()
  await page.keyboard.press('Escape')
}

export async function invite(page: Page, email: string, role: string): Promise<void> {
  await button(page, 'Invite user').click()
  await field(dialog(page), 'E-mail address').fill(email)
  await chooseRole(page, 'Role', role)
  await button(dialog(page), 'Send invitation').click()
  await seeText(page, `Invited ${email}`)
}

/** On the page behind the link of an invitation. */
export async function accept(page: Page, firstName: string, lastName: string): Promise<void> {
  await field(page, 'First name').fill(firstName)
  await field(page, 'Last name').fill(lastName)
  await field(page, 'Choose a password').fill(goodPassword)
  await button(page, 'Accept and sign in').click()
}

/** The search part of the address, decoded. */
export const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)
export const path = (page: Page) => new URL(page.url()).pathname
