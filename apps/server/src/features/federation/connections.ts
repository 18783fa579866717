/** Setting up, changing, testing, switching and deleting connections. */
import type { federation } from '@tenantry/contract'
import { seal } from '../../platform/crypto/keys.ts'
import type { Egress } from '../../platform/egress/fetch.ts'
import type { Transact, Tx } from '../../platform/db/scope.ts'
import { settle } from '../../platform/refusal.ts'
import type { Throttle } from '../../platform/throttle.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { Grant } from '../../platform/value/actor.ts'
import { innerId, newId } from '../../platform/value/ids.ts'
import { subtreeOf, type Node } from '../../platform/value/reach.ts'
import { tidy } from '../../platform/value/text.ts'
import { versionIs } from '../../platform/value/version.ts'
import { assignable } from '../roles/index.ts'
import { endSessionsThrough, endUnfederatedBelow, isFederatedOnly } from '../sessions/index.ts'
import { callbackOf, clientOf, type Installation } from './client.ts'
import { present } from './present.ts'
import type { Providers } from './provider.ts'
import type { RoleMapping } from './rules.arriving.ts'
import {
  exists,
  hasRoom,
  mayEnd,
  mayRequire,
  mayTest,
  mayTrust,
  roleNotAssignable,
  roleUnknown,
  testLimit,
} from './rules.ts'
import * as store from './store.ts'

export interface Capabilities extends Installation {
  readonly egress: Egress
  readonly providers: Providers
  readonly throttle: Throttle
  readonly transact: Transact
}
type Own = Pick<ActionsFor<typeof federation>, 'list' | 'show' | 'create' | 'update' | 'switch' | 'remove' | 'test'>

const usual = {
  algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'] as const,
  claimSubject: 'sub',
  claimEmail: 'email',
  claimEmailVerified: 'email_verified',
  claimGivenName: 'given_name',
  claimFamilyName: 'family_name',
}

