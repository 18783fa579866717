/** Which addresses requests of ours may go to: those of the public Internet, and no others. */
import ipaddr from 'ipaddr.js'

// "IPv4-compatible": ::127.0.0.1 is loopback to some systems and plain unicast to the library.
const compatible = ipaddr.parseCIDR('::/96')

/** Private, loopback, link-local, shared, multicast, reserved, mapped or translated ones are not. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv6' && parsed.match(compatible)) return false
  return parsed.range() === 'unicast'
}
