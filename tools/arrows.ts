// Checks that arrows point one way (docs: ARCHITECTURE.md). The order of the features is data: arrows.order.json.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cycles } from './arrows/cycles.ts'
import { type Arrow, readArrows } from './arrows/graph.ts'
import { emptyName } from './arrows/names.ts'
import { type Order, orderFile, readOrder } from './arrows/order.ts'
import { placeOf } from './arrows/place.ts'
import { serverFinding } from './arrows/server-rules.ts'
import { workspaceFinding } from './arrows/workspace-rules.ts'
import { isTest, sources } from './sources.ts'

export interface Violation {
  at: string
  rule: string
  why: string
}

export function checkArrows(root: string): Violation[] {
  const order = readOrder(root)
  const arrows = readArrows(root)
  return [
    ...arrows.flatMap((it) => checkArrow(it, order)),
    ...checkCycles(arrows),
    ...checkNames(root),
    ...checkDoorList(root, arrows, order),
  ]
}

function checkArrow(arrow: Arrow, order: Order): Violation[] {
  const from = placeOf(arrow.from)
  const to = arrow.to === undefined ? undefined : placeOf(arrow.to)
  // What lies outside of src (vite.config.ts, say) is tooling, not part of the house.
  if (!from || (from.area === 'elsewhere' && !arrow.from.includes('/src/'))) return []
  const finding = workspaceFinding(arrow, from, to) ?? serverFinding(arrow, from, to, order)
  if (!finding) return []
  const [rule, why] = finding
  return [{ at: `${arrow.from}:${arrow.line}`, rule, why: `imports '${arrow.specifier}': ${why}` }]
}

function checkCycles(arrows: Arrow[]): Violation[] {
  return cycles(arrows.filter((it) => it.from.includes('/src/') && !isTest(it.from))).map((ring) => {
    const [first] = ring
    const way = [first?.from, ...ring.map((it) => it.to)].join(' > ')
    return { at: `${first?.from}:${first?.line}`, rule: 'cycle', why: `these files import each other: ${way}` }
  })
}

function checkNames(root: string): Violation[] {
  return sources(root, [''], ['packages', 'apps', 'tools', 'bench', 'examples']).flatMap((path) => {
    const name = emptyName(path)
    return name ? [{ at: `${path}:1`, rule: 'names', why: `'${name}' says nothing: name it after what it is of` }] : []
  })
}

/** A reason that stands for nothing any more would let the next file in unasked. */
function checkDoorList(root: string, arrows: Arrow[], { unscopedDoor: door }: Order): Violation[] {
  if (!existsSync(join(root, door.file))) return []
  const using = new Set(arrows.filter((it) => it.to === door.file).map((it) => it.from))
  const stale = Object.keys(door.importers).filter((it) => !using.has(it))
  return stale.map((it) => ({
    at: `${orderFile}:1`,
    rule: 'unscoped door',
    why: `${it} does not import it: remove it here`,
  }))
}

if (import.meta.main) {
  const violations = checkArrows(join(import.meta.dirname, '..'))
  for (const { at, rule, why } of violations) console.log(`${at}  [${rule}] ${why}`)
  console.log(violations.length ? `${violations.length} arrows or names are wrong.` : 'All arrows point one way.')
  process.exitCode = violations.length ? 1 : 0
}
