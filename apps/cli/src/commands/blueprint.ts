/** `tenantry blueprint`: what the product is, in a file. */
import type { BlueprintPlan } from '@tenantry/contract'
import type { Command } from 'commander'
import { readFile, writeFile } from 'node:fs/promises'
import { Failed, WrongUsage } from '../failures.ts'
import { organizationId } from '../places.ts'
import { resultOf } from '../server-process.ts'
import { aside, online, type Shell } from '../shell.ts'

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
  const group = program.command('blueprint').description('the blueprint: check, plan, apply, export')
  group
    .command('check <file>')
    .description('what is wrong in a blueprint file; needs no server')
    .action((file: string, _: object, command: Command) => check(file, command))
  group
    .command('plan <file>')
    .description('what applying it would change, and whom that affects')
    .action((file: string, _: object, command: Command) => plan(file, command))
  group
    .command('apply <file>')
    .description('put it in force, in one transaction')
    .action((file: string, _: object, command: Command) => apply(file, command))
  group
    .command('export')
    .description('the blueprint in force, as a file')
    .option('--out <file>', 'into a new file instead of the standard output')
    .action(({ out }: { out?: string }, command: Command) => exportTo(out, command))
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

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongUsage(`${file} cannot be read (${error.code}).`)
  })

/** The blueprint is the whole installation's: it belongs to the top of the tree, which is home to whoever may touch it. */
async function planned({ client }: Shell, file: string) {
  const [text, organization] = [await readText(file), await organizationId(client, undefined)]
  return { text, organization, plan: await client.blueprint.plan({ organization, text }) }
}
const linesOf = ({ changes, obstacles }: BlueprintPlan): string[] => [
  ...(changes.length ? changes.map((it) => it.summary) : ['Nothing changes.']),
  ...obstacles.map((it) => `In the way: ${it.summary}`),
]

const plan = (file: string, command: Command) =>
  online(command, async (shell) => {
    const { plan: it } = await planned(shell, file)
    shell.output.tell(it, linesOf(it))
    if (it.obstacles.length) throw new Failed('It cannot be applied like this.')
  })

const apply = (file: string, command: Command) =>
  online(command, async (shell) => {
    const { client, output, sure } = shell
    const { text, organization, plan: it } = await planned(shell, file)
    if (it.obstacles.length) {
      output.tell(it, linesOf(it))
      throw new Failed('It cannot be applied like this. Nothing was changed.')
    }
    if (!it.changes.length) return output.tell(it, 'It is in force already. Nothing was changed.')
    output.note(linesOf(it).join('\n'))
    await sure(`Apply ${it.name}?`)
    // Refused when another came in between: what was planned, and agreed to, is what is applied.
    const base = it.base === null ? {} : { base: it.base }
    const done = await output.working('Applying', () =>
      client.blueprint.apply({ organization, text, ...base }, { timeout: 600_000 }),
    )
    output.tell(done, `${done.name} is in force.`)
  })

const exportTo = (out: string | undefined, command: Command) =>
  online(command, async ({ client, output }) => {
    const it = await client.blueprint.show({ organization: await organizationId(client, undefined) })
    if (out === undefined) return output.tell(it, it.text.trimEnd().split('\n'))
    await writeFile(out, it.text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw new WrongUsage(`${out} cannot be written (${error.code}); it should not exist yet.`)
    })
    output.tell({ file: out, ...it }, `${it.name} was written to ${out}.`)
  })
