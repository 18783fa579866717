/** The commands of `tenantry`, and what becomes of a call of one. */
import { Command, CommanderError } from 'commander'
import { account } from './commands/account.ts'
import { blueprint } from './commands/blueprint.ts'
import { invitations } from './commands/invitations.ts'
import { organizations } from './commands/organizations.ts'
import { server } from './commands/server.ts'
import { users } from './commands/users.ts'
import { why } from './commands/why.ts'
import { exitCodes } from './failures.ts'
import { Output } from './output.ts'
import { attach } from './shell.ts'
import type { Terminal } from './terminal.ts'

/** Carries one command out. How it ended is the terminal's exit code. */
export async function call(words: readonly string[], terminal: Terminal): Promise<void> {
  try {
    await programFor(terminal).parseAsync(words, { from: 'user' })
  } catch (error) {
    // Commander has said what is wrong, or has shown the help that was asked for.
    if (error instanceof CommanderError) terminal.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    else new Output(terminal, words.includes('--json')).fail(error)
  }
}

function programFor(terminal: Terminal): Command {
  const program = new Command('tenantry')
    .description('Tenantry: the administration section of a B2B product.')
    .version('0.1.0')
    .option('--json', 'results, and what goes wrong, as JSON')
    .option('--profile <name>', 'a stored server and key; else TENANTRY_URL and TENANTRY_KEY, else the one used last')
    .option('-y, --yes', 'goes ahead without asking')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by the server, 4 server not reached.\nDocumentation: docs/guides/command-line.md',
    )
  for (const add of [server, account, organizations, users, invitations, why, blueprint]) add(program)
  pointToHelp(program)
  attach(program, terminal)
  return program
}

/** What was called wrong has a help of its own. */
function pointToHelp(command: Command, above = ''): void {
  const name = `${above}${command.name()}`
  command.showHelpAfterError(`(${name} --help)`)
  for (const it of command.commands) pointToHelp(it, `${name} `)
}
