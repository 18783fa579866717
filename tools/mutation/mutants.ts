/** The checks of a source file, each as the one change that drops it. */
import { parseSync } from 'vite'

export interface Mutant {
  /** From the root of the repository. */
  readonly file: string
  readonly line: number
  readonly start: number
  readonly end: number
  readonly replacement: string
  /** What is dropped, as it is written. */
  readonly what: string
  /** The code of the refusal that the check is for, where one follows it. */
  readonly refusal: string | null
}
/** As far as a mutation looks into a syntax tree. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}
const isNode = (it: unknown): it is Node => typeof it === 'object' && it !== null && 'type' in it && 'start' in it
const childrenOf = (it: Node): Node[] => Object.values(it).flat().filter(isNode)

/** What refuses: the words for it, and what a file calls its own refusals (`const create = refusals(users.create)`). */
const refusingIn = (source: string): RegExp => {
  const own = [...source.matchAll(/const (\w+) = refusals\(/g)].map(([, name]) => `${name}\\(`)
  return new RegExp(`\\b(?:refuse\\b|refusals\\b|refuseCommon\\b|new Refusal\\b${own.map((it) => `|${it}`).join('')})`)
}
const deciding = /^(may|is|are|was|has|owns|outranks|gives|allowedBy|judge)/

/**
 * Of `if (x) return refuse(...)`: never; of `if (x) return grant()` and `x ? grant() : refuse()`: always granted; of a test
 * with several parts: each part; of a function that decides by true or false: each condition that must hold.
 */
export function mutantsOf(file: string, source: string): Mutant[] {
  const { program } = parseSync(file, source)
  const refusing = refusingIn(source)
  const mutants = new Map<string, Mutant>()
  const text = (it: Node) => source.slice(it.start, it.end)
  const drop = (it: Node, replacement: string) => {
    const what = text(it).replace(/\s+/g, ' ')
    const line = source.slice(0, it.start).split('\n').length
    const refusal = /'([a-z]+_[a-z_]+)'/.exec(source.slice(it.end))?.[1] ?? null
    if (what !== replacement)
      mutants.set(`${it.start}-${it.end}`, { file, line, start: it.start, end: it.end, replacement, what, refusal })
  }
  /** The test, and each part of it that can be missing by itself: `passes` is its value where nothing is refused. */
  const dropTest = (test: Node, passes: 'true' | 'false') => {
    drop(test, passes)
    parts(test, passes === 'true' ? '&&' : '||').forEach((it) => drop(it, passes))
  }
  /** What stands in the test of a refusal is dropped there: one of its conditions alone would only refuse more. */
  const tests: Node[] = []
  const visit = (it: Node, named: string): void => {
    let name = named
    if (it.type === 'VariableDeclarator' || it.type === 'FunctionDeclaration') name = nameOf(it) ?? named
    if (it.type === 'IfStatement' && isNode(it['test']) && isNode(it['consequent'])) {
      const { type } = unwrapped(it['consequent'])
      const answersNo = deciding.test(name) && /return (false|'\w+')/.test(text(it['consequent']))
      if (/Return|Throw/.test(type) && (answersNo || refusing.test(text(it['consequent'])))) {
        dropTest(it['test'], 'false')
        tests.push(it['test'])
      } else if (/Return/.test(type) && /\bgrant\b/.test(text(it['consequent']))) {
        drop(it['test'], 'true')
        tests.push(it['test'])
      }
    }
    if (it.type === 'ConditionalExpression') {
      const [test, yes, no] = [it['test'], it['consequent'], it['alternate']] as [Node, Node, Node]
      const [first, second] = [yes, no].map((one) => refusing.test(text(one))) as [boolean, boolean]
      if (first !== second) {
        dropTest(test, first ? 'false' : 'true')
        tests.push(test)
      }
    }
    if (deciding.test(name) && !tests.some((one) => one.start <= it.start && it.end <= one.end)) {
      if (it.type === 'LogicalExpression' && it['operator'] === '&&')
        parts(it, '&&').forEach((one) => drop(one, 'true'))
      if (it.type === 'ArrowFunctionExpression' && isNode(it['body']) && isEvery(it['body'])) drop(it['body'], 'true')
    }
    childrenOf(it).forEach((one) => visit(one, name))
  }
  visit(program as unknown as Node, '')
  return [...mutants.values()].sort((a, b) => a.start - b.start || b.end - a.end)
}

const nameOf = ({ id }: Node): string | undefined =>
  isNode(id) && typeof id['name'] === 'string' ? id['name'] : undefined
const unwrapped = (it: Node): Node =>
  it.type === 'BlockStatement' && Array.isArray(it['body']) && it['body'].length === 1 && isNode(it['body'][0])
    ? it['body'][0]
    : it
const isEvery = (it: Node): boolean =>
  it.type === 'CallExpression' && isNode(it['callee']) && isNode(it['callee']['property'])
    ? it['callee']['property']['name'] === 'every'
    : false
function parts(it: Node, operator: string): Node[] {
  if (it.type === 'ParenthesizedExpression' && isNode(it['expression'])) return parts(it['expression'], operator)
  if (it.type !== 'LogicalExpression' || it['operator'] !== operator) return []
  return [it['left'], it['right']].filter(isNode).flatMap((one) => {
    const within = parts(one, operator)
    return within.length ? within : [one]
  })
}
