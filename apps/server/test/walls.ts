/** Takes one of the two walls away, so that a proof shows what the other holds alone. */
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { TestDatabase } from './database.ts'

/** Every policy of the server's role lets everything pass, and the search function checks no range. */
export async function dropRowSecurity(database: TestDatabase): Promise<void> {
  await database.query(`do $$ declare p record; begin
    for p in select * from pg_policies where schemaname = 'public' and 'tenantry_app' = any(roles) loop
      execute format('alter policy %I on %I %s %s', p.policyname, p.tablename,
        case when p.cmd <> 'INSERT' then 'using (true)' end,
        case when p.cmd not in ('SELECT', 'DELETE') then 'with check (true)' end);
    end loop; end $$`)
  await database.query(`create or replace function matching_users(lo text, hi text, needle text, most integer)
    returns setof users language sql stable security definer set search_path = pg_catalog, public, pg_temp as
    'select * from users where org_path >= lo and org_path < hi and search_key like needle limit most'`)
}

const column = String.raw`(?:"?\w+"?\.)?"?(?:org_path|node_path|parent_path|path)"?`
const comparison = new RegExp(String.raw`(?<=\b(?:where|and|or) \(?)(${column} (?:=|<|>|<=|>=) \$\d+)`, 'g')
const widenedComparison = new RegExp(String.raw`\(${column} (?:=|<|>|<=|>=) \$\d+ or true\)`, 'g')
/** A path beside a parameter, in whatever form: where one is left after the rewriting, something was not widened. */
const left = new RegExp(
  String.raw`\b${column} *[^ a-z]+ *\$\d|\b${column} *(?:=|in|like|between) *(?:any *)?\(?\$\d`,
  'i',
)
const search = /matching_users\((\$\d+), (\$\d+),/

/**
 * The ranges and equalities that stores write into their queries, taken out of every statement on its way to the driver,
 * raw ones too: `org_path = $1` becomes `(org_path = $1 or true)`. What it does not touch: the decision whether the actor
 * may act at the organization that the route names, joins of column with column, and keys (`id = $1`), which are no walls.
 * `only`: statements to begin with; all of them unless said otherwise.
 */
export function withoutRanges(only = /./) {
  const widened = new Set<string>()
  const missed = new Set<string>()
  const widen = (text: string): string => {
    if (!only.test(text)) return text
    const out = text
      .replace(comparison, '($1 or true)')
      .replace(search, `matching_users(coalesce(reach_lo(), $1), coalesce(reach_hi(), $2),`)
    if (out !== text) widened.add(text)
    if (left.test(out.replace(widenedComparison, ''))) missed.add(text)
    return out
  }
  return { watch: rewriteWith(widen), widened, missed }
}

/** Puts every statement of a pool through `rewrite` on its way to the driver. */
const rewriteWith = (rewrite: (text: string) => string) => (pool: pg.Pool) => {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...it: unknown[]) => unknown
    // Under the name of a prepared statement the driver would keep the text it saw first.
    const anew = ({ name, ...it }: { name?: string; text: string }) => {
      const text = rewrite(it.text)
      return { ...it, text, ...(name !== undefined && text === it.text && { name }) }
    }
    const rewritten = (first: unknown) =>
      typeof first === 'string' ? rewrite(first) : anew(first as { name?: string; text: string })
    Object.assign(client, { query: (first: unknown, ...rest: unknown[]) => query(rewritten(first), ...rest) })
  })
}

/** One range of one kind of statement; what only sorts, pages or filters otherwise is of the same kind. */
export interface RangeMutant {
  readonly kind: string
  readonly column: string
}
/** For the mutation run: notes which ranges there are and what sends them, and takes out the one that is `active`. */
export function oneRange(onSeen: (key: string) => void = () => undefined) {
  const found = new Map<string, { readonly range: RangeMutant; readonly senders: Set<string> }>()
  const state: { active: RangeMutant | null; sender: string | null } = { active: null, sender: null }
  const rewrite = (text: string): string => {
    const kind = kindOf(text)
    const columns = new Set(Array.from(text.matchAll(comparison), ([it]) => columnOf(it)))
    if (search.test(text)) columns.add('matching_users')
    for (const column of columns) {
      const key = `${column} in ${kind}`
      const { senders } = found.get(key) ?? { senders: new Set() }
      found.set(key, { range: { kind, column }, senders })
      if (state.sender !== null) senders.add(state.sender)
      onSeen(key)
    }
    const { active } = state
    if (active?.kind !== kind) return text
    if (active.column === 'matching_users')
      return text.replace(search, `matching_users(coalesce(reach_lo(), $1), coalesce(reach_hi(), $2),`)
    return text.replace(comparison, (it) => (columnOf(it) === active.column ? `(${it} or true)` : it))
  }
  return { watch: rewriteWith(rewrite), found, state }
}
/**
 * For the mutation run, whose lanes name in a file what is taken out (tools/mutation/alive.ts): `ranges` row security alone,
 * `ranges org_path in select users` that range as well. Null in every other run.
 */
export function wallsTakenOut() {
  const folder = process.env['MUTATION_FOLDER']
  const alive = folder === undefined ? '' : readFileSync(join(folder, 'alive'), 'utf8')
  if (folder === undefined || !/^ranges\b/.test(alive)) return null
  const met = new Set<string>()
  const { watch, state } = oneRange((key) => {
    if (!met.has(key)) appendFileSync(join(folder, 'met'), `ranges ${key}\n`)
    met.add(key)
  })
  const [, column, kind] = /^ranges (\S+) in (.*)$/.exec(alive) ?? []
  if (column !== undefined && kind !== undefined) state.active = { column, kind }
  return { watch }
}
const columnOf = (compared: string) => (compared.split(' ')[0] ?? '').replaceAll('"', '')
/** Its first verb, its tables and the columns of its conditions. */
function kindOf(text: string): string {
  const plain = text.replace(/\s+/g, ' ').replace(/"/g, '').trim()
  const verb = /\b(?:select|insert|update|delete)\b/.exec(plain)?.[0] ?? ''
  const tables = [...plain.matchAll(/\b(?:from|join|update|into) ([a-z_]+)/g)].map((it) => it[1])
  const keys = /\bid = (?:\$|any)/.test(plain) ? ' by id' : ''
  return `${verb} ${[...new Set(tables)].join(', ')}${keys}${/ for (update|share|no key)/.test(plain) ? ', locked' : ''}`
}
