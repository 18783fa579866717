/** The matrix's rows of second factors, passkeys and remembered browsers. */
import { newId, publicId } from '../src/platform/value/ids.ts'
import type { Values } from './operations.ts'
import { newToken, openDevice, openFactor, type Place, type Seated } from './people.ts'
import type { World } from './world.ts'

interface Case {
  readonly at: Place
  readonly of: Place
  readonly home: Place
  readonly actor: Seated
  readonly whose: 'own' | 'other' | 'random'
}
interface Row {
  input(it: Case): Promise<Values> | Values
  status?(it: Case): number
}
const none: Row = { input: () => ({}) }
const ofOwn = ({ whose }: Case) => (whose === 'own' ? 0 : 404)
const made = { id: 'AAAA', clientDataJSON: 'AAAA', attestationObject: 'AAAA', transports: [] }
const shown = { id: 'AAAA', clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' }

/** `elsewhere`: whose factor a case is about; `onUser`: a row about a user of the organization that is named. */
export function factorRows(
  the: () => World,
  elsewhere: (it: Case) => Promise<Seated> | Seated,
  onUser: (more?: Values) => Row,
): Readonly<Record<string, Row>> {
  async function onFactor(it: Case): Promise<Values> {
    const id = (of: Seated) => openFactor(the().database, of.identity)
    return { factor: it.whose === 'random' ? publicId('fac', newId()) : await id(await elsewhere(it)) }
  }
  return {
    'factors.ways': none,
    'factors.list': none,
    'factors.beginApp': { input: () => ({ name: 'Phone' }) },
    // A code that is right takes an app: see features/factors.
    'factors.confirmApp': { input: async (it) => ({ ...(await onFactor(it)), code: '123456' }), status: () => 404 },
    'factors.beginPasskey': none,
    'factors.addPasskey': { input: () => ({ name: 'Laptop', passkey: made }), status: () => 422 },
    'factors.rename': { input: async (it) => ({ ...(await onFactor(it)), name: 'Mine' }), status: ofOwn },
    'factors.remove': { input: onFactor, status: ofOwn },
    'factors.turnOff': { input: async (it) => onFactor({ ...it, whose: 'own' }).then(() => ({})) },
    'factors.makeRecoveryCodes': { input: async (it) => onFactor({ ...it, whose: 'own' }).then(() => ({})) },
    'factors.showOf': onUser(),
    'factors.disable': onUser({ required: true, reason: 'lost' }),
    'passkeys.begin': none,
    'passkeys.signIn': { input: () => ({ attempt: newToken(), passkey: shown }), status: () => 401 },
    'devices.list': none,
    'devices.remember': { input: () => ({}), status: () => 409 }, // the policy is off
    'devices.forget': {
      input: async (it) => ({
        device:
          it.whose === 'random'
            ? publicId('dev', newId())
            : await openDevice(the().database, (await elsewhere(it)).identity),
      }),
      status: ofOwn,
    },
    'devices.forgetAll': none,
  }
}
