import type { Input, users, User } from '@tenantry/contract'
import { boundedCount, pageOf } from '../../platform/db/keyset.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { innerId } from '../../platform/value/ids.ts'
import { settle } from '../../platform/refusal.ts'
import { tidy } from '../../platform/value/text.ts'
import { versionIs } from '../../platform/value/version.ts'
import { isGone } from '../organizations/index.ts'
import type { Policies } from '../policies/index.ts'
import { assignable } from '../roles/index.ts'
import { accountsElsewhere, askToConfirm, creatingWith, lockPerson, type Capabilities as Creating } from './creating.ts'
import { delegatedWith, type Capabilities as Delegating } from './delegated.ts'
import { lockTarget, lockWithStanding, recordOf, reread, type Facts } from './holding.ts'
import * as listing from './listing.ts'
import { present, presentChange, scopeOf } from './present.ts'
import {
  absentSince,
  exists,
  mayAlter,
  mayChangeRole,
  mayDeactivate,
  mayGoWithout,
  mayReactivate,
  roleNotAssignable,
  roleUnknown,
} from './rules.ts'
import { mayComeBack } from './rules.delegated.ts'
import { wasHere } from './store.delegated.ts'
import * as store from './store.ts'

export type Capabilities = Creating &
  Delegating & {
    /** Ends every session of a user, and their keys, in this transaction. */
    readonly endSessionsOf: (tx: Tx, user: string) => Promise<number>
  }

export const actionsWith = ({
  policies,
  endSessionsOf,
  endUnfederatedOf,
  endResetsOfLeaver,
  ...capabilities
}: Capabilities): ActionsFor<typeof users> => ({
  ...creatingWith({ policies, ...capabilities }),
  ...delegatedWith({ policies, endSessionsOf, endUnfederatedOf, endResetsOfLeaver, ...capabilities }),
  list: (
    { at, cursor, now, inReach },
    {
      limit = 50,
      cursor: _,
      sort = 'name',
      order = 'asc',
      search,
      role,
      locked,
      notSignedInFor,
      neverSignedIn,
      ...asked
    },
  ) =>
    inReach(async (tx) => {
      const signedInBefore = absentSince(now, { notSignedInFor, neverSignedIn })
      const filter = {
        path: at.path,
        search,
        role,
        locked,
        signedInBefore,
        ...(await shown(tx, policies, at.path, asked)),
      }
      const rows = await listing.list(tx, filter, sort, order, cursor.after, limit)
      return pageOf(
        rows,
        limit,
        (row) => cursor.seal([listing.sortValue(row, sort), row.id]),
        (row) => present(row, tx.now),
      )
    }),
  count: ({ at, now, inReach }, { search, role, locked, notSignedInFor, neverSignedIn, ...asked }) =>
    inReach(async (tx) => {
      const signedInBefore = absentSince(now, { notSignedInFor, neverSignedIn })
      const filter = {
        path: at.path,
        search,
        role,
        locked,
        signedInBefore,
        ...(await shown(tx, policies, at.path, asked)),
      }
      return boundedCount(await listing.count(tx, filter))
    }),
  show: ({ at, inReach }, { user }) =>
    inReach(async (tx) => present(settle(exists(await store.find(tx, at.path, innerId(user)))), tx.now)),
  update: ({ actor, at, expects, inReach }, { user, firstName, lastName, phone }) =>
    inReach(async (tx) => {
      const before = await lockTarget(tx, at.path, user)
      settle(mayAlter(actor, before))
      settle(versionIs(expects, before.version))
      return changeNames(tx, before, { firstName, lastName, phone })
    }),
  changeRole: ({ actor, at, expects, inReach }, { user, role, reason }) =>
    inReach(async (tx) => {
      const [{ before, others }, rules] = await together(
        lockWithStanding(tx, at.path, user),
        policies.values(at.path, 'roles.change', 'self.change_role', 'reason.required'),
      )
      const to = settle(
        await assignable(tx, actor.grants, role, scopeOf(before), {
          unknown: roleUnknown(),
          notAssignable: roleNotAssignable(),
        }),
      )
      settle(mayChangeRole(actor, before, before.administrator && !to.administrator, others, rules))
      settle(mayGoWithout(reason, 'change_role', rules['reason.required']))
      settle(versionIs(expects, before.version))
      if (before.role === to.key) return present(before, tx.now)
      await store.setRole(tx, before, to.key, before.scope_path)
      await recordOf(tx, 'user.role_changed', before, { role: before.role_label }, { role: to.label }, reason)
      return reread(tx, before)
    }),
  deactivate: ({ actor, at, expects, inReach }, { user, reason }) =>
    inReach(async (tx) => {
      const [{ before, others }, rules] = await together(
        lockWithStanding(tx, at.path, user),
        policies.values(at.path, 'self.deactivate', 'reason.required'),
      )
      settle(mayDeactivate(actor, before, before.administrator, others, rules['self.deactivate']))
      settle(mayGoWithout(reason, 'deactivate_user', rules['reason.required']))
      settle(versionIs(expects, before.version))
      const [after] = await together(
        store.setStatus(tx, before, 'inactive'),
        endSessionsOf(tx, before.id),
        endResetsOfLeaver(tx, before),
        recordOf(tx, 'user.deactivated', before, { status: 'active' }, { status: 'inactive' }, reason),
      )
      return present(after, tx.now)
    }),
  reactivate: ({ actor, at, expects, inReach }, { user, reason }) =>
    inReach(async (tx) => {
      const [before, rules] = await together(
        lockTarget(tx, at.path, user),
        policies.values(at.path, 'reason.required', 'email.uniqueness'),
      )
      settle(mayReactivate(actor, before))
      settle(mayGoWithout(reason, 'reactivate_user', rules['reason.required']))
      settle(versionIs(expects, before.version))
      await lockPerson(tx, before.identity_id) // of two accounts that come back at once, the second finds the first
      const elsewhere = await accountsElsewhere(capabilities.lookup, before.email, at.path)
      const confirms = settle(mayComeBack(elsewhere, rules['email.uniqueness'], actor.grants))
      const inPassing = confirms ? await askToConfirm(tx, before) : undefined
      const [after] = await together(
        store.setStatus(tx, before, 'active'),
        recordOf(tx, 'user.reactivated', before, { status: 'inactive' }, { status: 'active' }, reason, inPassing),
      )
      return present(after, tx.now)
    }),
  changes: ({ at, cursor, inReach }, { user, limit = 50 }) =>
    inReach(async (tx) => {
      const id = innerId(user)
      // Of somebody deleted the record stays.
      const gone = { id, invitation_id: null, org_path: at.path }
      const of = (await store.find(tx, at.path, id)) ?? ((await wasHere(tx, at.path, id)) ? gone : undefined)
      const rows = await store.changes(tx, settle(exists(of)), cursor.after, limit)
      return pageOf(rows, limit, (row) => cursor.seal([row.at.toISOString(), row.seq]), presentChange)
    }),
})

