/**
 * One browser for all the files of a worker, and in it seats that are used again: whoever sits down finds a browser of
 * their own with nothing in it, but the console's scripts need not be fetched and compiled anew. That was most of the
 * time that a page took to come up.
 */
import { chromium as playwright } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from '../../../tools/browser.ts'

export interface Seat {
  readonly context: BrowserContext
  readonly page: Page
  /** Makes it free for the next one. */
  leave(): Promise<void>
  /** Ends it instead. */
  close(): Promise<void>
}

const usual = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', reducedMotion: 'reduce' } as const
let launched: Promise<Browser> | undefined
/** By what was asked for, address included: every installation has its own, and its scripts with it. */
const free = new Map<string, Seat[]>()

export async function takeSeat(address: string, options: BrowserContextOptions): Promise<Seat> {
  const kind = `${address} ${JSON.stringify(options)}`
  return free.get(kind)?.pop() ?? newSeat(address, options, kind)
}

async function newSeat(address: string, given: BrowserContextOptions, kind: string): Promise<Seat> {
  launched ??= chromium().then((found) => playwright.launch(found))
  const options = { ...usual, ...given, baseURL: address }
  const context = await (await launched).newContext(options)
  context.setDefaultTimeout(20_000) // of a machine with other things to do
  const page = await context.newPage()
  const seat: Seat = {
    context,
    page,
    close: () => context.close(),
    async leave() {
      const clean = await clear(context, page, address, options).catch(() => false)
      if (clean) free.set(kind, [...(free.get(kind) ?? []), seat])
      else await context.close()
    },
  }
  return seat
}

/** False when something is left that only ends with the context. */
async function clear(
  context: BrowserContext,
  page: Page,
  address: string,
  { viewport, colorScheme, reducedMotion, forcedColors }: BrowserContextOptions,
): Promise<boolean> {
  await context.unrouteAll({ behavior: 'ignoreErrors' })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  const others = context.pages().filter((it) => it !== page)
  await Promise.all(others.map((it) => it.close()))
  // What is remembered is removed from a document of the same origin in which nothing runs.
  await page.goto(`${address}/favicon.svg`)
  for (const event of ['console', 'weberror', 'request', 'response', 'requestfailed', 'requestfinished', 'page'])
    context.removeAllListeners(event)
  for (const event of ['console', 'pageerror', 'request', 'response', 'dialog', 'download', 'popup', 'framenavigated'])
    page.removeAllListeners(event)
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  const realClock = await page.evaluate(() => [Date, setTimeout].every((it) => String(it).includes('[native code]')))
  if (!realClock) return false // a test's own stays for as long as the context
  await page.goto('about:blank')
  await page.emulateMedia({
    media: null,
    colorScheme: colorScheme ?? 'light',
    reducedMotion: reducedMotion ?? 'no-preference',
    forcedColors: forcedColors ?? 'none',
  })
  if (viewport) await page.setViewportSize(viewport)
  await page.mouse.move(0, 0)
  await context.clearCookies()
  await context.clearPermissions()
  await context.setOffline(false)
  const protocol = await context.newCDPSession(page)
  await protocol.send('Page.resetNavigationHistory')
  await protocol.detach()
  return true
}

/** Those of an address that is no more. */
export async function clearAway(address: string): Promise<void> {
  for (const [kind, seats] of free) {
    if (!kind.startsWith(`${address} `)) continue
    free.delete(kind)
    await Promise.all(seats.map((seat) => seat.close()))
  }
}
