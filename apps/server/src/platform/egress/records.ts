/** TXT records of the domain name system: asked for anew each time, within some seconds. */
import { Resolver } from 'node:dns/promises'

/** The texts under a name; none when there are none. Null: nobody who should know answered. */
export type TextRecords = (name: string) => Promise<readonly string[] | null>

const absent = new Set(['ENOTFOUND', 'ENODATA'])

/** `servers`: addresses, with a port or not; those of the system unless given. */
export function textRecordsOf(servers: readonly string[] = []): TextRecords {
  return async (name) => {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 })
    if (servers.length) resolver.setServers([...servers])
    try {
      return (await resolver.resolveTxt(name)).slice(0, 100).map((parts) => parts.join(''))
    } catch (error) {
      return absent.has((error as NodeJS.ErrnoException).code ?? '') ? [] : null
    }
  }
}
