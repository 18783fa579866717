/** Reads a blueprint file. What is wrong is told with line, path and reason, all of it at once. */
import { Blueprint, type BlueprintFault } from '@tenantry/contract'
import { isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { compileAnswerCheck } from '../../platform/http/validation.ts'
import type { Path, Wrong } from './rules.faults.ts'
import { wrongReferences, type PolicyFault } from './rules.references.ts'

export class WrongBlueprint extends Error {
  override readonly name = 'WrongBlueprint'
  readonly faults: readonly BlueprintFault[]
  constructor(file: string, faults: readonly BlueprintFault[]) {
    super(faults.map((it) => `${file}:${it.line}: ${it.path || '(top)'}: ${it.reason}`).join('\n'))
    this.faults = faults
  }
}
/** More are not told: whoever reads them mends these first. */
const mostTold = 200

const shapeOf = compileAnswerCheck(Blueprint)

export function parseBlueprint(text: string, file: string, policyFault?: PolicyFault): Blueprint {
  const lines = new LineCounter()
  const { document, twice } = documentOf(text, file, lines)
  const syntax = [
    ...document.errors.map((it) => ({ at: it.pos[0], reason: it.message.split('\n')[0] ?? '' })),
    ...twice.map((at) => ({ at, reason: 'Map keys must be unique' })),
  ]
    .slice(0, mostTold)
    .map(({ at, reason }) => ({ line: lines.linePos(at).line, path: '', reason }))
  if (syntax.length) throw new WrongBlueprint(file, syntax)
  const value = valueOf(document, file)
  const wrong = isBlueprint(value) ? wrongReferences(value, policyFault) : wrongShapes()
  if (wrong.length)
    throw new WrongBlueprint(
      file,
      wrong.slice(0, mostTold).map((it) => locate(document, lines, it)),
    )
  return value as Blueprint
}

/** What is wrong with a text; nothing, if it can be put in force. */
export function faultsIn(text: string, policyFault?: PolicyFault): readonly BlueprintFault[] {
  try {
    parseBlueprint(text, 'blueprint', policyFault)
    return []
  } catch (error) {
    if (error instanceof WrongBlueprint) return error.faults
    throw error
  }
}

/**
 * Ten thousand brackets cost the parser its stack; comparing each key with all before it, and quoting each error's line,
 * took ten seconds for 200,000 characters, in which nobody else was answered.
 */
function documentOf(text: string, file: string, lineCounter: LineCounter): { document: Document; twice: number[] } {
  try {
    const document = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false })
    return { document, twice: keysTwice(document) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new WrongBlueprint(file, [{ line: 1, path: '', reason: 'is nested too deeply' }])
  }
}

/** Where a key stands that its map has already. */
function keysTwice(document: Document): number[] {
  const twice: number[] = []
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) twice.push(key.range?.[0] ?? 0)
        seen.add(key.value)
      }
    },
  })
  return twice
}

/** Aliases without an anchor, or so many that they would fill the memory, show only when the value is made. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new WrongBlueprint(file, [{ line: 1, path: '', reason: error instanceof Error ? error.message : '' }])
  }
}

const isBlueprint = (value: unknown): value is Blueprint => shapeOf(value)

const wrongShapes = (): Wrong[] =>
  (shapeOf.errors ?? []).map((error) => {
    const { additionalProperty, missingProperty, allowedValues } = error.params as {
      additionalProperty?: string
      missingProperty?: string
      allowedValues?: unknown[]
    }
    const path: Path = error.instancePath
      .split('/')
      .slice(1)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')))
    if (additionalProperty) return { path: [...path, additionalProperty], reason: 'this key is not known here' }
    if (missingProperty) return { path, reason: `"${missingProperty}" is missing` }
    if (allowedValues) return { path, reason: `must be one of ${allowedValues.join(', ')}` }
    return { path, reason: error.message ?? 'is not valid' }
  })

/** The line of the node itself, or of the nearest one above it that is written in the file. */
function locate(document: Document, lines: LineCounter, { path, reason }: Wrong): BlueprintFault {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth ? document.getIn(path.slice(0, depth), true) : document.contents
    const range = (node as { range?: [number, number, number] } | null | undefined)?.range
    if (range) return { line: lines.linePos(range[0]).line, path: path.join('.'), reason }
  }
  return { line: 1, path: path.join('.'), reason }
}