export const connectionsWith = (capabilities: Capabilities): Own => {
  const { egress, providers, throttle, transact, sealingKey, publicUrl } = capabilities
  const reread = async (tx: Tx, path: string, id: string) => present(settle(exists(await store.find(tx, path, id))))
  const locked = async (tx: Tx, at: Node, id: string) => settle(exists(await store.lock(tx, at.path, innerId(id))))
  return {
    list: ({ at, inReach }) =>
      inReach(async (tx) => ({
        items: (await store.list(tx, at.path)).map((row) => present(row)),
        redirectUri: callbackOf(publicUrl, at.id),
      })),
    show: ({ at, inReach }, { connection }) => inReach((tx) => reread(tx, at.path, innerId(connection))),

    create({ actor, at, inReach }, { issuer, clientSecret, ...asked }) {
      const url = URL.parse(issuer)
      settle(mayTrust(url, url !== null && egress.isNamed(url)))
      const { claimSubject, claimEmail, claimEmailVerified, claimGivenName, claimFamilyName, ...rest } = {
        ...usual,
        roleClaim: null,
        roleMap: [],
        defaultRole: null,
        roleSync: 'first_sign_in' as const,
        newcomers: false,
        ...asked,
      }
      const claims = { claimSubject, claimEmail, claimEmailVerified, claimGivenName, claimFamilyName }
      return inReach(async (tx) => {
        settle(hasRoom((await store.list(tx, at.path)).length))
        await givesWhatIsTheirs(tx, actor.grants, at, rest)
        const id = newId()
        const secret = seal(sealingKey, clientSecret, id)
        await store.insert(tx, {
          ...rest,
          name: tidy(rest.name),
          id,
          path: at.path,
          issuer,
          secret,
          claims,
          by: actor,
        })
        const after = { name: tidy(rest.name), issuer }
        await tx.record('connection.created', { at, target: { kind: 'connection', id }, after })
        return reread(tx, at.path, id)
      })
    },

    update: ({ actor, at, expects, inReach }, { connection, clientSecret, ...asked }) =>
      inReach(async (tx) => {
        const before = await locked(tx, at, connection)
        settle(versionIs(expects, before.version))
        const was = present(before)
        const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
        const now = { ...was, ...(given as Partial<typeof was>) }
        const { claimSubject, claimEmail, claimEmailVerified, claimGivenName, claimFamilyName } = now
        // All that it gives, also what was there before: it is given in the name of whoever changes it from now on.
        await givesWhatIsTheirs(tx, actor.grants, at, now)
        await store.update(tx, before, {
          ...now,
          name: tidy(now.name),
          claims: { claimSubject, claimEmail, claimEmailVerified, claimGivenName, claimFamilyName },
          secret: clientSecret === undefined ? before.client_secret : seal(sealingKey, clientSecret, before.id),
          by: actor,
        })
        const facts = { at, target: { kind: 'connection', id: before.id } as const }
        const old = Object.fromEntries(Object.keys(given).map((key) => [key, was[key as keyof typeof was]]))
        const after = { ...given, ...(clientSecret !== undefined && { clientSecret: 'changed' }) }
        await tx.record('connection.updated', { ...facts, before: { ...old }, after })
        return reread(tx, at.path, before.id)
      }),

    switch: ({ at, expects, inReach }, { connection, active }) =>
      inReach(async (tx) => {
        const before = await locked(tx, at, connection)
        settle(versionIs(expects, before.version))
        if (before.active === active) return present(before)
        await store.setActive(tx, before, active)
        if (!active) {
          await endSessionsThrough(tx, before.id)
          await leavesSomebodyIn(tx, at)
        }
        const facts = { at, target: { kind: 'connection', id: before.id } as const }
        await tx.record('connection.switched', {
          ...facts,
          before: { active: before.active },
          after: { name: before.name, active },
        })
        return reread(tx, at.path, before.id)
      }),

    remove: ({ at, expects, inReach }, { connection }) =>
      inReach(async (tx) => {
        const before = await locked(tx, at, connection)
        settle(versionIs(expects, before.version))
        await endSessionsThrough(tx, before.id)
        await store.remove(tx, before)
        await leavesSomebodyIn(tx, at)
        const after = { name: before.name, links: before.links, sessions: before.sessions }
        await tx.record('connection.removed', { at, target: { kind: 'connection', id: before.id }, after })
        return null
      }),

    async test({ actor, at, now, requestId }, { connection }) {
      settle(mayTest(await throttle.attempt([testLimit(actor.user)], now)))
      const id = innerId(connection)
      // Not the transaction whose value is the answer: that one would be kept with an Idempotency-Key.
      const by = { user: actor.user, name: actor.name, requestId }
      const row = await transact({ reach: subtreeOf(at.path), by, now }, async (tx) =>
        settle(exists(await store.find(tx, at.path, id))),
      )
      return { checks: await providers.checks(clientOf(row, capabilities)) }
    },
  }
}

interface Gives {
  readonly roleMap: readonly RoleMapping[]
  readonly defaultRole: string | null
}
/** Nobody confers above their own rank, by a mapping either. Asked again of them whenever somebody comes. */
async function givesWhatIsTheirs(tx: Tx, mine: readonly Grant[], at: Node, { roleMap, defaultRole }: Gives) {
  const asked = [
    ...roleMap.map(({ role }, n) => ({ role, field: `roleMap.${n}.role` })),
    ...(defaultRole === null ? [] : [{ role: defaultRole, field: 'defaultRole' }]),
  ]
  const seen = new Set<string>()
  for (const { role, field } of asked) {
    if (seen.has(role)) continue
    seen.add(role)
    const refused = { unknown: roleUnknown(field), notAssignable: roleNotAssignable(field) }
    settle(await assignable(tx, mine, role, at, refused))
  }
}

/** Where nothing but federation is taken, an administrator can sign in without the connection that has just ended. */
async function leavesSomebodyIn(tx: Tx, at: Pick<Node, 'path'>): Promise<void> {
  const here = (await isFederatedOnly(tx, at.path)) ? [at.path] : []
  for (const path of new Set([...here, ...(await store.federatedOnlyBelow(tx, at.path))]))
    settle(mayEnd(await store.isProven(tx, path)))
}

/** What the policy asks for where it now holds, and what it ends there. */
export const requireFederation = async (tx: Tx, at: Pick<Node, 'path'>): Promise<void> => {
  if (!(await isFederatedOnly(tx, at.path))) return
  settle(mayRequire(await store.isProven(tx, at.path)))
  await endUnfederatedBelow(tx, at.path)
}
