/** What holds where: locks from above first, then the nearest value, the blueprint, the default. Pure. */
import { policies, policySpec, type FieldProblem, type PolicyKey, type ReasonedAct } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'

/** A value set on an organization. */
export interface Setting {
  readonly path: string
  readonly value: unknown
  readonly locked: boolean
}
/** What a blueprint says about one policy. */
export interface Preset {
  readonly value: unknown
  readonly locked: boolean
}
export interface Effective<S extends Setting = Setting> {
  readonly value: unknown
  readonly source: {
    readonly kind: 'set' | 'inherited' | 'locked' | 'blueprint' | 'default'
    /** The setting that decides, where one does. */
    readonly at?: S
    /** Nothing below can set another value. */
    readonly locked: boolean
  }
}

/** `settings`: those of one policy at `path` and above it, top first. */
export function effectiveOf<S extends Setting>(
  key: PolicyKey,
  path: string,
  settings: readonly S[],
  preset: Preset | undefined,
): Effective<S> {
  if (preset?.locked) return { value: preset.value, source: { kind: 'blueprint', locked: true } }
  const lock = settings.find((it) => it.locked)
  const decides = lock ?? settings.at(-1)
  if (decides) {
    const kind = decides.path === path ? 'set' : lock ? 'locked' : 'inherited'
    return { value: decides.value, source: { kind, at: decides, locked: decides.locked } }
  }
  if (preset) return { value: preset.value, source: { kind: 'blueprint', locked: false } }
  return { value: policySpec(key).default, source: { kind: 'default', locked: false } }
}

export type Closed = 'policy_locked' | 'policy_above_only' | 'policy_of_blueprint'
/** Why a policy cannot be set at `path`, if so. `lowest`: nothing can lie below this organization. */
export function closedAt(
  key: PolicyKey,
  path: string,
  lowest: boolean,
  settings: readonly Setting[],
  preset: Preset | undefined,
): Closed | null {
  const { settable } = policySpec(key)
  if (settable === 'blueprint') return 'policy_of_blueprint'
  if (settable === 'above' && lowest) return 'policy_above_only'
  return preset?.locked || settings.some((it) => it.locked && it.path !== path) ? 'policy_locked' : null
}

const refuse = refusals(policies.restore)
const onValue = (code: string, message: string): { fields: FieldProblem[] } => ({
  fields: [{ path: 'body.value', code, message }],
})
const closedSentences: Record<Closed, string> = {
  policy_locked: 'Locked above: nothing here can set another value.',
  policy_above_only: 'Set above this level.',
  policy_of_blueprint: 'Set in the blueprint.',
}
export const maySet = (closed: Closed | null, faults: FieldProblem[]): Ruling => {
  if (closed) return refuse(closed, onValue(closed, closedSentences[closed]))
  return faults.length ? refuse('policy_value_wrong', { fields: faults }) : grant(undefined)
}
export const mayReset = <S>(own: S | undefined): Ruling<S> =>
  own === undefined ? refusals(policies.reset)('policy_not_set') : grant(own)
export const mayRestore = <C>(change: C | undefined): Ruling<C> =>
  change === undefined ? refuse('policy_change_unknown') : grant(change)

/** What is wrong with an act done without a reason, for the refusal `reason_required` of its route; empty: nothing. */
export const reasonMissing = (
  required: readonly ReasonedAct[],
  act: ReasonedAct,
  reason: string | undefined,
): FieldProblem[] =>
  reason === undefined && required.includes(act)
    ? [{ path: 'body.reason', code: 'reason_required', message: 'A reason must be given.' }]
    : []
