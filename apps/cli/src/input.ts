/** Secrets come from the input, never from the command's words, which other people's processes can read. */
import { text as readAll } from 'node:stream/consumers'
import { WrongUsage } from './failures.ts'
import type { Terminal } from './terminal.ts'

export async function lineOfInput(what: string, { stdin }: Terminal): Promise<string> {
  if (stdin.isTTY) throw new WrongUsage(`The ${what} is read from the input: echo it into this command.`)
  const line = (await readAll(stdin)).replace(/\r?\n$/, '')
  if (line === '' || /[\r\n]/.test(line)) throw new WrongUsage(`The input should be one line: the ${what}.`)
  return line
}
