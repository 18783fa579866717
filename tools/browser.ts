// The browser of the console's tests and of the screenshots.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { LaunchOptions } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const libraryFolders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib']

/** Nothing of a test may leave the machine or wait for a graphics card. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // One process draws all pages: to start one for each address, and another for a graphics card, was a quarter of the work.
  '--renderer-process-limit=1',
  '--disable-site-isolation-trials',
  '--in-process-gpu',
]

const packaged = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)

/**
 * Launch options for playwright-core: the headless shell that npm brought, where there is one; it is the same everywhere
 * and takes half the processor time of a whole Chromium (30 s instead of 52 s for two files of tests). Else the system's
 * Chrome or Chromium. BROWSER_PATH names another one, to try the tests with it.
 */
export async function chromium(): Promise<LaunchOptions> {
  // Chromium refuses its sandbox to root, which is what containers run as.
  const args = process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags
  const executablePath = process.env['BROWSER_PATH'] ?? (packaged ? undefined : systemBrowser())
  return executablePath ? { executablePath, args } : { ...(await packagedBrowser()), args }
}

export function systemBrowser(path = process.env['PATH'] ?? ''): string | undefined {
  const installed = path.split(delimiter).flatMap((folder) => names.map((it) => join(folder, it)))
  return [...installed, ...elsewhere].find((it) => existsSync(it))
}

/**
 * @sparticuz/chromium, without its own flags: they switch off web security, which the tests are about. It looks after the
 * libraries and the fonts of a bare machine only on AWS Lambda, so that is done here.
 */
async function packagedBrowser(): Promise<LaunchOptions> {
  const folder = await unpacked()
  const env = definedOnly(process.env)
  if (!libraryFolders.some((it) => existsSync(join(it, 'libnss3.so'))))
    env['LD_LIBRARY_PATH'] = [join(folder, 'al2023/lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter)
  if (!existsSync('/etc/fonts')) env['FONTCONFIG_PATH'] ??= join(folder, 'fonts')
  return { executablePath: join(folder, 'chromium'), env }
}

/**
 * The package unpacks into the system's folder of temporary files and takes what it finds there for whole: two test workers at
 * once, or a run that was interrupted, left half a browser. Here it is made beside and renamed, in a folder of ours.
 */
async function unpacked(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'))
  const { version } = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8')) as { version: string }
  const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url))
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const fresh = await mkdtemp(`${folder}-`)
  const script = `const { default: chromium, inflate } = await import(${JSON.stringify(pathToFileURL(entry).href)})
    await chromium.executablePath()
    await inflate(${JSON.stringify(join(dirname(entry), '../bin/al2023.tar.br'))})`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR: fresh },
    timeout: 120_000,
  })
  // Another one was faster: theirs is as good.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true }))
  return folder
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((it): it is [string, string] => it[1] !== undefined))
}
