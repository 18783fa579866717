/** For any route of the contract: a right call, and every way in which one thing of it can be wrong. */
import type { RouteSpec } from '@tenantry/contract'
import { goodPassword } from './world.ts'

/** The part of JSON Schema that the contract uses. */
interface Schema {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly maxLength?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly items?: Schema
  readonly minItems?: number
}
type Values = Record<string, unknown>
export type Ids = Readonly<
  Record<
    | 'organization'
    | 'user'
    | 'invitation'
    | 'session'
    | 'mail'
    | 'key'
    | 'customRole'
    | 'change'
    | 'connection'
    | 'domain'
    | 'link'
    | 'factor'
    | 'device',
    string
  >
>

export interface Sent {
  readonly what: string
  readonly path: string
  /** As it goes over the wire. */
  readonly body?: string
  readonly headers?: Record<string, string>
  /** The refusal names this field and no other. */
  readonly field?: string
  readonly code?: string
}

const partOf = (route: RouteSpec, part: 'params' | 'query' | 'body') => (route[part] ?? {}) as Schema
const entriesOf = (schema: Schema): [string, Schema][] => Object.entries(schema.properties ?? {})

function right(name: string, schema: Schema, ids: Ids): unknown {
  if (schema.anyOf) return right(name, schema.anyOf[0] ?? {}, ids)
  if (schema.enum) return schema.enum[0]
  if (schema.properties) return allRight(schema, ids)
  if (schema.type === 'integer') return 20
  if (schema.format === 'date-time') return '2026-01-01T00:00:00.000Z'
  if (schema.type === 'object') return allRight(schema, ids)
  if (name === 'code') return schema.maxLength === 6 ? '123456' : 'Abc'
  if (name === 'recoveryCode') return 'A'.repeat(24)
  if (name === 'permission') return 'users.read'
  if (name === 'at') return ids.organization
  if (schema.type === 'boolean') return true
  if (name === 'permissions') return ['roles.read']
  if (name === 'levels') return ['tenant']
  if (schema.type === 'array') return schema.minItems ? [right(name, schema.items ?? {}, ids)] : []
  if (schema.pattern?.startsWith('^org_')) return ids.organization
  if (Object.hasOwn(ids, name)) return ids[name as keyof Ids]
  if (name === 'to') return ids.organization
  if (name === 'setting') return 'week_start'
  if (name === 'value') return 'immediate' // of the first policy
  if (name === 'host') return 'acme.example'
  if (name === 'email') return 'somebody@example.com'
  if (name === 'role' || name === 'defaultRole') return 'viewer'
  if (name === 'issuer') return 'https://id.example'
  if (name === 'state') return 'A'.repeat(43)
  if (name === 'name' && schema.maxLength === 230) return 'acme.example'
  if (name === 'token' || name === 'attempt') return 'A'.repeat(43)
  if (name === 'base') return '0'.repeat(64)
  if (name === 'phone') return '+4930123456'
  return /password/i.test(name) ? goodPassword : 'Abc'
}
/** One of several ways where the schema says so. */
function allRight(schema: Schema, ids: Ids): Values {
  const entries = entriesOf(schema).slice(0, schema.maxProperties)
  return Object.fromEntries(entries.map(([name, it]) => [name, right(name, it, ids)]))
}

const addressOf = (route: RouteSpec, params: Values, query: Values | string = {}): string => {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = typeof query === 'string' ? query : String(new URLSearchParams(query as Record<string, string>))
  return search ? `${path}?${search}` : path
}

const needed = (schema: Schema, ids: Ids): Values =>
  Object.fromEntries(
    entriesOf(schema).flatMap(([name, it]) => (schema.required?.includes(name) ? [[name, right(name, it, ids)]] : [])),
  )

/** A call whose every part has the right form; `ids` say whom it is about. */
export const rightCall = (route: RouteSpec, ids: Ids) => ({
  path: addressOf(route, allRight(partOf(route, 'params'), ids), needed(partOf(route, 'query'), ids)),
  ...(route.body && { body: JSON.stringify(allRight(partOf(route, 'body'), ids)) }),
})

