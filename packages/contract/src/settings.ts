/**
 * Settings of an organization: which there are says the blueprint in force (`settings`); they are set, inherited,
 * locked and told like policies.
 */
import Type, { type Static } from 'typebox'
import { SettingDefinition } from './blueprint/settings.ts'
import { inherited, resetBody, restoreBody, setBody, ValueChange } from './inheritance.ts'
import { route } from './route.ts'
import { OrganizationId, PageOf, SettingKey, Strict, page } from './values.ts'

export { SettingDefinition }
export const Setting = Strict({
  key: SettingKey,
  /** What the blueprint says of it. */
  definition: SettingDefinition,
  /** JSON Schema (2020-12) of its values. */
  schema: Type.Unknown(),
  /** Its value is null where nobody set one and the blueprint gives no default. */
  ...inherited('setting_locked', 'setting_level_differs', 'permission_missing'),
})
export type Setting = Static<typeof Setting>

const here = { organization: OrganizationId }
const target = Strict({ ...here, setting: SettingKey })
const unknown = { setting_unknown: 404 } as const
const setRefuses = {
  ...unknown,
  setting_locked: 409,
  setting_level_differs: 409,
  setting_not_lockable: 409,
  setting_value_wrong: 422,
} as const

export const settings = {
  /** Everything that holds, in the blueprint's order: at most 100. */
  list: route({
    method: 'GET',
    path: '/organizations/{organization}/settings',
    access: 'organizations.read',
    summary: 'The settings that hold in an organization, and where each comes from',
    params: Strict(here),
    returns: Strict({ items: Type.Array(Setting) }),
    refuses: {},
  }),
  show: route({
    method: 'GET',
    path: '/organizations/{organization}/settings/{setting}',
    access: 'organizations.read',
    summary: 'One setting',
    params: target,
    returns: Setting,
    refuses: unknown,
    versioned: true,
  }),
  /** The setting may ask for one more permission (`permission` of its definition), here and below. */
  set: route({
    method: 'PUT',
    path: '/organizations/{organization}/settings/{setting}',
    access: 'organizations.update',
    summary: 'Set a value here; with `locked` nothing below can set another',
    params: target,
    body: setBody,
    returns: Setting,
    refuses: setRefuses,
    versioned: true,
  }),
  /** What is inherited holds again. */
  reset: route({
    method: 'POST',
    path: '/organizations/{organization}/settings/{setting}/reset',
    access: 'organizations.update',
    summary: 'Take back what is set here',
    params: target,
    body: resetBody,
    returns: Setting,
    refuses: { ...unknown, setting_not_set: 409 },
    versioned: true,
  }),
  history: route({
    method: 'GET',
    path: '/organizations/{organization}/settings/{setting}/history',
    access: 'organizations.read',
    summary: 'What was set and reset here, newest first',
    params: target,
    query: Strict(page),
    returns: PageOf(ValueChange),
    refuses: unknown,
  }),
  /** Sets the value that an earlier change set, with its lock; itself a change like any other. */
  restore: route({
    method: 'POST',
    path: '/organizations/{organization}/settings/{setting}/restore',
    access: 'organizations.update',
    summary: 'Set an earlier value again',
    params: target,
    body: restoreBody,
    returns: Setting,
    refuses: { ...setRefuses, setting_change_unknown: 404 },
    versioned: true,
  }),
}
