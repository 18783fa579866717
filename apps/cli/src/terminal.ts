import type { Readable, Writable } from 'node:stream'

/** What a command line is called with and answers to: the process itself, except in tests that call many times. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable
  readonly stderr: Writable & { readonly isTTY?: boolean }
  /** Undefined is 0. */
  exitCode?: number | string | null | undefined
}

/** Whether there is somebody who can be asked. */
export const isAttended = ({ stdin, stderr }: Terminal): boolean => stdin.isTTY === true && stderr.isTTY === true
