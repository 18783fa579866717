import { stripVTControlCharacters } from 'node:util'
import type { Reporter } from 'vitest/node'
import { unhandledMark } from './counts.mjs'

type Unhandled = Parameters<NonNullable<Reporter['onTestRunEnd']>>[1][number]

/** A reporter for errors that fail a run without failing a test: the JSON report does not know them, and `npm test` repeats them at its end. */
export function unhandledErrors(print: (line: string) => void = console.log): Reporter {
  return {
    onTestRunEnd(_, errors) {
      for (const it of errors) print(unhandledMark + told(it))
    },
  }
}

/** In one line: what, where it was thrown, and during which test file. */
function told({ name, message, stack, ...rest }: Unhandled): string {
  const frame = stack?.split('\n').find((line) => /^\s*at /.test(line) && !line.includes('node_modules'))
  const during = rest['VITEST_TEST_PATH']
  const words = [
    `${name ?? 'Error'}: ${message.split('\n')[0]}`,
    frame?.trim(),
    typeof during === 'string' && `during ${during.split('/').at(-1)}`,
  ]
  return stripVTControlCharacters(words.filter(Boolean).join(' ')).slice(0, 600)
}
