/** Whether organizations run: suspending, deleting and what undoes either. Everything below follows at once. */
import type { organizations, Organization, ReasonedAct } from '@tenantry/contract'
import type { Tx } from '../../platform/db/scope.ts'
import { settle, type Ruling } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import type { ScopedCall } from '../../platform/value/call.ts'
import { versionIs } from '../../platform/value/version.ts'
import { ancestorsOf, type Capabilities } from './actions.ts'
import { present } from './present.ts'
import { mayDelete, mayGoWithout, mayRestore, mayResume, maySuspend, purgeTime } from './rules.ts'
import * as store from './store.ts'

type Standings = 'suspend' | 'resume' | 'previewDelete' | 'remove' | 'restore'
type Row = Awaited<ReturnType<typeof store.lockByPath>>
interface Becoming {
  readonly standing: 'active' | 'suspended' | 'deleted'
  readonly purgeAt?: Date
  readonly as: Happened
  readonly act?: ReasonedAct
  readonly reason: string | undefined
}
type Happened = 'organization.suspended' | 'organization.resumed' | 'organization.deleted' | 'organization.restored'

export const standingWith = ({
  lookup,
  policies,
}: Pick<Capabilities, 'lookup' | 'policies'>): Pick<ActionsFor<typeof organizations>, Standings> => {
  const become = async (
    { actor, at, expects, inReach }: ScopedCall,
    to: Becoming,
    may: (it: Row, home: string) => Ruling,
  ): Promise<Organization> => {
    const required = (await policies.effective(at.path, 'reason.required')).value
    if (to.act) settle(mayGoWithout(to.reason, to.act, required))
    const ancestors = await ancestorsOf(lookup, actor, at.path)
    return inReach(async (tx) => {
      const before = await store.lockByPath(tx, at.path)
      settle(may(before, await store.homeOf(tx, actor.user)))
      settle(versionIs(expects, before.version))
      await store.setStanding(tx, at.path, to.standing, to.purgeAt ?? null)
      await store.restand(tx, at.path)
      await record(tx, before, to)
      return present(await store.byPath(tx, at.path), ancestors)
    })
  }
  return {
    suspend: (call, { reason }) =>
      become(
        call,
        { standing: 'suspended', as: 'organization.suspended', act: 'suspend_organization', reason },
        maySuspend,
      ),
    resume: (call, { reason }) => become(call, { standing: 'active', as: 'organization.resumed', reason }, mayResume),
    previewDelete: ({ at, inReach }) => inReach((tx) => store.counts(tx, at.path)),
    remove: (call, { confirm, reason }) =>
      become(
        call,
        {
          standing: 'deleted',
          purgeAt: purgeTime(call.now),
          as: 'organization.deleted',
          act: 'delete_organization',
          reason,
        },
        (it, home) => mayDelete(it, home, confirm),
      ),
    restore: (call, { reason }) =>
      become(call, { standing: 'active', as: 'organization.restored', reason }, (it) => mayRestore(it, call.now)),
  }
}

const record = (tx: Tx, it: Row, to: { standing: string; purgeAt?: Date; as: Happened; reason: string | undefined }) =>
  tx.record<Happened>(to.as, {
    at: it,
    target: { kind: 'organization', id: it.id },
    before: { standing: it.standing },
    after: { standing: to.standing, ...(to.purgeAt && { purgeAt: to.purgeAt.toISOString() }) },
    reason: to.reason,
  })
