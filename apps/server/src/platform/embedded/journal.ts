import { closeSync, copyFileSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs'

/** What PostgreSQL says, in a file of the data folder. */
export interface Journal {
  descriptor: number
  /** the last lines since the file was opened, for the sentence that says why a start failed */
  tail(): string
  close(): void
}

const mostBytes = 10_000_000

export function openJournal(path: string): Journal {
  bound(path)
  const descriptor = openSync(path, 'a+', 0o600)
  const from = fstatSync(descriptor).size
  return {
    descriptor,
    tail() {
      const length = Math.min(fstatSync(descriptor).size - from, 2000)
      if (length <= 0) return ''
      const text = Buffer.alloc(length)
      readSync(descriptor, text, 0, length, fstatSync(descriptor).size - length)
      return text.toString('utf8').trim().split('\n').slice(-4).join(' | ')
    },
    close: () => closeSync(descriptor),
  }
}

/**
 * At most two files of 10 MB. Every process of PostgreSQL holds the file open for appending, so it is copied and cut, not
 * renamed; a line written between the two is lost, which its own collector process would not pay for.
 */
export function bound(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size <= mostBytes) return
  copyFileSync(path, `${path}.1`)
  truncateSync(path)
}
