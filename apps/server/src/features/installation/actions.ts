import { type installation, Language, type Blueprint } from '@tenantry/contract'
import { hashOf, newToken } from '../../platform/crypto/keys.ts'
import type { Lookup } from '../../platform/db/lookup.ts'
import { byProduct, type Transact } from '../../platform/db/scope.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { newId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import { rootPath, subtreeOf } from '../../platform/value/reach.ts'
import { canonicalEmail, tidy } from '../../platform/value/text.ts'
import { followFile, inForce, inForceIn } from '../blueprint/index.ts'
import { type AcceptPassword, createIdentity } from '../identities/index.ts'
import { ensureRoot } from '../organizations/index.ts'
import type { Policies } from '../policies/index.ts'
import { openSession, withAccounts } from '../sessions/index.ts'
import { insertUser } from '../users/index.ts'
import { maySetUp, refusedPassword } from './rules.ts'
import * as store from './store.ts'

export interface Capabilities {
  readonly lookup: Lookup
  readonly acceptPassword: AcceptPassword
  readonly mailConfigured: boolean
  readonly policies: Policies
}

export const actionsWith = ({
  lookup,
  acceptPassword,
  policies,
  mailConfigured,
}: Capabilities): ActionsFor<typeof installation> => ({
  async show() {
    const [blueprint, [state], { value: rules }] = await Promise.all([
      inForce(lookup),
      lookup<store.State>(store.stateStatement, []),
      policies.effective(rootPath, 'password.rules'),
    ])
    return {
      product: blueprint.product,
      blueprint: blueprint.name,
      labels: blueprint.labels ?? {},
      menus: blueprint.menus ?? null,
      levels: blueprint.levels.map(({ code = 'optional', ...level }) => ({ ...level, code })),
      tiers: (blueprint.tiers ?? []).map(({ key, label, description }) => ({ key, label, description })),
      settings: (blueprint.settings ?? []).length > 0,
      setupNeeded: state?.set_up_at === null,
      mailConfigured,
      languages: [...Language.enum],
      passwordMinLength: rules.minLength,
    }
  },

  async setUp(call, { token, email: written, password, ...names }) {
    const email = canonicalEmail(written)
    const [firstName, lastName] = [tidy(names.firstName), tidy(names.lastName)]
    const name = `${firstName} ${lastName}`
    const account = { identity: newId(), user: newId() }
    const scope = { reach: subtreeOf(rootPath), ...account, name }
    // Looked at before hashing, so that strangers cannot keep the processors busy, and again under the lock.
    await call.transact(scope, async (tx) => settle(await rulingOn(tx, token)))
    const { product } = await inForce(lookup)
    const passwordHash = await acceptPassword(
      password,
      { about: [email, name, product], path: rootPath },
      refusedPassword,
    )
    const { me, started } = await call.transact(scope, async (tx) => {
      settle(await rulingOn(tx, token))
      await store.close(tx)
      const blueprint = await inForceIn(tx)
      const home = await ensureRoot(tx, topOf(blueprint))
      const person = { id: account.identity, email, passwordHash, language: call.language, mailboxProven: true }
      await createIdentity(tx, person)
      const role = administratorAtTop(blueprint)
      await insertUser(tx, {
        id: account.user,
        identity: account.identity,
        email,
        firstName,
        lastName,
        home: home.path,
        role: role.key,
        invitation: null,
      })
      await tx.record('installation.set_up', {
        at: home,
        target: { kind: 'installation', id: home.id },
        after: { user: account.user, email },
      })
      const joined = { email, name, role: role.label, status: 'active' }
      await tx.record('user.joined', { at: home, target: { kind: 'user', id: account.user }, after: joined })
      return openSession(tx, call, { ...account, home }, { methods: ['password'] }, policies)
    })
    call.cookie.set(started.token, started.expiresAt)
    return withAccounts(lookup, me)
  },
})

const rulingOn = async (tx: Parameters<typeof store.lock>[0], token: string) => {
  const state = await store.lock(tx)
  return maySetUp(state.set_up_at, state.set_up_token_hash?.equals(hashOf(token)) ?? false)
}

const topOf = ({ product, levels: [top] }: Blueprint) => {
  if (!top) throw new Error('a blueprint has at least one level') // its schema says so
  return { id: newId(), name: product, level: top.key }
}
function administratorAtTop(blueprint: Blueprint) {
  const role = blueprint.roles.find((it) => it.administrator && it.levels.includes(topOf(blueprint).level))
  if (!role) throw new Error('a blueprint has an administrator at its top level') // checked when it was read
  return role
}

/**
 * At every start: a blueprint is in force (this one, unless another was applied since), the tree has its top, and, while there is no administrator, a new one-time
 * token for the set-up page (null otherwise).
 */
export async function prepare(
  transact: Transact,
  file: Blueprint,
  now: Date,
): Promise<{ applied: boolean; setUpToken: string | null }> {
  const { token, hash } = newToken()
  return transact({ reach: subtreeOf(rootPath), by: byProduct, now }, async (tx) => {
    const root = await ensureRoot(tx, topOf(file))
    const applied = await followFile(tx, file, root.id)
    const offered = await store.offer(tx, hash)
    return { applied, setUpToken: offered ? token : null }
  })
}
