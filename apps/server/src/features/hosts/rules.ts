/** Which organization an address may be of, and which address an organization has. Pure. */
import { isWithin } from '../../platform/value/reach.ts'

export interface Addresses {
  readonly publicUrl: URL
  /** Every name below it may be a tenant's code: `example.com`. */
  readonly tenantDomain: string | undefined
}
const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

export const isMain = ({ publicUrl: { hostname } }: Addresses, host: string): boolean =>
  host === hostname || (loopback.includes(hostname) && loopback.includes(host))

export const originsOf = ({ publicUrl }: Addresses): string[] => {
  const { protocol, port, hostname, origin } = publicUrl
  // On loopback its names are one place to people, and several to browsers.
  return loopback.includes(hostname) ? loopback.map((name) => `${protocol}//${name}${port && `:${port}`}`) : [origin]
}

/** The host of an origin that a tenant's page may have here: same scheme, same port. */
export function tenantHostOf({ publicUrl }: Addresses, origin: string): string | null {
  const url = URL.parse(origin)
  return url && url.origin === origin && url.protocol === publicUrl.protocol && url.port === publicUrl.port
    ? url.hostname
    : null
}

/** The part before the wildcard domain. */
export const labelOf = ({ tenantDomain }: Addresses, host: string): string | null =>
  tenantDomain !== undefined && host.endsWith(`.${tenantDomain}`) ? host.slice(0, -tenantDomain.length - 1) : null

export const originAt = ({ publicUrl: { protocol, port } }: Addresses, name: string) =>
  `${protocol}//${name}${port && `:${port}`}`

/**
 * What passkeys are bound to: the wildcard domain where the installation lies in it, so that one passkey does at its own
 * address and at those of tenants below; else the installation's own host name. Names below localhost are no domain to browsers.
 */
export const partyOf = ({ publicUrl: { hostname }, tenantDomain }: Addresses): string =>
  tenantDomain !== undefined && `.${hostname}`.endsWith(`.${tenantDomain}`) ? tenantDomain : hostname
export function takesPasskeys(addresses: Addresses, host: string): boolean {
  const party = partyOf(addresses)
  return host === party || (!loopback.includes(party) && host.endsWith(`.${party}`))
}

/**
 * Whether what a provider sends back may be handed on to an address, for a connection of the organization at `path`: to our
 * own and those below the wildcard domain, which nobody else serves, and to the host name of that organization or one above
 * it. Whoever has a host name of their own elsewhere could have it lead to a server of theirs, begin there and collect the
 * answers of others.
 */
export const mayReturnTo = (addresses: Addresses, host: string, found: Pick<Found, 'path'> | undefined, path: string) =>
  isMain(addresses, host) || (found !== undefined && (labelOf(addresses, host) !== null || isWithin(path, found.path)))

export interface Found {
  readonly id: string
  readonly path: string
  readonly level: string
  readonly name: string
  readonly code: string | null
  readonly host: string | null
}
/** Below the wildcard domain codes come first: nobody takes another's address by a host name of their own. */
export const chosen = <F extends Found>(found: readonly F[], host: string, label: string | null): F | undefined =>
  found.find((it) => label !== null && it.code?.toLowerCase() === label) ??
  found.find((it) => label !== null && it.host === label) ??
  found.find((it) => it.host === host)

const isLabel = (text: string) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)
/** Null: it has neither a code that can be part of one nor a host name of its own. */
export function addressOf(addresses: Addresses, { code, host }: Pick<Found, 'code' | 'host'>) {
  const { tenantDomain } = addresses
  const below = (name: string) => (tenantDomain === undefined ? null : originAt(addresses, `${name}.${tenantDomain}`))
  // On loopback no other name leads here.
  if (host?.includes('.') && tenantDomain !== 'localhost') return originAt(addresses, host)
  const label = code?.toLowerCase()
  if (label !== undefined && isLabel(label)) return below(label)
  return host === null ? null : below(host)
}

/** One's own organization lies there, below, or above. */
export const fits = (host: { readonly path: string }, home: { readonly path: string }): boolean =>
  isWithin(home.path, host.path) || isWithin(host.path, home.path)