type Asked = Pick<Input<typeof users.list>, 'within' | 'status' | 'deletedOrganizations'>
/**
 * Lists leave inactive users out where the policy hides them, and everybody of deleted organizations, unless they are
 * asked for: by the filter, or by looking into such an organization.
 */
async function shown(tx: Tx, policies: Policies, path: string, asked: Asked) {
  const { within = 'organization', status, deletedOrganizations = 'hidden' } = asked
  const [rule, gone] = await together(
    policies.effective(path, 'lists.inactive'),
    within === 'subtree' && deletedOrganizations === 'hidden' ? isGone(tx, path) : Promise.resolve(false),
  )
  return {
    within,
    status: status ?? (rule.value === 'hidden' ? ('active' as const) : undefined),
    deletedOrganizations: gone ? ('shown' as const) : deletedOrganizations,
  }
}

/** What is not given stays; what does not change is not recorded. */
export async function changeNames(
  tx: Tx,
  before: store.UserRow,
  asked: { firstName?: string | undefined; lastName?: string | undefined; phone?: string | null | undefined },
): Promise<User> {
  const names = {
    firstName: tidy(asked.firstName ?? before.first_name),
    lastName: tidy(asked.lastName ?? before.last_name),
    phone: asked.phone === undefined ? before.phone : asked.phone,
  }
  const was: Facts = { firstName: before.first_name, lastName: before.last_name, phone: before.phone }
  const changed = Object.entries(names).filter(([name, value]) => was[name] !== value)
  if (!changed.length) return present(before, tx.now)
  const pick = (from: Facts) => Object.fromEntries(changed.map(([name]) => [name, from[name]]))
  const [after] = await together(
    store.update(tx, before, names),
    recordOf(tx, 'user.updated', before, pick(was), pick(names)),
  )
  return present(after, tx.now)
}

/** One's own account: rank does not enter. */
export const lockOwn = async (tx: Tx, path: string, id: string) => settle(exists(await store.lock(tx, path, id)))

export { lockTarget }
export { insertUser } from './inserting.ts'
export { byEmail as accountOf, find as findUser } from './store.ts'
