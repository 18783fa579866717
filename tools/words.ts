// Whether what can be said is said: each refusal code is met by a test, each text of the console is shown somewhere.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isTest, sources } from './sources.ts'

const textOf = (root: string, paths: readonly string[]) =>
  paths.map((path) => readFileSync(join(root, path), 'utf8')).join('\n')

/** Codes that no test names: as a text, or as a key (`code_taken: …`). */
export function unmet(codes: readonly string[], tests: string): string[] {
  const named = new Set(
    [...tests.matchAll(/['"`]([a-z]+(?:_[a-z]+)*)['"`]|\b([a-z]+(?:_[a-z]+)*):/g)].map((it) => it[1] ?? it[2]),
  )
  return codes.filter((code) => !named.has(code))
}
/** What the tests of the product say; the tools' own say nothing of it. */
export const productTests = (root: string): string =>
  textOf(root, sources(root, ['.ts'], ['apps', 'packages']).filter(isTest))

type Catalogue = { readonly [key: string]: string | Catalogue }
const keysOf = (texts: Catalogue, before = ''): string[] =>
  Object.entries(texts).flatMap(([key, it]) =>
    typeof it === 'string'
      ? [`${before}${key.replace(/_(?:zero|one|two|few|many|other)$/, '')}`]
      : keysOf(it, `${before}${key}.`),
  )

/** Keys of a namespace that stand nowhere as they are, and that no template (`status.${word}`) makes. */
export function unused(namespace: string, texts: Catalogue, code: string): string[] {
  const made = [...code.matchAll(/`([\w.:]*(?:\$\{[^`}]*\}[\w.:]*)+)`/g)]
    .map(([, template = '']) => template.replace(/\$\{[^}]*\}/g, '\0'))
    .filter((it) => /\w{4}|\./.test(it)) // or everything would be made by `${first}${last}`
    .map((it) => new RegExp(`^(?:\\w+:)?${it.replaceAll('.', '\\.').replaceAll('\0', '\\w+')}$`))
  const stands = (key: string) =>
    [key, `${namespace}:${key}`].some((it) => ["'", '"', '`'].some((q) => code.includes(q + it + q)))
  return [...new Set(keysOf(texts))].filter((key) => !stands(key) && !made.some((it) => it.test(key)))
}
/** What is said under a namespace is said by the files of its folder, and by those that name it. */
export function consoleCode(root: string): (namespace: string, folder: string) => string {
  const files = sources(root, ['.ts', '.tsx'], ['apps/console/src'])
    .filter((path) => !/(?:texts|refusals|catalogue)\.\w\w\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  return (namespace, folder) =>
    files
      .filter(({ path, text }) => path.includes(`/${folder}/`) || new RegExp(`['"\`]${namespace}['":]`).test(text))
      .map(({ text }) => text)
      .join('\n')
}
