/** To the provider and back: begun by one browser, ended by it once. */
import type { Lookup } from '../../platform/db/lookup.ts'
import { hashOf, keyedHash, newToken } from '../../platform/crypto/keys.ts'
import type { Scope, Transact } from '../../platform/db/scope.ts'
import { Refusal, settle } from '../../platform/refusal.ts'
import type { Call } from '../../platform/value/call.ts'
import { innerId } from '../../platform/value/ids.ts'
import { placeOf } from '../../platform/value/address.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import type { Returning } from '../hosts/index.ts'
import { clientOf, type Installation } from './client.ts'
import { ProviderFailed } from './faults.ts'
import type { Once, Providers, Returned } from './provider.ts'
import { failed, isTrusted, mayFinish, stateEnd } from './rules.ts'
import * as store from './store.signing-in.ts'
import { vouchedBy, type Voucher } from './vouching.ts'

export interface Capabilities extends Installation {
  /** Whether, and under which address, a sign-in may end at a host. */
  readonly returning: Returning
  readonly lookup: Lookup
  readonly providers: Providers
  readonly transact: Transact
}
type Purpose = store.NewState['purpose']
interface Of {
  readonly identity: string
  readonly session: string
}

interface Beginning {
  readonly purpose: Purpose
  readonly of?: Of | null
  /** Of the page that begins. */
  readonly host?: string | null | undefined
  /** Whose link the person has. */
  readonly invitation?: string | null
}

/** Both follow from the state, which is stored as a hash alone: who reads the database cannot go on with a sign-in. */
const onceOf = (sealingKey: Buffer, state: string, purpose: Purpose): Once => ({
  state,
  nonce: keyedHash(sealingKey, `nonce/${state}`).toString('base64url'),
  verifier: keyedHash(sealingKey, `verifier/${state}`).toString('base64url'),
  anew: purpose === 'prove',
})
const inWords = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    throw error instanceof ProviderFailed ? new Refusal(failed(error.fault)) : error
  }
}

/** A state is its person's, or of the connection's organization while nobody is known. */
const scopeOf = ({ now, requestId }: Call, { org_path: path }: store.Open, of: Of | null): Scope => ({
  ...(of ? { identity: of.identity } : { reach: subtreeOf(path) }),
  by: { user: null, name: '', requestId },
  now,
})

export const journeysWith = (capabilities: Capabilities) => {
  const { lookup, providers, transact, sealingKey, returning } = capabilities
  return {
    /** Where the browser goes. In a transaction of its own: the address holds a secret, which is no answer to be kept. */
    async begin(
      call: Call,
      connection: store.Open,
      { purpose, of = null, host = null, invitation = null }: Beginning,
    ): Promise<{ url: string }> {
      if (host !== null) settle(isTrusted(await returning(host, connection.org_path)))
      const { token: state, hash } = newToken()
      const url = await inWords(
        providers.departure(clientOf(connection, capabilities), onceOf(sealingKey, state, purpose)),
      )
      const browser = hashOf(call.browserBinding.bind())
      await transact(scopeOf(call, connection, of), (tx) =>
        store.insertState(tx, {
          hash,
          browser,
          connection,
          purpose,
          of,
          host,
          invitation,
          place: placeOf(call.address),
          expiresAt: stateEnd(call.now),
        }),
      )
      return { url }
    },

    /** Where it was begun, if not at the installation's own address: asked again, for a host may be another's meanwhile. */
    async origin({ now }: Call, state: string): Promise<string | null> {
      const [found] = await lookup<store.Begun & Record<string, unknown>>(store.originStatement, [hashOf(state), now])
      return found ? returning(found.host, found.org_path) : null
    },

    /** Who came back, by the provider's word. The state is used up whatever comes of it. */
    async end(
      call: Call,
      { organization, state, ...returned }: Returned & { organization: string; state: string },
      purpose: Purpose,
      of: Of | null,
    ): Promise<{ connection: store.UnderWay; vouched: Voucher }> {
      const { browserBinding, now } = call
      const hash = hashOf(state)
      const [found] = await lookup<store.UnderWay & Record<string, unknown>>(
        store.stateStatement,
        store.stateKey(state, browserBinding.secret, purpose),
      )
      // Brought to the page of another organization, it is another provider's answer, and not shown to this one.
      const own = found?.session_id === (of?.session ?? null) && found.org_id === innerId(organization)
      const connection = settle(mayFinish(own ? found : undefined, now))
      const first = await transact(scopeOf(call, connection, of), (tx) => store.useState(tx, hash))
      settle(mayFinish(first ? connection : undefined, now))
      const once = onceOf(sealingKey, state, purpose)
      const claims = await inWords(
        providers.claims(clientOf(connection, capabilities), once, returned, now, connection.claims),
      )
      const vouched = vouchedBy(claims, connection)
      if (!vouched) throw new Refusal(failed('subject_missing'))
      return { connection, vouched }
    },
  }
}
export type Journeys = ReturnType<typeof journeysWith>
