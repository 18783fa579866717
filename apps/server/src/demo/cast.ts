/** Whom a blueprint has room for: its levels as a tree of organizations, and somebody to sign in as for every role. */
import type { Blueprint } from '@tenantry/contract'
import { inAddress } from './names.ts'

export interface SignIn {
  readonly email: string
  readonly role: string
  readonly label: string
  /** Where they are at home: in the first organization of this level. */
  readonly level: string
}
/** One organization of the sample, before it has rows. */
export interface Office {
  readonly name: string
  readonly domain: string
  readonly level: string
  /** Position in the list of all; null for the top. */
  readonly parent: number | null
  readonly users: number
  /** Keys of the roles that can be held here, the administrator's first. */
  readonly roles: readonly string[]
  readonly signIns: readonly SignIn[]
  /** Whether roles are changed in this product. */
  readonly changing: boolean
}

export function signInsFor({ roles, levels }: Blueprint): SignIn[] {
  const top = levels[0]?.key
  const founder = roles.find((role) => role.administrator && top !== undefined && role.levels.includes(top))
  return roles.map((role) => ({
    email: `${role === founder ? 'platform' : role.key.replaceAll(/[._]/g, '-')}@demo.example`,
    role: role.key,
    label: role.label,
    level: levels.findLast((level) => role.levels.includes(level.key))?.key ?? '',
  }))
}

export const tenants: readonly Pick<Office, 'name' | 'domain' | 'users'>[] = [
  { name: 'Nordlicht Logistik', domain: 'nordlicht.example', users: 300 },
  { name: 'Aurora Clinics', domain: 'aurora-clinics.example', users: 60 },
  { name: 'Maple & Finch Publishing', domain: 'maple-finch.example', users: 42 },
  { name: 'Sakura Robotics', domain: 'sakura.example', users: 31 },
  { name: 'Baobab Energy', domain: 'baobab.example', users: 24 },
  { name: 'Padaria Lisboa', domain: 'padaria.example', users: 12 },
  { name: 'Fjord Instruments', domain: 'fjord.example', users: 5 },
]
const between = [
  ['Meridian Distribution', 'Atlas Channel', 'Baltic Trade'],
  ['Kestrel Services', 'Lindenhof Systems', 'Harbour Cloud', 'Sierra Networks', 'Tulip Software', 'Orchard Digital'],
]

/** The top, then each level below: three, six, and at the lowest the tenants of the sample. */
export function officesFor(blueprint: Blueprint): Office[] {
  const signIns = signInsFor(blueprint)
  const offices: Office[] = []
  let above = 0 // where the level above begins
  blueprint.levels.forEach(({ key, label }, depth) => {
    const begin = offices.length
    const lowest = depth === blueprint.levels.length - 1
    const names = between[depth - 1] ?? Array.from({ length: 6 }, (_, n) => `${label} ${n + 1}`)
    const own = names.map((name, n) => ({ name, domain: `${inAddress(name)}.example`, users: 14 - n }))
    const top = { name: blueprint.product, domain: 'demo.example', users: lowest ? 40 : 2 }
    const all = depth === 0 ? [top] : lowest ? tenants : own
    const roles = blueprint.roles.filter((role) => role.levels.includes(key))
    roles.sort((a, b) => Number(b.administrator ?? false) - Number(a.administrator ?? false))
    all.forEach((it, n) => {
      const here = n === 0 ? signIns.filter((one) => one.level === key) : []
      here.sort(
        (a, b) => roles.findIndex((role) => role.key === a.role) - roles.findIndex((role) => role.key === b.role),
      )
      offices.push({
        ...it,
        level: key,
        parent: depth === 0 ? null : above + Math.floor((n * (begin - above)) / all.length),
        users: roles.length ? Math.max(it.users, here.length + 1) : 0,
        roles: roles.map((role) => role.key),
        signIns: here,
        changing: blueprint.policies?.['roles.change']?.value !== 'immutable',
      })
    })
    above = begin
  })
  return offices
}
