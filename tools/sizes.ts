// Files that one can read in one go: median 40 to 100 lines, 95 % under 250, none over 400.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sources } from './sources.ts'

const limits = { p95: 250, max: 400 }

export interface Sizes {
  files: { path: string; lines: number }[]
  median: number
  p95: number
  failures: string[]
}

export function checkSizes(root: string): Sizes {
  const files = sources(root, ['.ts', '.tsx'])
    .map((path) => ({ path, lines: linesOf(readFileSync(join(root, path), 'utf8')) }))
    .sort((a, b) => b.lines - a.lines)
  const [median, p95] = [quantile(files, 0.5), quantile(files, 0.95)]
  const failures = files
    .filter((it) => it.lines > limits.max)
    .map((it) => `${it.path} has ${it.lines} lines: ${limits.max} are the most, give its parts files of their own`)
  if (p95 > limits.p95) failures.push(`5 % of the files have ${p95} lines or more: ${limits.p95} are the most`)
  return { files, median, p95, failures }
}

function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

/** Nearest rank; `files` are sorted downwards. */
function quantile(files: { lines: number }[], part: number): number {
  return files[files.length - Math.max(1, Math.ceil(part * files.length))]?.lines ?? 0
}

if (import.meta.main) {
  const { files, median, p95, failures } = checkSizes(join(import.meta.dirname, '..'))
  console.log(`${files.length} files, median ${median} lines, 95 % at most ${p95}, the largest:`)
  for (const { path, lines } of files.slice(0, 10)) console.log(`${String(lines).padStart(5)}  ${path}`)
  for (const it of failures) console.log(it)
  process.exitCode = failures.length ? 1 : 0
}
