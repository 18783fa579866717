import { join } from 'node:path'
import { chromium as playwright } from 'playwright-core'
import { expect, test } from 'vitest'
import { chromium, systemBrowser } from './browser.ts'
import { tree } from './tree.ts'

test('a browser on the PATH is found', () => {
  using made = tree({ 'bin/chromium': '' })
  expect(systemBrowser(join(made.root, 'bin'))).toBe(join(made.root, 'bin/chromium'))
})

test('the browser that is chosen shows a page, also when two want it at once', async () => {
  const [found] = await Promise.all([chromium(), chromium()])
  const browser = await playwright.launch(found)
  const page = await browser.newPage()
  await page.setContent('<h1>Tenantry</h1>')
  expect(await page.textContent('h1')).toBe('Tenantry')
  await browser.close()
})
