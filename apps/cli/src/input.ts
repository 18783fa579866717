/** Secrets come from the input, never from the command's words, which other people's processes can read. */
import { text as readAll } from 'node:stream/consumers'
import { WrongUsage } from './failures.ts'

export async function lineOfInput(what: string): Promise<string> {
  if (process.stdin.isTTY) throw new WrongUsage(`The ${what} is read from the input: echo it into this command.`)
  const line = (await readAll(process.stdin)).replace(/\r?\n$/, '')
  if (line === '' || /[\r\n]/.test(line)) throw new WrongUsage(`The input should be one line: the ${what}.`)
  return line
}
