import type { sessions } from '@tenantry/contract'
import type { Hasher } from '../../platform/crypto/hashing.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId, publicId } from '../../platform/value/ids.ts'
import { Refusal, settle, type Ruling } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import { together } from '../../platform/db/together.ts'
import { subtreeOf } from '../../platform/value/reach.ts'
import { canonicalEmail } from '../../platform/value/text.ts'
import type { Attempt, Attempts } from '../activity/index.ts'
import { lockIdentity } from '../identities/index.ts'
import { knowBrowser, type FactorGuard, type Guard } from '../lockouts/index.ts'
import { administering } from './administering.ts'
import type { Policies } from '../policies/index.ts'
import { present } from './present.ts'
import { provingWith, type FactorProofs } from './proving.ts'
import { isAccount, maySignIn, mayTry, wasOpen } from './rules.ts'
import { proofsWith } from './proofs.ts'
import { accountsOf, openSession, presentMe, start, withAccounts, type Account, type Opened } from './start.ts'
import * as accounts from './store.accounts.ts'
import * as ending from './store.ending.ts'
import * as open from './store.open.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly hasher: Hasher
  readonly throttle: Throttle
  readonly guard: Guard
  readonly factorGuard: FactorGuard
  /** Where failures are written down, whoever the address belongs to. */
  readonly attempts: Attempts
  readonly policies: Policies
  readonly factors: FactorProofs
}

export const actionsWith = ({
  lookup,
  hasher,
  throttle,
  guard,
  factorGuard,
  attempts,
  policies,
  factors,
}: Capabilities): ActionsFor<typeof sessions> => ({
  ...administering,
  async signIn(call, { email: written, password }) {
    const email = canonicalEmail(written)
    const failed = (result: Attempt['result']) => attempts.note({ by: { email }, methods: ['password'], result }, call)
    const settled = <T>(ruling: Ruling<T>, result: Attempt['result']): T => {
      if (!ruling.granted) failed(result)
      return settle(ruling)
    }
    const attempt = await guard(call, email, password)
    settled(mayTry(attempt.wait), 'throttled')
    const { right } = attempt
    const [found] = right && attempt.identity ? await accountsOf(lookup, attempt.identity) : []
    const row = settled(maySignIn(right, found), right ? 'refused' : attempt.locked ? 'locked' : 'password_wrong')
    const account: Account = {
      identity: attempt.identity ?? '',
      user: row.user,
      home: { id: row.org_id, path: row.org_path },
    }
    const scope = {
      reach: subtreeOf(row.org_path),
      identity: account.identity,
      user: row.user,
      name: `${row.first_name} ${row.last_name}`,
    }
    const opening = call.transact(scope, async (tx) => {
      // Both may have changed while the password was hashed.
      const still = together(lockIdentity(tx, account.identity), accounts.isActive(tx, row.user))
      const given = still.then(([{ password_hash }, active]) =>
        settle(maySignIn(active && password_hash === attempt.stored, account)),
      )
      // Whoever knows a password alone is no better known than any other stranger.
      return openSession(tx, call, account, { methods: ['password'], given }, policies, async ({ step }) =>
        attempt.known || step === 'second_factor' ? null : knowBrowser(tx, account.identity, null),
      )
    })
    // Here, not inside: a transaction may be tried more than once.
    const {
      me,
      started,
      along: browser,
    } = await opening.catch((error: unknown) => {
      if (error instanceof Refusal) failed('refused')
      throw error
    })
    const [answer] = await Promise.all([withAccounts(lookup, me), attempt.passed()])
    call.cookie.set(started.token, started.expiresAt)
    if (browser) call.knownBrowser.set(browser.token, browser.expiresAt)
    return answer
  },

  check: async ({ actor }) => ({
    session: publicId('ses', actor.session),
    user: publicId('usr', actor.user),
    expiresAt: actor.sessionExpiresAt.toISOString(),
    idle: actor.idle,
    step: actor.step,
  }),

  async signOut({ actor, home, asSelf, cookie }) {
    await asSelf(async (tx) => {
      await ending.endOne(tx, actor.identity, actor.session)
      await tx.record('user.signed_out', { at: home, target: { kind: 'user', id: actor.user }, after: {} })
    })
    cookie.clear()
    return null
  },

  async switchAccount(call, { user }) {
    const { actor, asSelf, cookie } = call
    const theirs = await accountsOf(lookup, actor.identity, actor)
    const other = theirs.find((it) => it.user === innerId(user))
    const row = settle(isAccount(other))
    const account: Account = { identity: actor.identity, user: row.user, home: { id: row.org_id, path: row.org_path } }
    const { answer: me, aside: opened } = await asSelf.keeping(async (tx) => {
      // One after the other with whatever ends this person's sessions: none is made beside the one that ends.
      await lockIdentity(tx, actor.identity)
      settle(isAccount((await accounts.isActive(tx, row.user)) ? row : undefined))
      const { provedAt, own, ...proofs } = await proofsWith(tx, actor.session)
      // Whether this browser is remembered is asked anew, by the rules of the account that is entered.
      const methods = proofs.methods.filter((it) => it !== 'remembered_device')
      await ending.endOne(tx, actor.identity, actor.session)
      const from = { signedInAt: actor.signedInAt, provedAt, own }
      const entered = (opened: Opened) =>
        together(
          presentMe(tx, row.user, opened),
          tx.record('user.account_switched', {
            at: account.home,
            target: { kind: 'user', id: row.user },
            // In the words of the account that is entered: what the person is elsewhere is nobody's business here.
            by: { user: row.user, name: `${row.first_name} ${row.last_name}` },
            after: {},
          }),
        )
      const shown = { ...proofs, methods, connection: actor.connection, from }
      const { started, along } = await start(tx, call, account, shown, policies, entered)
      return { answer: await withAccounts(lookup, along[0]), aside: started }
    }, account.home)
    if (opened) cookie.set(opened.token, opened.expiresAt)
    return me
  },

  ...provingWith({ lookup, factorGuard, hasher, throttle, policies, factors, attempts }),

  async list({ actor, now }) {
    const asked = [actor.identity, now, actor.connection, actor.byKey ? actor.user : null]
    const rows = await lookup<open.OpenRow>(open.openStatement, asked)
    return { items: rows.map((row) => present(row, actor.session)) }
  },

  end: ({ actor, home, asSelf }, { session }) =>
    asSelf(async (tx) => {
      await lockIdentity(tx, actor.identity)
      settle(wasOpen(await ending.endOwn(tx, actor, { id: innerId(session) })))
      await tx.record('user.session_ended', {
        at: home,
        target: { kind: 'user', id: actor.user },
        after: { sessions: 1 },
      })
      return null
    }),

  endOthers: ({ actor, home, asSelf }) =>
    asSelf(async (tx) => {
      await lockIdentity(tx, actor.identity)
      const ended = await ending.endOwn(tx, actor, { kept: actor.session })
      if (ended)
        await tx.record('user.session_ended', {
          at: home,
          target: { kind: 'user', id: actor.user },
          after: { sessions: ended },
        })
      return { ended }
    }),
})

export { isActive } from './store.accounts.ts'
export {
  endOfIdentity as endSessionsOfIdentity,
  endOfPerson as endSessionsOfPerson,
  endOfUser as endSessionsOf,
  endThrough as endSessionsThrough,
  endUnfederatedBelow,
  endUnfederatedMoved,
  endUnfederatedOf,
} from './store.ending.ts'
export { holdWord, isFederatedOnly } from './store.federated.ts'
export { writeUses } from './store.open.ts'
