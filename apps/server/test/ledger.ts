/** What was asked and what was acknowledged, each synced to a file before anything else happens. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

export interface Ledger {
  asked(key: string): void
  acknowledged(key: string): void
  /** Keys, read back from the file. */
  read(): { asked: Set<string>; acknowledged: Set<string> }
  close(): void
}
export function openLedger(path: string): Ledger {
  const file = openSync(path, 'a')
  const note = (line: string) => {
    writeSync(file, `${line}\n`)
    fsyncSync(file)
  }
  return {
    asked: (key) => note(`? ${key}`),
    acknowledged: (key) => note(`! ${key}`),
    read() {
      const lines = readFileSync(path, 'utf8').split('\n')
      const keys = (mark: string) => new Set(lines.filter((it) => it.startsWith(mark)).map((it) => it.slice(2)))
      return { asked: keys('? '), acknowledged: keys('! ') }
    },
    close: () => closeSync(file),
  }
}

/** What no answer may tell: of stacks, statements, drivers. */
export const inner = /\bat \/|node_modules|\.ts:\d|SQLSTATE|relation "|ECONN|postgres/i
