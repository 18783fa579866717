import { type blueprint, type Blueprint } from '@tenantry/contract'
import type { Lookup } from '../../platform/db/lookup.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { Unavailable } from '../../platform/db/unavailable.ts'
import { Refusal, settle } from '../../platform/refusal.ts'
import type { ActionsFor } from '../../platform/value/action.ts'
import { lockFor, planOn, putInForce, type UnfitSettings } from './applying.ts'
import { inYaml } from './export.ts'
import { faultsIn, parseBlueprint, WrongBlueprint } from './parse.ts'
import { isAtTop, mayApply, mayFollow, mayShape, wrong } from './rules.ts'
import type { PolicyFault } from './rules.references.ts'
import * as store from './store.ts'

export interface Capabilities {
  /** What is wrong with a policy's value; what the policies feature knows is handed in. */
  readonly policyFault?: PolicyFault
  readonly unfitSettings: UnfitSettings
}

export const actionsWith = ({ policyFault, unfitSettings }: Capabilities): ActionsFor<typeof blueprint> => ({
  show: ({ at, inReach }) => {
    settle(isAtTop(at))
    return inReach(async (tx) => {
      const it = settled(await store.newest(tx))
      const { name, product } = it.document
      const times = { appliedAt: it.applied_at.toISOString(), source: it.source }
      return { name, product, digest: it.digest, ...times, text: inYaml(it.document) }
    })
  },
  check: async ({ at }, { text }) => {
    settle(isAtTop(at))
    return { faults: [...faultsIn(text, policyFault)] }
  },
  plan: async ({ at, inReach }, { text }) => {
    settle(isAtTop(at))
    const after = read(text, policyFault)
    return inReach(async (tx) => planOn(tx, await store.newest(tx), after, unfitSettings))
  },
  apply: async ({ actor, at, inReach }, { text, base }) => {
    settle(isAtTop(at))
    const after = read(text, policyFault)
    return inReach(async (tx) => {
      const before = await lockFor(tx, after)
      const plan = await planOn(tx, before, after, unfitSettings)
      if (plan.digest === plan.base) return plan // in force already, whatever it was planned against
      settle(mayFollow(plan.base, base))
      const mine = actor.grants.filter((it) => it.path === at.path).flatMap((it) => it.permissions)
      settle(mayShape(new Set(mine), before?.document.roles ?? [], after.roles))
      settle(mayApply(plan.obstacles))
      await putInForce(tx, before, after, at.id, 'api')
      return plan
    })
  },
})

function read(text: string, policyFault: PolicyFault | undefined): Blueprint {
  try {
    return parseBlueprint(text, 'blueprint', policyFault)
  } catch (error) {
    if (error instanceof WrongBlueprint) throw new Refusal(wrong(error.faults))
    throw error
  }
}

/** Every start puts one in force before it answers anybody. */
function settled<T>(it: T | undefined): T {
  if (it === undefined) throw new Unavailable('no blueprint is in force yet')
  return it
}

/** The blueprint in force, for whoever has no transaction (yet): read each time, so that an apply is obeyed at once. */
export async function inForce(lookup: Lookup): Promise<Blueprint> {
  const [row] = await lookup<{ document: Blueprint }>(store.inForceStatement, [])
  return settled(row).document
}
export const inForceIn = async (tx: Tx): Promise<Blueprint> => settled(await store.newest(tx)).document
