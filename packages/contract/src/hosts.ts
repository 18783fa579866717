/**
 * Addresses of tenants. A host name only chooses which name the sign-in page shows and where deep links lead; it is told by
 * whoever asks, never read from the Host header, and nothing is allowed or refused by it.
 */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { Host, Nullable, OrganizationRef, Strict } from './values.ts'

const query = Strict({ host: Host })

export const HostInfo = Strict({
  /** `main`: the installation's own address. */
  kind: Type.Enum(['main', 'tenant', 'unknown']),
  /** The tenant's, as the sign-in page shows it. */
  name: Nullable(Type.String()),
  /** The installation's own address. */
  main: Type.String(),
  /** Whether the installation's passkeys work there: browsers bind them to a domain. */
  passkeys: Type.Boolean(),
})
export type HostInfo = Static<typeof HostInfo>

export const hosts = {
  /** A name for an address, which whoever was given the address may read; no identifier, no count, no state. */
  show: route({
    method: 'GET',
    path: '/hosts',
    access: 'public',
    summary: 'Whose address a host name is',
    query,
    returns: HostInfo,
    refuses: {},
  }),
  /** For the person signed in: are they at home at this address, below or above, and if not, where is their own? */
  own: route({
    method: 'GET',
    path: '/me/host',
    access: 'member',
    summary: 'Whether an address is that of one’s own organization, and where that is',
    query,
    returns: Strict({
      fits: Type.Boolean(),
      /** Where deep links lead at this address: the tenant's, or else one's own organization. */
      organization: OrganizationRef,
      /** Of one's own organization; the installation's where it has none. */
      address: Type.String(),
    }),
    refuses: {},
  }),
}
