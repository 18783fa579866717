/** A setting as the blueprint in force defines it. Pure. */
import { settingFault, settings, settingSchema, type FieldProblem, type SettingDefinition } from '@tenantry/contract'
import { refusals, refuseCommon, type Refused, type Ruling } from '../../platform/refusal.ts'
import type { Grant } from '../../platform/value/actor.ts'
import type { Node } from '../../platform/value/reach.ts'
import type { Entry } from '../inheritance/index.ts'

export type Closed = 'setting_locked' | 'setting_level_differs' | 'permission_missing'
export interface SettingEntry extends Entry<Closed> {
  readonly definition: SettingDefinition
}
/** The product's one decision function, handed in: it stands in a feature above. */
export type Decide = (grants: readonly Grant[], permission: string, target: Node) => Ruling<Node>

const isLevel = ({ levels }: SettingDefinition, level: string) => levels?.includes(level) ?? true
/** Whether a value set at such a level holds; what does not is not read, and what is inherited holds in its place. */
export const fits = (it: SettingDefinition, level: string, value: unknown): boolean =>
  isLevel(it, level) && settingFault(it, value) === null

export const entryOf = (definition: SettingDefinition, decide: Decide): SettingEntry => ({
  definition,
  default: definition.default ?? null,
  lockable: definition.lockable ?? true,
  closedAt: ({ level }) => (isLevel(definition, level) ? null : 'setting_level_differs'),
  keptFrom: ({ grants }, at) => {
    const ruling = definition.permission === undefined ? undefined : decide(grants, definition.permission, at)
    return !ruling || ruling.granted ? null : { code: 'permission_missing', refused: ruling }
  },
  holds: ({ value, org_level }) => fits(definition, org_level, value),
  faultsOf: (value) => {
    const fault = settingFault(definition, value)
    if (!fault) return []
    return [{ ...fault, path: ['body.value', fault.path].filter(Boolean).join('.') }]
  },
})

const refuse = refusals(settings.restore)
const sentences = {
  setting_locked: 'Locked above: nothing here can set another value.',
  setting_level_differs: 'Not set at this level.',
  setting_not_lockable: 'This setting cannot be locked.',
}
const beside = (code: keyof typeof sentences, path: string): Refused =>
  refuse(code, { fields: [{ path, code, message: sentences[code] }] })
export const refusalsOfSettings = {
  unknown: () =>
    refuse('setting_unknown', {
      fields: [{ path: 'params.setting', code: 'setting_unknown', message: 'There is no such setting.' }],
    }),
  closed: (code: Closed) =>
    code === 'permission_missing' ? refuseCommon('permission_missing') : beside(code, 'body.value'),
  notLockable: () => beside('setting_not_lockable', 'body.locked'),
  valueWrong: (fields: FieldProblem[]) => refuse('setting_value_wrong', { fields }),
  notSet: () => refusals(settings.reset)('setting_not_set'),
  changeUnknown: () => refuse('setting_change_unknown'),
}

const saidOfValues = (it: SettingDefinition | undefined) =>
  it && JSON.stringify([it.type, settingSchema(it), it.levels ?? null])
/** Keys whose kept values may be none any more: what is said of their values is another, or nothing. */
export function keysInDoubt(before: readonly SettingDefinition[], after: readonly SettingDefinition[]): string[] {
  const is = (key: string) => after.find((it) => it.key === key)
  return before.filter((was) => saidOfValues(was) !== saidOfValues(is(was.key))).map(({ key }) => key)
}
