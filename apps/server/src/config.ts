/** What the server is told from outside: the environment and the command line. A wrong value stops the start with its name. */
import { isIP } from 'node:net'
import { parseArgs } from 'node:util'
import { resolve } from 'node:path'

export interface Config {
  readonly blueprint: string
  readonly port: number
  readonly host: string
  readonly data: string
  /** Absent: the embedded PostgreSQL in the data folder. */
  readonly databaseUrl: string | undefined
  /** Around a pooler that hands connections from transaction to transaction, where `databaseUrl` leads to one. */
  readonly databaseDirectUrl: string | undefined
  /** The owner's connection, for migrations at start. */
  readonly databaseOwnerUrl: string | undefined
  readonly smtpUrl: URL | undefined
  readonly mailFrom: string | undefined
  readonly publicUrl: URL
  /** Of `*.example.com`: what stands after the star and the dot. */
  readonly tenantDomain: string | undefined
  readonly opsPort: number
  readonly trustedProxies: string[]
  /** Hosts inside the own network that requests may go to, with a port or without. */
  readonly privateHosts: string[]
  readonly secretKey: Buffer | undefined
  readonly logLevel: string
}
export class WrongConfig extends Error {
  override readonly name = 'WrongConfig'
  constructor(variable: string, should: string) {
    super(`${variable} should be ${should}.`)
  }
}
const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
export const isLoopback = (host: string) => loopback.has(host) || host.endsWith('.localhost')
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

export function readConfig(args: string[], env: NodeJS.ProcessEnv): Config {
  const flags = readFlags(args)
  const value = (flag: string | undefined, variable: string) => flag ?? (env[variable]?.trim() || undefined)
  const port = portFrom(value(flags.port, 'PORT') ?? '3000', '--port (PORT)')
  const given = value(undefined, 'PUBLIC_URL')
  const publicUrl = urlFrom(
    given ?? `http://localhost:${port}`,
    'PUBLIC_URL',
    ['http:', 'https:'],
    'https://admin.example.com',
  )
  if (publicUrl.pathname !== '/' || publicUrl.search || publicUrl.hash)
    throw new WrongConfig('PUBLIC_URL', 'an address without a path, such as https://admin.example.com')
  if (publicUrl.protocol === 'http:' && !isLoopback(publicUrl.hostname)) {
    throw new WrongConfig('PUBLIC_URL', 'an https:// address; plain http:// is for loopback (localhost) only')
  }
  const databaseUrl = value(undefined, 'DATABASE_URL')
  const databaseDirectUrl = value(undefined, 'DATABASE_DIRECT_URL')
  const databaseOwnerUrl = value(undefined, 'DATABASE_OWNER_URL')
  for (const [name, url] of [
    ['DATABASE_URL', databaseUrl],
    ['DATABASE_DIRECT_URL', databaseDirectUrl],
    ['DATABASE_OWNER_URL', databaseOwnerUrl],
  ] as const) {
    // Not by URL: a socket folder leaves the host empty (postgres://user@/tenantry?host=/run/postgresql).
    if (url !== undefined && !/^postgres(ql)?:\/\/\S+$/.test(url))
      throw new WrongConfig(name, 'an address such as postgres://tenantry_app:password@host:5432/tenantry')
  }
  const smtp = value(undefined, 'SMTP_URL')
  const logLevel = value(undefined, 'LOG_LEVEL') ?? (process.stdout.isTTY ? 'warn' : 'info') // on a terminal people read
  if (!levels.includes(logLevel)) throw new WrongConfig('LOG_LEVEL', `one of ${levels.join(', ')}`)
  return {
    blueprint: value(flags.blueprint, 'BLUEPRINT') ?? 'backoffice',
    port,
    // Reachable from outside only once somebody has said where outside is.
    host: value(undefined, 'HOST') ?? (given && !isLoopback(publicUrl.hostname) ? '0.0.0.0' : '127.0.0.1'),
    data: resolve(value(flags.data, 'DATA') ?? 'data'),
    databaseUrl,
    databaseDirectUrl,
    databaseOwnerUrl,
    smtpUrl:
      smtp === undefined
        ? undefined
        : urlFrom(smtp, 'SMTP_URL', ['smtp:', 'smtps:'], 'smtp://user:password@mail.example.com:587'),
    mailFrom: senderFrom(value(undefined, 'MAIL_FROM')),
    publicUrl,
    tenantDomain: domainFrom(value(undefined, 'TENANT_DOMAIN'), publicUrl),
    opsPort: portFrom(value(undefined, 'OPS_PORT') ?? '0', 'OPS_PORT'),
    trustedProxies: proxiesFrom(value(undefined, 'TRUSTED_PROXIES') ?? ''),
    privateHosts: hostsFrom(value(undefined, 'EGRESS_PRIVATE_HOSTS') ?? ''),
    secretKey: keyFrom(value(undefined, 'SECRET_KEY')),
    logLevel,
  }
}

