/** Reads a blueprint file. What is wrong is told with line, path and reason, all of it at once. */
import { Blueprint, isPermission } from '@tenantry/contract'
import { LineCounter, parseDocument, type Document } from 'yaml'
import { compileAnswerCheck } from '../../platform/http/validation.ts'

export interface Fault {
  readonly line: number
  /** `roles.2.permissions.0` */
  readonly path: string
  readonly reason: string
}
export class WrongBlueprint extends Error {
  override readonly name = 'WrongBlueprint'
  readonly faults: readonly Fault[]
  constructor(file: string, faults: readonly Fault[]) {
    super(faults.map((it) => `${file}:${it.line}: ${it.path || '(top)'}: ${it.reason}`).join('\n'))
    this.faults = faults
  }
}
type Path = (string | number)[]
type Wrong = { path: Path; reason: string }

const shapeOf = compileAnswerCheck(Blueprint)

export function parseBlueprint(text: string, file: string): Blueprint {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const syntax = document.errors.map((it) => ({
    line: lines.linePos(it.pos[0]).line,
    path: '',
    reason: it.message.split('\n')[0] ?? '',
  }))
  if (syntax.length) throw new WrongBlueprint(file, syntax)
  const value = valueOf(document, file)
  const wrong = isBlueprint(value) ? wrongMeanings(value) : wrongShapes()
  if (wrong.length)
    throw new WrongBlueprint(
      file,
      wrong.map((it) => locate(document, lines, it)),
    )
  return value as Blueprint
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
    const { additionalProperty, missingProperty } = error.params as Record<string, string | undefined>
    const path: Path = error.instancePath
      .split('/')
      .slice(1)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
    if (additionalProperty) return { path: [...path, additionalProperty], reason: 'this key is not known here' }
    if (missingProperty) return { path, reason: `"${missingProperty}" is missing` }
    return { path, reason: error.message ?? 'is not valid' }
  })

/** What a schema cannot say: that every name refers to something, and that somebody can administer the whole. */
function wrongMeanings(it: Blueprint): Wrong[] {
  const levels = it.levels.map((level) => level.key)
  const roles = it.roles.map((role) => role.key)
  const known = (key: string) => isPermission(key) || Object.hasOwn(it.permissions ?? {}, key)
  const unknown = (names: string[], ok: (name: string) => boolean, path: Path, what: string): Wrong[] =>
    names.flatMap((name, i) => (ok(name) ? [] : [{ path: [...path, i], reason: `${what} "${name}" does not exist` }]))
  const twice = (names: string[], path: string, what: string): Wrong[] =>
    names.flatMap((name, i) =>
      names.indexOf(name) < i ? [{ path: [path, i, 'key'], reason: `${what} "${name}" stands twice` }] : [],
    )
  const own = Object.keys(it.permissions ?? {}).filter(isPermission)
  const top = levels[0]
  return [
    ...twice(levels, 'levels', 'level'),
    ...twice(roles, 'roles', 'role'),
    ...own.map((key) => ({ path: ['permissions', key], reason: 'is a permission of Tenantry itself' })),
    ...it.roles.flatMap((role, i) => [
      ...unknown(role.levels, (name) => levels.includes(name), ['roles', i, 'levels'], 'level'),
      ...unknown(role.permissions, known, ['roles', i, 'permissions'], 'permission'),
      ...unknown(role.assigns, (name) => roles.includes(name), ['roles', i, 'assigns'], 'role'),
    ]),
    ...(it.roles.some((role) => role.administrator && top !== undefined && role.levels.includes(top))
      ? []
      : [{ path: ['roles'], reason: `no role with "administrator: true" can be held at the top level "${top}"` }]),
  ]
}

/** The line of the node itself, or of the nearest one above it that is written in the file. */
function locate(document: Document, lines: LineCounter, { path, reason }: Wrong): Fault {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth ? document.getIn(path.slice(0, depth), true) : document.contents
    const range = (node as { range?: [number, number, number] } | null | undefined)?.range
    if (range) return { line: lines.linePos(range[0]).line, path: path.join('.'), reason }
  }
  return { line: 1, path: path.join('.'), reason }
}
