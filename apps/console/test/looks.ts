/** What is wrong with a page for people's eyes and hands, whatever it shows. */
import axeCore from 'axe-core'
import type { Page } from 'playwright-core'

declare global {
  /** In the page, once it was injected. */
  var axe: typeof axeCore | undefined
}
const phone = { width: 360, height: 740 }

/** What axe finds: by all rules, by these only, or by all but these. */
export async function violations(
  page: Page,
  { only = [], but = [] }: { only?: string[]; but?: string[] } = {},
): Promise<string[]> {
  // Once for a document: to compile it takes longer than many a look.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source)
  const found = await page.evaluate(
    async ([wanted, unwanted]) => {
      const off = Object.fromEntries(unwanted.map((it) => [it, { enabled: false }]))
      const rules: axeCore.RunOptions = wanted.length ? { runOnly: { type: 'rule', values: wanted } } : { rules: off }
      // Of what is right nothing need be told, which is most of the work.
      const result = await globalThis.axe?.run(document, { ...rules, resultTypes: ['violations'] })
      if (!result) throw new Error('axe was not injected')
      return result.violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`),
      }))
    },
    [only, but] as const,
  )
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node}`))
}
/** Whether the page scrolls sideways once it has settled into its width, and what sticks out. */
async function sideways(page: Page): Promise<string[]> {
  const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth
  const settled = await page.waitForFunction(fits, undefined, { timeout: 10_000 }).catch(() => undefined)
  if (settled) return []
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const out = [...document.querySelectorAll('body *')].filter(
      (it) => it.getBoundingClientRect().right > clientWidth + 1,
    )
    const names = out.slice(0, 8).map((it) => `${it.tagName.toLowerCase()}.${it.className}`)
    return [`${scrollWidth} wide in ${clientWidth}: ${names.join(', ')}`]
  })
}

/**
 * Looked at in three ways. The document is the same in the dark, only its colours differ; they are the same on a phone.
 * Leaves the page dark and narrow.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const light = await violations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark')
  const dark = await violations(page, { only: ['color-contrast'] })
  await page.setViewportSize(phone)
  const narrow = [...(await sideways(page)), ...(await violations(page, { but: ['color-contrast'] }))]
  return [...light, ...dark.map((it) => `dark: ${it}`), ...narrow.map((it) => `phone: ${it}`)]
}