function readFlags(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: { blueprint: { type: 'string' }, port: { type: 'string' }, data: { type: 'string' } },
    })
    return values
  } catch (error) {
    throw new WrongConfig(
      'The command line',
      `--blueprint NAME, --port NUMBER, --data FOLDER (${error instanceof Error ? error.message : ''})`,
    )
  }
}
function portFrom(text: string, name: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new WrongConfig(name, 'a port number from 0 (any free one) to 65535')
  return Number(text)
}
function urlFrom(text: string, name: string, protocols: string[], example: string): URL {
  const url = URL.parse(text)
  if (!url || !protocols.includes(url.protocol) || url.hostname === '')
    throw new WrongConfig(name, `an address such as ${example}`)
  return url
}
/** On loopback every name below localhost leads here. */
function domainFrom(text: string | undefined, { hostname }: URL): string | undefined {
  if (text === undefined) return loopback.has(hostname) ? 'localhost' : undefined
  const domain = /^\*\.((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/.exec(
    text,
  )?.[1]
  if (domain === undefined || domain.length > 200)
    throw new WrongConfig('TENANT_DOMAIN', 'a wildcard domain in lower case, such as *.example.com')
  return domain
}
function keyFrom(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32)
    throw new WrongConfig('SECRET_KEY', '32 random bytes in base64, as from: openssl rand -base64 32')
  return key
}
function proxiesFrom(text: string): string[] {
  const proxies = text
    .split(',')
    .map((it) => it.trim())
    .filter(Boolean)
  const isRange = (it: string) => {
    const [address = '', bits = '0', ...rest] = it.split('/')
    return (
      rest.length === 0 &&
      isIP(address) !== 0 &&
      /^\d{1,3}$/.test(bits) &&
      Number(bits) <= (isIP(address) === 4 ? 32 : 128)
    )
  }
  if (!proxies.every(isRange))
    throw new WrongConfig('TRUSTED_PROXIES', 'addresses or CIDR ranges separated by commas, such as 10.0.0.0/8')
  return proxies
}
function hostsFrom(text: string): string[] {
  const hosts = text
    .split(',')
    .map((it) => it.trim().toLowerCase())
    .filter(Boolean)
  const isHost = (it: string) => {
    const url = URL.parse(`http://${it}`)
    return url !== null && it === (it.includes(':80') && url.port === '' ? `${url.hostname}:80` : url.host)
  }
  if (!hosts.every(isHost))
    throw new WrongConfig('EGRESS_PRIVATE_HOSTS', 'host names separated by commas, such as keycloak.internal:8443')
  return hosts
}
/** A mail without a sender is refused by the servers that matter, or goes unseen. */
function senderFrom(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/.test(text))
    throw new WrongConfig('MAIL_FROM', "an address, with a name before it or not: 'Backoffice <no-reply@example.com>'")
  return text
}
