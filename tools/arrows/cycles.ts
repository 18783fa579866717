// Files that import each other in a ring can only be understood all at once.
import type { Arrow } from './graph.ts'

/** One ring per knot of files, as the arrows that form it. */
export function cycles(arrows: readonly Arrow[]): Arrow[][] {
  const out = Map.groupBy(arrows, (it) => it.from)
  return knots(out).map((knot) => shortestRing(out, knot))
}

/** Tarjan's strongly connected components, those with a ring in them. */
function knots(out: Map<string, Arrow[]>): Set<string>[] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: Set<string>[] = []

  const visit = (file: string) => {
    const own = index.size
    index.set(file, own)
    low.set(file, own)
    stack.push(file)
    for (const { to } of out.get(file) ?? []) {
      if (to === undefined) continue
      if (!index.has(to)) visit(to)
      if (stack.includes(to)) low.set(file, Math.min(low.get(file) ?? own, low.get(to) ?? own))
    }
    if (low.get(file) !== own) return
    const knot = new Set(stack.splice(stack.indexOf(file)))
    if (knot.size > 1 || out.get(file)?.some((it) => it.to === file)) found.push(knot)
  }
  for (const file of out.keys()) if (!index.has(file)) visit(file)
  return found
}

function shortestRing(out: Map<string, Arrow[]>, knot: Set<string>): Arrow[] {
  const [start = ''] = [...knot].sort()
  let paths: Arrow[][] = [[]]
  const seen = new Set<string>()
  while (paths.length) {
    const longer: Arrow[][] = []
    for (const path of paths) {
      for (const arrow of out.get(path.at(-1)?.to ?? start) ?? []) {
        if (arrow.to === start) return [...path, arrow]
        if (arrow.to === undefined || !knot.has(arrow.to) || seen.has(arrow.to)) continue
        seen.add(arrow.to)
        longer.push([...path, arrow])
      }
    }
    paths = longer
  }
  return []
}
