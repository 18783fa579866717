/** JSON bodies: bounded in size by the server, in depth here, and free of text that databases and terminals choke on. */
import type { FieldProblem } from '@tenantry/contract'
import type { FastifyInstance } from 'fastify'
import { refuseCommon, Refusal } from '../refusal.ts'

const deepest = 20

export function acceptJson(http: FastifyInstance): void {
  http.removeAllContentTypeParsers()
  const parse = http.getDefaultJsonParser('error', 'error')
  http.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString()
    if (tooDeep(text)) {
      done(new Refusal(refuseCommon('json_malformed')))
      return
    }
    void parse(request, text, (error, value) => (error ? done(error) : done(null, inNfc(value))))
  })
}

/** Before lengths are checked: a hundred characters can be three hundred once they are in the form that is stored. */
function inNfc(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC')
  if (Array.isArray(value)) return value.map(inNfc)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inNfc(inner)]))
}

/** What is wrong with the body of a route that takes none: everything but nothing and `{}`. */
export function unexpectedIn(body: unknown): FieldProblem[] {
  if (body === undefined || body === null) return []
  if (typeof body !== 'object') return [{ path: 'body', code: 'type', message: 'This value must be object.' }]
  const unknown = { code: 'additionalProperties', message: 'This field is not known here.' }
  return Object.keys(body)
    .slice(0, 20)
    .map((key) => ({ path: `body.${key}`.slice(0, 200), ...unknown }))
}

/** Counts brackets outside strings without parsing; a hundred thousand of them would cost the parser its stack. */
function tooDeep(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === 0x5c) i += 1
      else if (c === 0x22) quoted = false
    } else if (c === 0x22) quoted = true
    else if (c === 0x7b || c === 0x5b) {
      depth += 1
      if (depth > deepest) return true
    } else if (c === 0x7d || c === 0x5d) depth -= 1
  }
  return false
}

/** The path of the first text (value or key) that holds NUL or half a surrogate pair, if any. */
export function unstorableText(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('\0') || !key.isWellFormed()) return path
    const found = unstorableText(inner, `${path}.${key}`)
    if (found) return found
  }
  return undefined
}
