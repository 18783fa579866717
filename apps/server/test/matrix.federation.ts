/** The matrix's rows of federated sign-in. */
import { newId, publicId } from '../src/platform/value/ids.ts'
import type { Values } from './operations.ts'
import { newToken, openConnection, openDomain, type Place } from './people.ts'
import type { World } from './world.ts'

interface Case {
  readonly at: Place
  readonly of: Place
  readonly home: Place
  readonly whose: string
}
interface Row {
  input(it: Case): Promise<Values> | Values
  status?(it: Case): number
}
const none: Row = { input: () => ({}) }

export function federationRows(the: () => World): Readonly<Record<string, Row>> {
  const onConnection = (more: Values = {}): Row => ({
    input: async ({ of }) => ({ connection: await openConnection(the().database, of), ...more }),
  })
  const onDomain: Row = { input: async ({ of }) => ({ domain: await openDomain(the().database, of) }) }
  return {
    'federation.list': none,
    'federation.show': onConnection(),
    'federation.create': {
      input: async ({ at }) => {
        await the().database.query('delete from connections where org_path = $1', [at.path]) // of other rows: 50 are too many
        return { name: 'Acme ID', issuer: 'https://id.example', clientId: 'tenantry', clientSecret: 'secret' }
      },
    },
    'federation.update': onConnection({ name: 'Renamed' }),
    'federation.switch': onConnection({ active: false }),
    'federation.remove': onConnection(),
    'federation.test': onConnection(),
    'federation.listDomains': none,
    'federation.addDomain': { input: () => ({ name: `${newId()}.example` }) },
    'federation.checkDomain': { ...onDomain, status: () => 424 }, // no name server in this world
    'federation.removeDomain': onDomain,
    'federation.find': { input: () => ({ email: 'somebody@example.com' }) },
    'federation.begin': {
      input: async ({ of, whose }) => ({
        connection: whose === 'random' ? publicId('con', newId()) : await openConnection(the().database, of),
      }),
      status: ({ whose }) => (whose === 'random' ? 404 : 424), // the provider is not there
    },
    'federation.finish': {
      input: () => ({ organization: publicId('org', newId()), state: newToken() }),
      status: () => 410,
    },
    'federation.links': none,
    'federation.beginLink': { input: () => ({ connection: publicId('con', newId()) }), status: () => 404 },
    'federation.beginProof': {
      input: async ({ home }) => ({ connection: await openConnection(the().database, home) }),
      status: () => 404, // not linked
    },
    'federation.finishOwn': {
      input: () => ({ organization: publicId('org', newId()), state: newToken() }),
      status: () => 410,
    },
    'federation.unlink': { input: () => ({ link: publicId('lnk', newId()) }), status: () => 404 },
  }
}