export function* wrongCalls(route: RouteSpec, ids: Ids): Generator<Sent> {
  yield* wrongParams(route, ids)
  yield* wrongQueries(route, ids)
  if (route.body) yield* wrongFields(route, ids)
  if (route.method !== 'GET') yield* wrongBodies(route, ids)
  if (route.method !== 'GET') yield* fromElsewhere(route, ids)
}

function* wrongParams(route: RouteSpec, ids: Ids): Generator<Sent> {
  const params = partOf(route, 'params')
  const { body } = rightCall(route, ids)
  for (const [name, schema] of entriesOf(params)) {
    // One of a few words, or an id.
    const own = String(right(name, schema, ids))
    const wrong = [
      'nonsense',
      `xyz_${own.split('_').at(-1)}`,
      own.toUpperCase(),
      `${own}0`,
      own.slice(0, -1),
      "' or 1=1 --",
      '%00',
      '\u0000',
      '🦦',
    ]
    for (const value of wrong) {
      const path = addressOf(route, { ...allRight(params, ids), [name]: value })
      yield { what: `${name} = ${JSON.stringify(value)}`, path, ...(body && { body }), field: `params.${name}` }
    }
    const long = addressOf(route, { ...allRight(params, ids), [name]: 'x'.repeat(3_000) })
    yield { what: `${name} too long`, path: long, ...(body && { body }) }
  }
}

function* wrongQueries(route: RouteSpec, ids: Ids): Generator<Sent> {
  const schema = partOf(route, 'query')
  const { body } = rightCall(route, ids)
  const { cursor: _, ...query } = allRight(schema, ids)
  const params = allRight(partOf(route, 'params'), ids)
  const at = (values: Values | string) => ({ path: addressOf(route, params, values), ...(body && { body }) })
  for (const unknown of ['zzz', 'constructor', '__proto__', 'search[]', 'USER', ...Object.keys(params)]) {
    yield { what: `?${unknown}`, ...at({ ...query, [unknown]: '1' }), field: `query.${unknown}` }
  }
  for (const [name, field] of entriesOf(schema)) {
    const wrong = field.enum
      ? ['nonsense', '', 'ASC,DESC']
      : field.type === 'integer'
        ? ['abc', '', '0', '-1', '1.5', String((field.maximum ?? 200) + 1), '1e400', 'NaN', 'true']
        : ['', 'a\u0000b', 'x'.repeat((field.maxLength ?? 0) + 1)]
    for (const value of wrong) {
      yield {
        what: `?${name}=${JSON.stringify(value.slice(0, 20))}`,
        ...at({ ...query, [name]: value }),
        field: `query.${name}`,
      }
    }
    const twice = new URLSearchParams([
      ...Object.entries(query as Record<string, string>).filter(([it]) => it !== name),
      [name, 'a'],
      [name, 'b'],
    ])
    yield { what: `?${name} twice`, ...at(String(twice)), field: `query.${name}` }
  }
  if (schema.properties?.['cursor']) {
    for (const cursor of [
      'A',
      'AAAA',
      '!!!!',
      'x'.repeat(2_000),
      Buffer.from('[1,2]'.repeat(20)).toString('base64url'),
    ]) {
      yield { what: `?cursor=${cursor.slice(0, 20)}`, ...at({ ...query, cursor }), code: 'cursor_invalid' }
    }
  }
}

