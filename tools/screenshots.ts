// `npm run screenshots`: every page of the console, light, dark and as wide as a phone, of a demo in a folder of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'
import { tenants } from '../apps/server/src/demo/cast.ts'
import { password } from '../apps/server/src/demo/people.ts'
import { chromium as launchOptions } from './browser.ts'
import { root } from './install.mjs'

type Who = 'platform-admin' | 'admin' | 'employee' | null
interface Shot {
  name: string
  who: Who
  /** `{root}` and `{tenant}` stand for the identifiers of the demo. */
  path: string
  /** What to do before the picture is taken. */
  act?: (page: Page) => Promise<void>
}

const token = 'x'.repeat(43)
const openMenu = (page: Page) =>
  page
    .getByRole('button', { name: /^Actions for/ })
    .nth(1)
    .click()
const firstUser = (page: Page) => page.getByRole('table').getByRole('link').nth(1).click()

const shots: readonly Shot[] = [
  { name: 'sign-in', who: null, path: '/sign-in' },
  { name: 'forgot-password', who: null, path: '/forgot-password' },
  { name: 'set-up', who: null, path: `/set-up#${token}` },
  { name: 'accept-unknown', who: null, path: `/accept#${token}` },
  { name: 'reset-unknown', who: null, path: `/reset#${token}` },
  { name: 'tenants', who: 'platform-admin', path: '/o/{root}/organizations' },
  { name: 'tenant-create', who: 'platform-admin', path: '/o/{root}/organizations?create=true' },
  { name: 'tenant-info', who: 'platform-admin', path: '/o/{tenant}/info' },
  {
    name: 'tenant-delete',
    who: 'platform-admin',
    path: '/o/{tenant}/info',
    act: (page) => page.getByRole('button', { name: 'Delete', exact: true }).click(),
  },
  { name: 'settings', who: 'platform-admin', path: '/o/{root}/settings' },
  { name: 'policies', who: 'platform-admin', path: '/o/{root}/policies' },
  { name: 'policies-waiting', who: 'platform-admin', path: '/o/{root}/policies?waiting=true' },
  { name: 'authentication', who: 'platform-admin', path: '/o/{root}/authentication' },
  { name: 'mails', who: 'platform-admin', path: '/o/{root}/mails' },
  { name: 'blueprint', who: 'platform-admin', path: '/o/{root}/blueprint' },
  { name: 'roles-all', who: 'platform-admin', path: '/o/{root}/roles' },
  { name: 'info', who: 'admin', path: '/o/{tenant}/info' },
  { name: 'users', who: 'admin', path: '/o/{tenant}/users' },
  { name: 'users-filtered', who: 'admin', path: '/o/{tenant}/users?status=inactive' },
  { name: 'users-nothing-found', who: 'admin', path: '/o/{tenant}/users?search=zzzzzz' },
  { name: 'user', who: 'admin', path: '/o/{tenant}/users', act: firstUser },
  { name: 'user-actions', who: 'admin', path: '/o/{tenant}/users', act: openMenu },
  {
    name: 'user-deactivate',
    who: 'admin',
    path: '/o/{tenant}/users?status=active',
    act: async (page) => {
      await openMenu(page)
      await page.getByRole('menuitem', { name: 'Deactivate' }).click()
    },
  },
  { name: 'invites', who: 'admin', path: '/o/{tenant}/invites?status=all' },
  { name: 'invite', who: 'admin', path: '/o/{tenant}/users?invite=true' },
  { name: 'roles', who: 'admin', path: '/o/{tenant}/roles' },
  { name: 'access', who: 'admin', path: '/o/{tenant}/access' },
  { name: 'access-refused', who: 'employee', path: '/o/{tenant}/access' },
  { name: 'profile', who: 'admin', path: '/profile' },
  { name: 'no-access', who: 'employee', path: '/' },
  { name: 'permission-missing', who: 'employee', path: '/o/{tenant}/users' },
  { name: 'not-found', who: 'admin', path: '/nowhere' },
]
const desk = { viewport: { width: 1280, height: 800 } }
const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { ...desk, colorScheme: 'light' },
  dark: { ...desk, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 780 }, colorScheme: 'light', isMobile: true, hasTouch: true },
}

const folder = join(root, 'screenshots')
const data = await mkdtemp(join(tmpdir(), 'tenantry-screenshots-'))
const port = await freePort()
const demo = spawn(
  process.execPath,
  [join(root, 'tools/start.mjs'), '--demo', '--port', String(port), '--data', data],
  {
    stdio: ['ignore', 'ignore', 'pipe'],
  },
)
try {
  await ready(demo)
  await mkdir(folder, { recursive: true })
  const browser = await chromium.launch(await launchOptions())
  try {
    for (const [look, options] of Object.entries(looks)) await photograph(look, options)
  } finally {
    await browser.close()
  }

  async function photograph(look: string, options: BrowserContextOptions) {
    for (const who of new Set(shots.map((shot) => shot.who))) {
      const context = await browser.newContext({ ...options, locale: 'en-GB', reducedMotion: 'reduce' })
      const page = await context.newPage()
      const ids = await signIn(page, who)
      for (const shot of shots.filter((one) => one.who === who)) {
        const path = shot.path.replace('{root}', ids.root).replace('{tenant}', ids.tenant)
        // By way of an empty page: an address that differs only behind its # would not be loaded anew.
        await page.goto('about:blank')
        await page.goto(`http://localhost:${port}${path}`)
        await page.waitForLoadState('networkidle')
        await shot.act?.(page)
        await page.waitForTimeout(300)
        await page.screenshot({ path: join(folder, `${shot.name}.${look}.png`) })
      }
      await context.close()
    }
    console.log(`${shots.length} screenshots, ${look}`)
  }
} finally {
  demo.kill('SIGTERM')
  await new Promise((resolve) => demo.once('exit', resolve))
  await rm(data, { recursive: true, force: true })
}

/** Signs in at the page, then asks the API where things are. */
async function signIn(page: Page, who: Who) {
  if (who === null) return { root: '', tenant: '' }
  const email = `${who === 'platform-admin' ? 'platform' : who}@demo.example`
  await page.goto(`http://localhost:${port}/sign-in`)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((address) => address.pathname !== '/sign-in')
  // One language on all of them, whatever the person in the sample speaks.
  await page.evaluate(speakEnglish)
  const { organization } = await read(page, '/me')
  if (organization.level !== 'platform') return { root: '', tenant: organization.id }
  const found = await read(page, `/organizations/${organization.id}/organizations?search=${tenants[0]?.name}`)
  return { root: organization.id, tenant: found.items[0]?.id ?? '' }
}

async function speakEnglish() {
  const headers = { 'content-type': 'application/json' }
  await fetch('/api/v1/me', { method: 'PATCH', headers, body: JSON.stringify({ language: 'en' }) })
}

interface Answer {
  organization: { id: string; level: string }
  items: { id: string }[]
}
async function read(page: Page, path: string): Promise<Answer> {
  const answer = await page.request.get(`http://localhost:${port}/api/v1${path}`)
  return (await answer.json()) as Answer
}

/** The demo has said whom one can sign in as. */
function ready(child: ChildProcess) {
  return new Promise<void>((resolve, reject) => {
    let said = ''
    child.once('exit', (code) => reject(new Error(`The demo ended (${code}).`)))
    child.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString()
      if (said.includes('The demo is ready')) resolve()
    })
  })
}

function freePort() {
  return new Promise<number>((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port.')),
      )
    })
  })
}
