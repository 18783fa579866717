/** What a command says: results on the one output, for people or as JSON; everything else on the other. */
import { spinner } from '@clack/prompts'
import { exitCodeOf, sentenceOf } from './failures.ts'
import type { Terminal } from './terminal.ts'

/** Names come from people: nothing of them may steer a terminal, or turn the text around. */
// eslint-disable-next-line no-control-regex -- these are the very characters to take out
const steering = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
export const plain = (text: string): string => text.replace(steering, '\ufffd')
const linesOf = (text: string): string => text.split('\n').map(plain).join('\n')

export type Columns<Row> = Readonly<Record<string, (row: Row) => string | null | undefined>>

interface Page {
  readonly items: readonly unknown[]
  readonly next?: string | null
}

export class Output {
  readonly terminal: Terminal
  readonly json: boolean
  constructor(terminal: Terminal, json: boolean) {
    this.terminal = terminal
    this.json = json
  }

  /** `value` for programs, `lines` for people. */
  tell(value: unknown, lines: string | readonly string[]): void {
    if (this.json) return this.#write(JSON.stringify(value, null, 2))
    for (const line of [lines].flat()) this.#write(linesOf(line))
  }

  list<P extends Page>(value: P, columns: Columns<P['items'][number]>): void {
    if (this.json) return this.#write(JSON.stringify(value, null, 2))
    for (const line of tableOf(value.items, columns)) this.#write(line)
    if (value.next) this.note(`There are more: --all, or --cursor ${value.next}`)
  }

  /** For people alone, and not part of the result. */
  note(text: string): void {
    if (!this.json) this.terminal.stderr.write(`${plain(text)}\n`)
  }

  fail(error: unknown): void {
    const code = exitCodeOf(error)
    const problem = (error as { problem?: object } | null)?.problem
    const told = { exit: code, message: sentenceOf(error), ...(problem ? { problem } : {}) }
    // Of several lines, and as the server says it: whichever server that is.
    const sentence = linesOf(sentenceOf(error))
    this.terminal.stderr.write(this.json ? `${JSON.stringify({ error: told }, null, 2)}\n` : `${sentence}\n`)
    this.terminal.exitCode = code
  }

  /** Something moves while one waits; where nobody watches, nothing does. */
  async working<T>(what: string, work: (say: (text: string) => void) => Promise<T>): Promise<T> {
    if (this.json || !this.terminal.stderr.isTTY) return work(() => undefined)
    const turning = spinner({ output: this.terminal.stderr, indicator: 'timer' })
    turning.start(what)
    try {
      const done = await work((text) => turning.message(plain(text)))
      turning.stop(what)
      return done
    } catch (error) {
      turning.error(what)
      throw error
    }
  }

  #write(line: string): void {
    this.terminal.stdout.write(`${line}\n`)
  }
}

function tableOf<Row>(rows: readonly Row[], columns: Columns<Row>): string[] {
  const heads = Object.keys(columns)
  const cells = rows.map((row) => Object.values(columns).map((of) => plain(of(row) ?? '-')))
  const all = [heads.map((it) => it.toUpperCase()), ...cells]
  const widths = heads.map((_, at) => Math.max(...all.map((row) => widthOf(row[at] ?? ''))))
  return all.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}
const segments = new Intl.Segmenter()
const widthOf = (text: string) => [...segments.segment(text)].length

/** One thing, a line per fact that there is. */
export function factsOf(facts: Readonly<Record<string, string | null | undefined>>): string[] {
  const there = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined && value !== '')
  const width = Math.max(...there.map(([name]) => name.length))
  return there.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}
export const day = (instant: string | null): string | null => instant && instant.slice(0, 10)
export const moment = (instant: string | null): string | null => instant && instant.slice(0, 16).replace('T', ' ')