function* wrongFields(route: RouteSpec, ids: Ids): Generator<Sent> {
  const schema = partOf(route, 'body')
  const { path } = rightCall(route, ids)
  const good = schema.maxProperties === 1 ? {} : allRight(schema, ids)
  const sent = (what: string, body: Values, field: string): Sent => ({ what, path, body: JSON.stringify(body), field })
  for (const [name, it] of entriesOf(schema)) {
    const field = `body.${name}`
    const nullable = it.anyOf?.some((one) => one.type === 'null')
    const limit = it.maxLength ?? it.anyOf?.[0]?.maxLength
    const wrong: unknown[] = [
      ...(it.type === 'integer' ? [0, 1.5, 100_000] : [7]),
      ...(it.type === 'boolean' ? ['true'] : [true]),
      {},
      [],
      ['a'],
      { a: 1 },
      '',
      'a\u0000b',
      '\ud800',
      'a\udfff',
      ...(nullable ? [] : [null]),
    ]
    const fits = (value: unknown) =>
      (it.type === 'boolean' && value === true) ||
      (it.type === 'array' && Array.isArray(value) && value.length >= (it.minItems ?? 0))
    for (const value of wrong.filter((one) => !fits(one)))
      yield sent(`${name} = ${JSON.stringify(value)}`, { ...good, [name]: value }, field)
    if (limit) yield sent(`${name} too long`, { ...good, [name]: 'x'.repeat(limit + 1) }, field)
    if (limit) yield sent(`${name} far too long`, { ...good, [name]: ' '.repeat(900_000) }, field)
    const { [name]: __, ...rest } = good
    if (schema.required?.includes(name)) yield sent(`without ${name}`, rest, field)
  }
  for (const unknown of ['zzz', 'id', 'constructor', 'organizationId']) {
    yield sent(`with ${unknown}`, { ...good, [unknown]: 1 }, `body.${unknown}`)
  }
  for (const name of Object.keys(partOf(route, 'params').properties ?? {})) {
    yield sent(`with the path's ${name} in the body`, { ...good, [name]: right(name, {}, ids) }, `body.${name}`)
  }
  if (schema.minProperties) yield sent('nothing to change', {}, 'body')
  for (const value of ['[]', '"text"', '7', 'null', 'true'])
    yield { what: `body ${value}`, path, body: value, field: 'body' }
}

/** Also for routes that take no body at all. */
function* wrongBodies(route: RouteSpec, ids: Ids): Generator<Sent> {
  const { path, body = '{}' } = rightCall(route, ids)
  const json = { 'content-type': 'application/json' }
  const malformed = [
    '{"a":',
    '{"a":1}}',
    "{'a':1}",
    '\u0000',
    '{"a":\u0001}',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '',
  ]
  for (const text of malformed)
    yield { what: `malformed ${text}`, path, body: text, headers: json, code: 'json_malformed' }
  yield { what: 'deep lists', path, body: '['.repeat(100_000), code: 'json_malformed' }
  yield { what: 'deep objects', path, body: `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, code: 'json_malformed' }
  yield { what: 'deep in a field', path, body: `{"zzz":${'['.repeat(30)}${']'.repeat(30)}}`, code: 'json_malformed' }
  yield { what: '1.1 MB', path, body: JSON.stringify({ zzz: 'x'.repeat(1_150_000) }), code: 'body_too_large' }
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'x',
  ]) {
    yield { what: type, path, body, headers: { 'content-type': type }, code: 'media_type_unsupported' }
  }
  if (route.body) return
  yield { what: 'an unexpected body', path, body: '{"zzz":1}', field: 'body.zzz' }
  for (const name of Object.keys(partOf(route, 'params').properties ?? {})) {
    yield { what: `${name} in the body`, path, body: JSON.stringify({ [name]: 'x' }), field: `body.${name}` }
  }
  for (const value of ['[1]', '"text"', '7'])
    yield { what: `body ${value}`, path, body: value, code: 'validation_failed' }
}

function* fromElsewhere(route: RouteSpec, ids: Ids): Generator<Sent> {
  const call = rightCall(route, ids)
  const headers: Record<string, string>[] = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'http://localhost:3000.evil.test' },
    { origin: 'http://localhost:3001' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
  ]
  for (const it of headers) yield { what: JSON.stringify(it), ...call, headers: it, code: 'origin_differs' }
}
