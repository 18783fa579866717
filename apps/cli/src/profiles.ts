/** Where servers are and with which keys: a file that only its owner may read. */
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { WrongUsage } from './failures.ts'

export interface Profile {
  readonly url: string
  readonly key: string
}
export interface Profiles {
  readonly current: string | null
  readonly profiles: Readonly<Record<string, Profile>>
}
export type Environment = Readonly<Record<string, string | undefined>>

export const profileFile = (env: Environment): string =>
  env['TENANTRY_CONFIG'] ?? join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'tenantry', 'profiles.json')

export async function readProfiles(file: string): Promise<Profiles> {
  const facts = await stat(file).catch(() => null)
  if (!facts) return { current: null, profiles: {} }
  if (process.platform !== 'win32' && facts.mode & 0o077)
    throw new WrongUsage(`${file} holds keys and can be read by others: chmod 600 ${file}`)
  try {
    const { current, profiles } = JSON.parse(await readFile(file, 'utf8')) as Partial<Profiles>
    return { current: current ?? null, profiles: profiles ?? {} }
  } catch {
    throw new WrongUsage(`${file} is not a profile file; move it away and sign in again.`)
  }
}

/** Whole or not at all, and never readable by others, not even while it is written. */
export async function writeProfiles(file: string, profiles: Profiles): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const beside = `${file}.${process.pid}`
  await writeFile(beside, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 })
  await chmod(beside, 0o600) // the mode above is for a file that is new
  await rename(beside, file)
}

const loopback = /^(localhost|.*\.localhost|127\.0\.0\.1|\[::1\])$/
/** A key goes in every request: only over HTTPS, or to this very machine. */
export function serverUrl(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new WrongUsage(`"${text}" is no address such as https://admin.example.com`)
  if (url.protocol === 'http:' && !loopback.test(url.hostname))
    throw new WrongUsage(`${url.origin} would get your key unencrypted: use https://`)
  return url.origin
}

/** What was asked for by name, by the environment, or last chosen. A stored key goes to its own server alone. */
export async function profileFor(
  env: Environment,
  asked: string | undefined,
): Promise<Profile & { name: string | null }> {
  const file = profileFile(env)
  const { current, profiles } = await readProfiles(file)
  const name = asked ?? env['TENANTRY_PROFILE'] ?? current
  const stored = name === null ? undefined : profiles[name]
  if (asked !== undefined && !stored) throw new WrongUsage(`There is no profile "${asked}": tenantry profiles`)
  // A profile named in the command itself is what was meant, whatever the environment says.
  const given = asked === undefined ? env['TENANTRY_URL'] : undefined
  const url = given ?? stored?.url
  if (url === undefined)
    throw new WrongUsage('No server is known: "tenantry login URL", or set TENANTRY_URL and TENANTRY_KEY.')
  const origin = serverUrl(url)
  const storedKey = stored && serverUrl(stored.url) === origin ? stored.key : undefined
  const key = (asked === undefined ? env['TENANTRY_KEY'] : undefined) ?? storedKey
  if (key === undefined)
    throw new WrongUsage(`No key is known for ${origin}: "tenantry login ${origin}", or set TENANTRY_KEY.`)
  return { name: stored && storedKey === key ? name : null, url: origin, key }
}
