import type { hosts } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { organizationRef } from '../organizations/index.ts'
import {
  addressOf,
  chosen,
  fits,
  isMain,
  labelOf,
  mayReturnTo,
  originAt,
  originsOf,
  takesPasskeys,
  tenantHostOf,
  type Addresses,
} from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly addresses: Addresses
}
async function find(lookup: Lookup, addresses: Addresses, host: string): Promise<store.FoundRow | undefined> {
  const label = labelOf(addresses, host)
  const names = label === null ? [host] : [host, label]
  return chosen(await lookup<store.FoundRow>(store.byHostStatement, [names, label]), host, label)
}

export const actionsWith = ({ lookup, addresses }: Capabilities): ActionsFor<typeof hosts> => ({
  async show(_call, { host }) {
    const more = { main: addresses.publicUrl.origin, passkeys: takesPasskeys(addresses, host) }
    if (isMain(addresses, host)) return { kind: 'main', name: null, ...more }
    const found = await find(lookup, addresses, host)
    return found ? { kind: 'tenant', name: found.name, ...more } : { kind: 'unknown', name: null, ...more }
  },
  async own({ home }, { host }) {
    const [found, [row]] = await Promise.all([
      isMain(addresses, host) ? undefined : find(lookup, addresses, host),
      lookup<store.FoundRow>(store.byIdStatement, [home.id]),
    ])
    const there = found !== undefined && fits(found, home)
    return {
      fits: there || isMain(addresses, host),
      // Above one's own home nothing can be opened: deep links lead home.
      organization: organizationRef(there && found.path.startsWith(home.path) ? found : home),
      address: (row && addressOf(addresses, row)) ?? addresses.publicUrl.origin,
    }
  },
})

/** Origins whose pages are the console's: the installation's own, and those of addresses that organizations have. */
export function originsWith({ lookup, addresses }: Capabilities) {
  const fixed = new Set(originsOf(addresses))
  return {
    has(origin: string): boolean | Promise<boolean> {
      if (fixed.has(origin)) return true
      const host = tenantHostOf(addresses, origin)
      return host === null ? false : find(lookup, addresses, host).then((found) => found !== undefined)
    },
  }
}

/** The address at which a sign-in through a connection of the organization at `path` may end; null where it may not. */
export const returningWith =
  ({ lookup, addresses }: Capabilities) =>
  async (host: string, path: string): Promise<string | null> => {
    const found = isMain(addresses, host) ? undefined : await find(lookup, addresses, host)
    return mayReturnTo(addresses, host, found, path) ? originAt(addresses, host) : null
  }
export type Returning = ReturnType<typeof returningWith>

/** The address of an organization, if it has one of its own. */
export const ownAddressWith =
  (addresses: Addresses) =>
  (it: Pick<store.FoundRow, 'code' | 'host'>): string | null =>
    addressOf(addresses, it)
export type OwnAddress = ReturnType<typeof ownAddressWith>
