// The written order of the features and the short list of those who may use the unscoped door.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Order {
  /** Each row may import from the rows above it, and leftwards in its own. */
  features: string[][]
  /** They follow events; nobody imports them. */
  listeners: string[]
  unscopedDoor: { file: string; importers: Record<string, string> }
}

export const orderFile = 'tools/arrows.order.json'

export function readOrder(root: string): Order {
  return JSON.parse(readFileSync(join(root, orderFile), 'utf8')) as Order
}
