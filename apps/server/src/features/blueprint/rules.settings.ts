/** What a schema cannot say of the settings that a blueprint defines. */
import { definitionFaults, isPermission, isPolicyKey, type Blueprint } from '@tenantry/contract'
import type { Path, Wrong } from './rules.faults.ts'

export function wrongSettings(it: Blueprint): Wrong[] {
  const settings = it.settings ?? []
  const keys = settings.map(({ key }) => key)
  const levels = it.levels.map(({ key }) => key)
  return settings.flatMap((setting, at) => {
    const here: Path = ['settings', at]
    const { key, permission } = setting
    const wrong: Wrong[] = definitionFaults(setting).map(({ path, reason }) => ({ path: [...here, ...path], reason }))
    if (keys.indexOf(key) < at) wrong.push({ path: [...here, 'key'], reason: `setting "${key}" stands twice` })
    if (isPolicyKey(key)) wrong.push({ path: [...here, 'key'], reason: `"${key}" is a policy of Tenantry itself` })
    for (const [i, level] of (setting.levels ?? []).entries())
      if (!levels.includes(level))
        wrong.push({ path: [...here, 'levels', i], reason: `level "${level}" does not exist` })
    if (permission !== undefined && !isPermission(permission) && !Object.hasOwn(it.permissions ?? {}, permission))
      wrong.push({ path: [...here, 'permission'], reason: `permission "${permission}" does not exist` })
    return wrong
  })
}
