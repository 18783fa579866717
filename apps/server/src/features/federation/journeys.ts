/** To the provider and back: begun by one browser, ended by it once. */
import type { Lookup } from '../../platform/db/lookup.ts'
import { hashOf, keyedHash, newToken } from '../../platform/crypto/keys.ts'
import type { Scope, Transact } from '../../platform/db/scope.ts'
import { Refusal, settle } from '../../platform/refusal.ts'
import type { Call } from '../../platform/value/call.ts'
import { innerId } from '../../platform/value/ids.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { clientOf, type Installation } from './client.ts'
import { ProviderFailed } from './faults.ts'
import type { Once, Providers, Returned } from './provider.ts'
import { failed, mayFinish, stateEnd } from './rules.ts'
import * as store from './store.signing-in.ts'
import { vouchedBy, type Voucher } from './vouching.ts'

export interface Capabilities extends Installation {
  readonly lookup: Lookup
  readonly providers: Providers
  readonly transact: Transact
}
type Purpose = store.NewState['purpose']
interface Of {
  readonly identity: string
  readonly session: string
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
  const { lookup, providers, transact, sealingKey } = capabilities
  return {
    /** Where the browser goes. In a transaction of its own: the address holds a secret, which is no answer to be kept. */
    async begin(call: Call, connection: store.Open, purpose: Purpose, of: Of | null): Promise<{ url: string }> {
      const { token: state, hash } = newToken()
      const url = await inWords(
        providers.departure(clientOf(connection, capabilities), onceOf(sealingKey, state, purpose)),
      )
      const browser = hashOf(call.browser.bind())
      await transact(scopeOf(call, connection, of), (tx) =>
        store.insertState(tx, { hash, browser, connection, purpose, of, expiresAt: stateEnd(call.now) }),
      )
      return { url }
    },

    /** Who came back, by the provider's word. The state is used up whatever comes of it. */
    async end(
      call: Call,
      { organization, state, ...returned }: Returned & { organization: string; state: string },
      purpose: Purpose,
      of: Of | null,
    ): Promise<{ connection: store.UnderWay; vouched: Voucher }> {
      const { browser, now } = call
      const hash = hashOf(state)
      const [found] = await lookup<store.UnderWay & Record<string, unknown>>(
        store.stateStatement,
        store.stateKey(state, browser.secret, purpose),
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
