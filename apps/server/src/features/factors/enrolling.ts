/** Adding factors. The first one brings recovery codes, and is the step that a sign-in may be waiting for. */
import type { factors, SignInMethod } from '@tenantry/contract'
import { seal, unseal } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { MemberCall } from '../../platform/value/call.ts'
import { innerId, newId, publicId } from '../../platform/value/ids.ts'
import type { Mark } from '../../platform/value/mark.ts'
import { tidy } from '../../platform/value/text.ts'
import { inForce } from '../blueprint/index.ts'
import { forgetDevices } from '../devices/index.ts'
import { lockIdentity } from '../identities/index.ts'
import { forgetBrowsers } from '../lockouts/index.ts'
import type { Policies } from '../policies/index.ts'
import { askForFactor, noteProof, shownFactor, takeStep, vouchedThrough, type Renewed } from '../sessions/index.ts'
import { present } from './present.ts'
import { codeHash, newCodes } from './recovery.ts'
import { markOfNew, mayAddAnother, mayAddBeside } from './rules.marks.ts'
import { confirmEnd, confirmSince, isMade, isNew, isRight, known, mayTryCode, newAppGuesses } from './rules.ts'
import * as store from './store.ts'
import { newSecret, stepOf, uriOf } from './totp.ts'
import type { WebAuthn } from './webauthn.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly throttle: Throttle
  readonly policies: Policies
  readonly sealingKey: Buffer
  readonly webauthn: WebAuthn
}
type Enrolling = Pick<ActionsFor<typeof factors>, 'beginApp' | 'confirmApp' | 'beginPasskey' | 'addPasskey'>
const ofNew = (session: string) => `add ${session}`

export const enrollingWith = (capabilities: Capabilities): Enrolling => ({
  async beginApp({ actor, home, now, asSelf }, { name }) {
    const { product } = await inForce(capabilities.lookup)
    const secret = newSecret()
    const { answer: begun, aside: uri } = await asSelf.keeping(async (tx) => {
      const { email } = await lockIdentity(tx, actor.identity)
      const connection = vouchedThrough(actor)
      settle(mayAddAnother(await store.all(tx, actor.identity, home.path), connection))
      const id = newId()
      const sealed = seal(capabilities.sealingKey, secret, id)
      await store.beginApp(tx, { id, identity: actor.identity, name: tidy(name), sealed, connection })
      const answer = { id: publicId('fac', id), secret: null, uri: null, expiresAt: confirmEnd(now).toISOString() }
      return { answer, aside: uriOf(secret, product, email) }
    })
    return { ...begun, secret: uri === null ? null : secret, uri }
  },

  async confirmApp(call, { factor, code }) {
    const { actor, now } = call
    const guesses = newAppGuesses(actor)
    settle(mayTryCode(await capabilities.throttle.attempt([guesses], now)))
    const added = await add(capabilities, call, 'totp', async (tx, mark) => {
      const it = settle(known(await store.unconfirmed(tx, actor.identity, innerId(factor), confirmSince(now))))
      const secret = it.sealed_secret ? unseal(capabilities.sealingKey, it.sealed_secret, it.id) : ''
      const step = settle(isRight(secret === '' ? null : stepOf(secret, code, now, null)))
      return settle(known(await store.confirm(tx, it.id, step, mark)))
    })
    await capabilities.throttle.forgive([guesses])
    return added
  },

  async beginPasskey({ actor, home, now, asSelf }) {
    const { product } = await inForce(capabilities.lookup)
    return asSelf(async (tx) => {
      const { email } = await lockIdentity(tx, actor.identity)
      settle(mayAddAnother(await store.all(tx, actor.identity, home.path), vouchedThrough(actor)))
      const who = { id: actor.identity, name: actor.name, email, product }
      // A new one in an authenticator that has one of the person's already would take its place.
      const mine = await store.passkeys(tx, actor.identity, null)
      return { options: await capabilities.webauthn.creation(who, mine, ofNew(actor.session), now) }
    })
  },

  async addPasskey(call, { name, passkey }) {
    const { actor, now } = call
    const made = settle(isMade(await capabilities.webauthn.made(passkey, ofNew(actor.session), now)))
    return add(capabilities, call, 'passkey', async (tx, mark) => {
      settle(isMade((await store.useChallenge(tx, made.challenge, made.expiresAt)) ? made : null))
      const row = { ...made, id: newId(), identity: actor.identity, name: tidy(name), mark }
      return settle(isNew(await store.insertPasskey(tx, row)))
    })
  },
})

/** What every new factor brings, whatever its kind. */
async function add(
  { policies }: Capabilities,
  call: MemberCall,
  method: SignInMethod,
  insert: (tx: Tx, mark: Mark) => Promise<store.FactorRow>,
) {
  const { actor, home, asSelf, cookie } = call
  const { answer: added, aside } = await asSelf.keeping(async (tx) => {
    await lockIdentity(tx, actor.identity)
    const all = await store.all(tx, actor.identity, home.path)
    const word = vouchedThrough(actor)
    settle(mayAddAnother(all, word))
    const before = await shownFactor(tx, actor.session)
    // Asked again under the lock: the first one may have come since this request began.
    settle(mayAddBeside(all, before))
    const row = await insert(tx, markOfNew(word, before, all))
    const mark = store.markOf(row)
    if (mark.connection !== null) await store.standBeside(tx, actor.identity, mark.connection, home.path)
    const codes = (await store.countCodes(tx, actor.identity, home.path)) === 0 ? newCodes() : null
    if (codes) await store.replaceCodes(tx, actor.identity, codes.map(codeHash), mark, home.path)
    await forgetDevices(tx, actor.identity, mark.connection)
    // Those of the time when the password was enough may be anybody's who had it. By a provider's word alone not where it is enough elsewhere:
    // they would be had anew there, and strangers would lock their person out as often as that provider likes.
    if (!all.some((it) => it.here)) await forgetBrowsers(tx, actor.identity, mark.connection)
    await askForFactor(tx, actor, mark)
    // One that was begun on the word of a provider elsewhere counts there, whoever confirms it here.
    const here = (await store.all(tx, actor.identity, home.path)).some((it) => it.id === row.id && it.here)
    const target = { kind: 'user', id: actor.user } as const
    await tx.record('factor.added', { at: home, target, after: { factor: row.name, kind: row.kind } })
    // What is new says no more of whose session it is than what it was set up with.
    const shown = here ? { method, own: false, factor: mark } : undefined
    const goingOn: Promise<Renewed> =
      actor.step === null ? noteProof(tx, actor, shown) : takeStep(tx, actor, home, policies, shown)
    return {
      answer: { factor: present({ ...row, here }), recoveryCodes: null },
      aside: { renewed: await goingOn, codes },
    }
  })
  if (aside) cookie.set(aside.renewed.token, aside.renewed.expiresAt)
  return { ...added, recoveryCodes: aside?.codes ?? null }
}
