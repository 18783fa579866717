/** Using a factor: as the second step of a sign-in, or to show once more who sits there. Each use counts once. */
import type { PasskeyShown } from '@tenantry/contract'
import { unseal } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import type { MemberCall } from '../../platform/value/call.ts'
import type { FactorProofs, Showing, Shown } from '../sessions/index.ts'
import { codeHash } from './recovery.ts'
import * as store from './store.ts'
import { stepOf } from './totp.ts'
import type { WebAuthn } from './webauthn.ts'

interface Capabilities {
  readonly sealingKey: Buffer
  readonly webauthn: WebAuthn
}
/** Challenges for a proof are good in this session only. */
const ofSession = (session: string) => `prove ${session}`

export const proofsWith = ({ sealingKey, webauthn }: Capabilities): FactorProofs => ({
  async use(tx, call, { code, recoveryCode, passkey }: Shown, words) {
    const { actor, home } = call
    if (code !== undefined) return acceptCode(tx, sealingKey, actor.identity, code, home.path, words)
    if (recoveryCode !== undefined) return acceptRecoveryCode(tx, call, recoveryCode)
    if (passkey === undefined) return null
    const own = (await store.passkeys(tx, actor.identity, home.path)).find((it) => isOf(passkey, it))
    if (!own) return null
    const right = await acceptPasskey(tx, webauthn, own, passkey, ofSession(actor.session))
    return right ? showing('passkey', own) : null
  },
  async challenge({ actor, home, asSelf, now }) {
    // Nothing is written, so that nothing but the session is asked of an Idempotency-Key's answer.
    return asSelf(async (tx) => ({
      options: await webauthn.request(
        await store.passkeys(tx, actor.identity, home.path),
        ofSession(actor.session),
        now,
      ),
    }))
  },
})

const showing = (method: Showing['method'], it: store.Marked): Showing => ({
  method,
  own: it.connection_id === null,
  factor: store.markOf(it),
})

async function acceptCode(
  tx: Tx,
  key: Buffer,
  identity: string,
  code: string,
  place: string,
  words: readonly (string | null)[],
): Promise<Showing | null> {
  for (const { id, sealed_secret, last_step, ...mark } of await store.apps(tx, identity, place)) {
    if (!sealed_secret || !words.includes(mark.connection_id)) continue
    const step = stepOf(unseal(key, sealed_secret, id), code, tx.now, last_step)
    if (step !== null && (await store.useStep(tx, id, step))) return showing('totp', mark)
  }
  return null
}

async function acceptRecoveryCode(tx: Tx, { actor, home }: MemberCall, code: string): Promise<Showing | null> {
  const used = await store.useCode(tx, actor.identity, codeHash(code), home.path)
  if (!used) return null
  const left = await store.countCodes(tx, actor.identity, home.path)
  await tx.record('recovery_codes.used', { at: home, target: { kind: 'user', id: actor.user }, after: { left } })
  return showing('recovery_code', used)
}

const isOf = (shown: PasskeyShown, { credential_id }: store.PasskeyRow) =>
  Buffer.from(shown.id, 'base64url').equals(credential_id)

/** Whose passkey this is, whoever that may be. */
export const findPasskey = async (lookup: Lookup, { id }: PasskeyShown): Promise<store.PasskeyRow | undefined> =>
  (await lookup<store.PasskeyRow>(store.passkeyStatement, [Buffer.from(id, 'base64url')]))[0]

/** True where the answer is right, the challenge was not answered before, and the counter went on. */
export async function acceptPasskey(
  tx: Tx,
  webauthn: WebAuthn,
  row: store.PasskeyRow,
  shown: PasskeyShown,
  binding: string,
): Promise<boolean> {
  const right = await webauthn.shown(shown, row, row.identity_id, binding, tx.now)
  if (!right || !(await store.useChallenge(tx, right.challenge, right.expiresAt))) return false
  return store.usePasskey(tx, row.id, right.counter)
}
