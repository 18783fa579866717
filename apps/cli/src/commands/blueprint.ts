/** `tenantry blueprint`: what the product is, in a file. */
import type { Command } from 'commander'
import { Failed, WrongUsage } from '../failures.ts'
import { resultOf } from '../server-process.ts'
import { aside } from '../shell.ts'

interface Checked {
  readonly blueprint?: {
    readonly name: string
    readonly product: string
    readonly levels: number
    readonly roles: number
  }
  readonly faults?: readonly { readonly line: number; readonly path: string; readonly reason: string }[]
  readonly unreadable?: string
}

export function blueprint(program: Command): void {
  const group = program.command('blueprint').description('the blueprint: check')
  group
    .command('check <file>')
    .description('what is wrong in a blueprint file; needs no server')
    .action((file: string, _: object, command: Command) => check(file, command))
}

const check = (file: string, command: Command) =>
  aside(command, async (output) => {
    const { result } = await resultOf('check-blueprint', [file])
    const { blueprint: good, faults = [], unreadable } = result as Checked
    if (unreadable) throw new WrongUsage(unreadable)
    if (!good) {
      output.tell(
        { file, faults },
        faults.map((it) => `${file}:${it.line}: ${it.path || '(top)'}: ${it.reason}`),
      )
      throw new Failed(faults.length === 1 ? 'One thing is wrong.' : `${faults.length} things are wrong.`)
    }
    const told = `${good.name} (${good.product}): ${good.levels} levels, ${good.roles} roles. Nothing is wrong.`
    output.tell({ file, faults, blueprint: good }, told)
  })
