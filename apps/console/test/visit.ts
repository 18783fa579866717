/** One person at one browser: pages of a context of their own, and a note of everything that went wrong in it. */
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { takeSeat } from './seats.ts'

export interface VisitOptions extends BrowserContextOptions {
  /** Where to begin, as a path. */
  readonly at?: string
}
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Everything asked of the network, by address. */
  readonly asked: string[]
  /** Opens a path of the console. */
  go(path: string): Promise<void>
  /** Faults that belong to the test: lines such as `403 GET /api/v1/...`, `console: ...`, `no answer: ...`. */
  tolerate(...faults: RegExp[]): void
  /** Ends it; the faults that nobody expected. With the name of a failed test the pages are photographed first. */
  close(failed?: string): Promise<string[]>
}

/** Asking who one is, and whether one still is, while nobody is signed in is how the console finds out. */
const harmless = [/^401 GET \/api\/v1\/(me|sessions\/current)$/]
let photographed = 0
const photographs = fileURLToPath(new URL('../../../reports/browser/', import.meta.url))

export async function openVisit(
  address: string,
  cookie: string | undefined,
  { at, ...options }: VisitOptions,
): Promise<Visit> {
  const seat = await takeSeat(address, options)
  const { context, page } = seat
  if (cookie) await context.addCookies([{ url: address, name: nameIn(cookie), value: cookie.split('=')[1] ?? '' }])
  const faults: string[] = []
  const asked: string[] = []
  const tolerated = [...harmless]
  watch(context, address, asked, (fault) => faults.push(fault))
  const go = async (path: string) => void (await page.goto(path))
  if (at !== undefined) await go(at)
  return {
    page,
    context,
    asked,
    go,
    tolerate: (...some) => void tolerated.push(...some),
    async close(failed) {
      if (failed) await photograph(context, failed)
      await (failed ? seat.close() : seat.leave())
      return faults.filter((fault) => !tolerated.some((one) => one.test(fault)))
    },
  }
}

const nameIn = (cookie: string) => cookie.split('=')[0] ?? ''

function watch(context: BrowserContext, address: string, asked: string[], fault: (line: string) => void): void {
  const pathOf = (url: string) => (url.startsWith(address) ? url.slice(address.length) : url)
  context.on('console', (message) => {
    const told = message.type() === 'error' || message.type() === 'warning'
    // An answer that is an error is noted as such below.
    if (told && !message.text().startsWith('Failed to load resource')) fault(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => fault(`page error: ${error.error().stack ?? error.error().message}`))
  context.on('request', (request) => {
    const url = request.url()
    asked.push(url)
    // Tenants' addresses lead to the very same server.
    const own = url.replace(/^http:\/\/[a-z0-9-]+\.localhost:/, 'http://localhost:')
    if (!own.startsWith(`${address}/`) && !/^(data|blob|about):/.test(url)) fault(`asked elsewhere: ${url}`)
  })
  context.on('response', (response) => {
    if (response.status() < 400) return
    fault(`${response.status()} ${response.request().method()} ${pathOf(response.url())}`)
  })
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // The page itself lets go of questions whose answer it no longer needs.
    if (why !== 'net::ERR_ABORTED') fault(`no answer: ${request.method()} ${pathOf(request.url())} ${why}`)
  })
}

async function photograph(context: BrowserContext, name: string): Promise<void> {
  mkdirSync(photographs, { recursive: true })
  const title = name.replace(/\W+/g, '-').slice(0, 60)
  for (const page of context.pages())
    await page.screenshot({ path: `${photographs}${title}-${(photographed += 1)}.png` }).catch(() => undefined)
}
