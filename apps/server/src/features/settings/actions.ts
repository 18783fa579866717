import { settingSchema, type Setting, type SettingDefinition, type settings } from '@tenantry/contract'
import type { ActionsFor } from '../../platform/value/action.ts'
import { verbsOf, type Inheritance } from '../inheritance/index.ts'
import { entryOf, refusalsOfSettings, type Closed, type Decide, type SettingEntry } from './rules.ts'

export interface Capabilities {
  readonly inheritance: Inheritance
  readonly decide: Decide
}
const table = 'setting_values'

export function actionsWith({ inheritance, decide }: Capabilities): ActionsFor<typeof settings> {
  const find = inheritance<string, SettingEntry>({
    table,
    parts: `coalesce(b.document->'settings', '[]')`,
    registry: (parts, keys) =>
      new Map(
        (parts as SettingDefinition[])
          .filter(({ key }) => keys?.includes(key) ?? true)
          .map((it) => [it.key, entryOf(it, decide)]),
      ),
  })
  const verbs = verbsOf<string, Closed, SettingEntry, Setting>({
    table,
    noun: 'setting',
    find,
    locked: 'setting_locked',
    refuse: refusalsOfSettings,
    present: (it, { definition }) => ({ ...it, definition, schema: settingSchema(definition) }),
    record: (tx, setting, facts, before, after) => {
      const told = { ...facts, ...(before && { before: { setting, ...before } }) }
      return after
        ? tx.record('setting.set', { ...told, after: { setting, ...after } })
        : tx.record('setting.reset', { ...told, after: { setting } })
    },
  })
  return {
    list: (call) => verbs.list(call),
    show: (call, { setting }) => verbs.show(call, setting),
    set: (call, { setting, value, locked = false, reason }) => verbs.set(call, setting, { value, locked }, reason),
    reset: (call, { setting, reason }) => verbs.reset(call, setting, reason),
    history: (call, { setting, limit }) => verbs.history(call, setting, limit),
    restore: (call, { setting, change, reason }) => verbs.restore(call, setting, change, reason),
  }
}
