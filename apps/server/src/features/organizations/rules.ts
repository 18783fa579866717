import { organizations, type ReasonedAct } from '@tenantry/contract'
import { grant, refusals, type Refused, type Ruling } from '../../platform/refusal.ts'
import { reasonMissing } from '../policies/index.ts'
import { isWithin, parentPath, rootPath } from '../../platform/value/reach.ts'

/** Segments have four base-36 digits. */
const mostChildren = 36 ** 4 - 1
/** How long a deleted organization can be restored. */
const graceDays = 30
export const purgeTime = (now: Date): Date => new Date(now.getTime() + graceDays * 86_400_000)

export interface Level {
  readonly key: string
  readonly code?: 'required' | 'optional' | 'none' | undefined
}
const create = refusals(organizations.create)
const beside = (field: string, code: string, message: string) => ({
  fields: [{ path: `body.${field}`, code, message }],
})

/** The level right below, if the blueprint has one. */
export function childLevel(levels: readonly Level[], parent: string): Ruling<Level> {
  const below = levels[levels.findIndex((it) => it.key === parent) + 1]
  return below === undefined ? create('level_lowest') : grant(below)
}
export interface Parent {
  readonly children_drawn: number
  readonly stopped: boolean
}
export function mayDrawChild({ children_drawn, stopped }: Parent): Ruling {
  if (stopped) return create('organization_stopped')
  return children_drawn < mostChildren ? grant(undefined) : create('organization_full')
}

/** `fits`: whether a code has the form that the place's policy asks for. */
export function mayHaveCode(level: Level | undefined, code: string | null, fits: boolean): Ruling {
  if (code === null)
    return level?.code === 'required'
      ? create('code_required', beside('code', 'code_required', 'A code is required.'))
      : grant(undefined)
  return fits && level?.code !== 'none'
    ? grant(undefined)
    : create('code_unfit', beside('code', 'code_unfit', 'This code does not have the form required here.'))
}
export const codeTaken = (): Refused => create('code_taken', beside('code', 'code_taken', 'This code is taken.'))
export const hostTaken = (): Refused => create('host_taken', beside('host', 'host_taken', 'This host name is taken.'))

export const mayHaveTier = (tiers: readonly { key: string }[], tier: string | null): Ruling =>
  tier === null || tiers.some((it) => it.key === tier)
    ? grant(undefined)
    : create('tier_unknown', beside('tier', 'tier_unknown', 'There is no such tier.'))
export const mayChooseTier = (tier: string | null, allowed: boolean): Ruling =>
  tier === null || allowed
    ? grant(undefined)
    : create('tier_not_yours', beside('tier', 'tier_not_yours', 'The tier is chosen by others.'))

export interface Place {
  readonly path: string
  readonly level: string
  readonly stopped: boolean
  readonly children_drawn: number
}
/** Everything that stands in the way of a move, the weightiest first. `heldFromAbove`: grants inside, of people at home above. `rolesLeft`: what inside is held of roles that do not go along. */
export function obstacles(
  it: Place,
  to: Place,
  levels: readonly Level[],
  heldFromAbove: number,
  rolesLeft: number,
): Refused[] {
  const refuse = refusals(organizations.move)
  if (it.path === rootPath) return [refuse('organization_root')]
  const found: Refused[] = []
  if (isWithin(to.path, it.path)) found.push(refuse('move_cycle'))
  else if (parentPath(it.path) === to.path) found.push(refuse('move_nowhere'))
  const below = childLevel(levels, to.level)
  if (!below.granted || below.value.key !== it.level) found.push(refuse('move_level'))
  if (to.stopped) found.push(refuse('organization_stopped'))
  if (to.children_drawn >= mostChildren) found.push(refuse('organization_full'))
  if (heldFromAbove > 0) found.push(refuse('move_grants'))
  if (rolesLeft > 0) found.push(refuse('move_roles'))
  return found
}
/** `required`: what nobody does here without a reason. */
export function mayGoWithout(reason: string | undefined, act: ReasonedAct, required: readonly ReasonedAct[]): Ruling {
  const fields = reasonMissing(required, act, reason)
  return fields.length ? refusals(organizations.suspend)('reason_required', { fields }) : grant(undefined)
}
export const parentUnknown = (): Refused =>
  refusals(organizations.move)(
    'parent_unknown',
    beside('to', 'parent_unknown', 'There is no such organization in your reach.'),
  )

interface Standing {
  readonly path: string
  readonly standing: string
}
/** Nobody stops the place they act from: they could not undo it. */
const isOwn = (it: Standing, home: string) => isWithin(home, it.path)

export function maySuspend(it: Standing, home: string): Ruling {
  const refuse = refusals(organizations.suspend)
  if (isOwn(it, home)) return refuse('organization_own')
  if (it.standing === 'deleted') return refuse('organization_deleted')
  return it.standing === 'suspended' ? refuse('organization_suspended') : grant(undefined)
}
export function mayResume(it: Standing): Ruling {
  const refuse = refusals(organizations.resume)
  if (it.standing === 'deleted') return refuse('organization_deleted')
  return it.standing === 'active' ? refuse('organization_active') : grant(undefined)
}
export function mayDelete(it: Standing & { code: string | null; name: string }, home: string, confirm: string): Ruling {
  const refuse = refusals(organizations.remove)
  if (isOwn(it, home)) return refuse('organization_own')
  if (it.standing === 'deleted') return refuse('organization_deleted')
  return confirm === (it.code ?? it.name)
    ? grant(undefined)
    : refuse(
        'confirmation_differs',
        beside('confirm', 'confirmation_differs', 'This does not match what is to be typed.'),
      )
}
export const mayRestore = (it: Standing & { purge_at: Date | null }, now: Date): Ruling =>
  it.standing === 'deleted' && it.purge_at && it.purge_at > now
    ? grant(undefined)
    : refusals(organizations.restore)('organization_not_deleted')
