/** What is wrong with a page for people's eyes and hands, whatever it shows. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const phone = { width: 360, height: 740 }

/** What axe finds; `rules`: only these. */
async function violations(page: Page, ...rules: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true) // one frame only: there is no other to look into
  const { violations: found } = await (rules.length ? axe.withRules(rules) : axe).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`))
}
const sideways = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth > clientWidth ? [`${scrollWidth} wide in ${clientWidth}`] : []
  })

/**
 * Looked at in three ways. The document is the same in the dark, only its colours differ. Leaves the page dark and
 * narrow.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await violations(page, 'color-contrast')
  await page.setViewportSize(phone)
  const narrow = [...(await sideways(page)), ...(await violations(page))]
  return [...light, ...dark.map((it) => `dark: ${it}`), ...narrow.map((it) => `phone: ${it}`)]
}
