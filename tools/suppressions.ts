// Whoever silences the linter says why, a promise to do something later has an issue one can find, and what a comment is
// about stands below it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from './imports.ts'
import { sources } from './sources.ts'

const code = ['.ts', '.tsx', '.mjs']
const plain = ['.sql', '.css', '.yaml', '.yml', '.html', '.sh']
const leastReason = 10

/** Each form with what has to follow it: the part in parentheses is the reason. */
const suppressions = [
  /(?:oxlint|eslint)-disable(?!-reason)(?:-next-line|-line)?\b(?:(?!--).)*(?:--(.*))?/s,
  /biome-ignore(?:-all|-start)?\b[^:]*(?::(.*))?/s,
  /@ts-(?:ignore|expect-error|nocheck)\b(.*)/s,
]
const issue = /https?:\/\/\S+\/issues\/\d+|(?:^|[\s(])#\d+\b/

export function findingsIn(comment: string): string[] {
  const findings: string[] = []
  for (const form of suppressions) {
    const match = form.exec(comment)
    const reason = match?.[1]?.replace(/^[\s:–—-]+/, '').trim() ?? ''
    if (match && reason.length < leastReason) findings.push('a suppression without a reason: say why behind it')
  }
  if (/\b(?:TODO|FIXME|XXX)\b/.test(comment) && !issue.test(comment))
    findings.push('a TODO without a link to its issue')
  return findings
}

/** The lines of comments on nothing: the next one follows at once. */
export const onNothing = (text: string): number[] =>
  [...text.matchAll(/\*\/[ \t]*\n(?=[ \t]*\/\*\*)/g)].map(({ index }) => text.slice(0, index).split('\n').length)

export function checkSuppressions(root: string): string[] {
  const parsed = sources(root, code).flatMap((path) => {
    const source = readFileSync(join(root, path), 'utf8')
    const { comments } = parse(path, source)
    const lost = onNothing(source).map(
      (line) => `${path}:${line}  a comment that is followed by another has lost its code`,
    )
    return [...comments.flatMap(({ text, line }) => findingsIn(text).map((it) => `${path}:${line}  ${it}`)), ...lost]
  })
  const others = sources(root, plain).flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').split('\n')
    return lines.flatMap((text, i) => findingsIn(text).map((it) => `${path}:${i + 1}  ${it}`))
  })
  return [...parsed, ...others]
}

if (import.meta.main) {
  const findings = checkSuppressions(join(import.meta.dirname, '..'))
  for (const it of findings) console.log(it)
  process.exitCode = findings.length ? 1 : 0
}
