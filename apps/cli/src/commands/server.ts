/** `tenantry start` and `tenantry migrate`: the server itself, on this machine. */
import type { Command } from 'commander'
import { Failed } from '../failures.ts'
import { resultOf, serve } from '../server-process.ts'
import { aside } from '../shell.ts'

interface Flags {
  readonly blueprint?: string
  readonly port?: string
  readonly data?: string
}
const flagsOf = (flags: Flags): string[] =>
  Object.entries(flags).flatMap(([name, value]: [string, string | undefined]) =>
    value === undefined ? [] : [`--${name}`, value],
  )

export function server(program: Command): void {
  program
    .command('start')
    .description('start the server; environment variables say the rest (see .env.example)')
    .option('--blueprint <name>', 'the name of one that comes along, or a file')
    .option('--port <number>', '0 for any free one')
    .option('--data <folder>', 'where the database and the secret key are kept')
    .action(({ blueprint, port, data }: Flags, command: Command) =>
      aside(command, async ({ terminal }) => {
        const given = { ...(blueprint && { blueprint }), ...(port && { port }), ...(data && { data }) }
        terminal.exitCode = await serve(flagsOf(given))
      }),
    )
  program
    .command('migrate')
    .description('bring the database up to date and end')
    .option('--data <folder>', 'of the embedded database')
    .action(({ data }: Flags, command: Command) =>
      aside(command, async (output) => {
        const { code, result } = await output.working('Migrating', () =>
          resultOf('migrate', flagsOf({ ...(data && { data }) })),
        )
        if (code !== 0) throw new Failed('Nothing more was done.')
        const { applied } = result as { applied: string[] }
        output.tell(result, applied.length ? applied.map((it) => `${it} was applied.`) : 'The database is up to date.')
      }),
    )
}
