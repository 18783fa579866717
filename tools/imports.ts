// What a file imports, read by a real parser: quotes in JSX text, types and comments would mislead a search by pattern.
import { parseSync } from 'vite'

export interface Import {
  specifier: string
  line: number
}

export interface Parsed {
  imports: Import[]
  comments: { text: string; line: number }[]
}

interface Node {
  type: string
  start: number
  [key: string]: unknown
}

/** Static, dynamic and type imports, `export ... from`, `import('x').Y` as a type, and `require('x')`. */
export function parse(path: string, code: string): Parsed {
  const { program, comments, errors } = parseSync(path, code, { astType: 'ts', sourceType: 'module' })
  if (errors.length) throw new Error(`${path}: ${errors[0]?.message}`)
  const lineAt = lines(code)
  const imports: Import[] = []
  visit(program as unknown as Node, (node) => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) imports.push({ specifier, line: lineAt(node.start) })
  })
  return { imports, comments: comments.map((it) => ({ text: it.value, line: lineAt(it.start) })) }
}

function specifierOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node['source'] ?? node['argument'])
    case 'TSExternalModuleReference':
      return literal(node['expression'])
    case 'CallExpression': {
      const callee = node['callee'] as Node
      const [first] = node['arguments'] as Node[]
      return callee.type === 'Identifier' && callee['name'] === 'require' ? literal(first) : undefined
    }
    default:
      return undefined
  }
}

function literal(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'TSLiteralType') return literal(node['literal'])
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateLiteral' || (node['expressions'] as Node[]).length) return undefined
  const [quasi] = node['quasis'] as { value: { cooked: string } }[]
  return quasi?.value.cooked
}

function visit(node: Node, see: (node: Node) => void) {
  see(node)
  for (const child of Object.values(node)) {
    if (isNode(child)) visit(child, see)
    else if (Array.isArray(child)) for (const it of child) if (isNode(it)) visit(it, see)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

function lines(code: string): (offset: number) => number {
  const starts = [0]
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    const next = starts.findIndex((it) => it > offset)
    return next < 0 ? starts.length : next
  }
}
