// The browser of the console's tests and of the screenshots.
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
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
]

/** Launch options for playwright-core: the system's Chrome or Chromium, else the one that npm brought. */
export async function chromium({ system = true } = {}): Promise<LaunchOptions> {
  // Chromium refuses its sandbox to root, which is what containers run as.
  const args = process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags
  const executablePath = system ? systemBrowser() : undefined
  return executablePath ? { executablePath, args } : { ...(await packagedBrowser()), args }
}

export function systemBrowser(path = process.env['PATH'] ?? ''): string | undefined {
  const installed = path.split(delimiter).flatMap((folder) => names.map((it) => join(folder, it)))
  return [...installed, ...elsewhere].find((it) => existsSync(it))
}

/**
 * @sparticuz/chromium, without its own flags: they switch off web security, which the tests are about. It unpacks the
 * libraries of a bare machine only on AWS Lambda, so that is done here; it needs Linux on x64 or arm64.
 */
async function packagedBrowser(): Promise<LaunchOptions> {
  const { default: packaged, inflate } = await import('@sparticuz/chromium')
  const executablePath = await packaged.executablePath()
  if (libraryFolders.some((it) => existsSync(join(it, 'libnss3.so')))) return { executablePath }
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'))
  await inflate(join(dirname(entry), '../bin/al2023.tar.br'))
  const before = process.env['LD_LIBRARY_PATH'] ?? ''
  const libraries = [join(tmpdir(), 'al2023/lib'), before].filter(Boolean).join(delimiter)
  return { executablePath, env: { ...definedOnly(process.env), LD_LIBRARY_PATH: libraries } }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((it): it is [string, string] => it[1] !== undefined))
}
