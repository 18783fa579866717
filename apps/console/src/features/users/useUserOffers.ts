import type { User } from '@tenantry/contract'
import { levelIn, useInstallation } from '../installation/index.ts'
import { useMay, useTop } from '../organizations/index.ts'
import { useReasonFor, useRules } from '../policies/index.ts'
import { useMe } from '../profile/index.ts'
import { useMayScope } from './useMayScope.ts'

/** In the order of the menu. */
const acts = ['scope', 'move', 'address', 'reset', 'unlock', 'reactivate', 'restore', 'deactivate', 'remove'] as const
export type UserAct = (typeof acts)[number]

/** What may be done to one user, as far as this page can know: rights, policies, and what state they are in. */
export function useUserOffers(user: User, place: string) {
  const me = useMe()
  const may = useMay(place)
  const { levels } = useInstallation()
  const top = useTop('users.move', place)
  const mayScope = useMayScope(user, place)
  const rules = useRules(user.organization.id)
  const reasoned = useReasonFor('reactivate_user', user.organization.id)
  const [active, deleted] = [user.status === 'active', user.status === 'deleted']
  const others = user.id !== me.id
  const removal = rules['user.removal']?.mode
  const switches =
    may('users.deactivate') &&
    (others || rules['self.deactivate'] === 'allowed') &&
    user.replacedBy === null &&
    !deleted
  const beyond = top !== undefined && levelIn(levels, top.level).below !== undefined
  const offers: Record<UserAct, boolean> = {
    scope: mayScope && !deleted,
    move: others && !deleted && user.replacedBy === null && beyond,
    address: others && !deleted && may('users.update'),
    reset: active && may('users.reset_password'),
    unlock: user.locked !== null && active && may('users.unlock'),
    deactivate: switches && active,
    reactivate: switches && !active,
    restore: deleted && may('users.delete'),
    remove: may('users.delete') && others && removal !== 'off' && !(deleted && removal === 'restorable'),
  }
  return { offers: acts.filter((act) => offers[act]), restorable: removal === 'restorable', reasoned }
}
