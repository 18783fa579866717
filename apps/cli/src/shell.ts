/** What every command works with: the server, what it says, and whom it may ask. */
import { confirm, isCancel } from '@clack/prompts'
import { createClient, type Client } from '@tenantry/sdk'
import type { Command } from 'commander'
import { WrongUsage } from './failures.ts'
import { Output } from './output.ts'
import { profileFor } from './profiles.ts'
import { isAttended, type Terminal } from './terminal.ts'

export interface GlobalOptions {
  readonly json?: boolean
  readonly profile?: string
  readonly yes?: boolean
}
export const optionsOf = (command: Command): GlobalOptions => command.optsWithGlobals<GlobalOptions>()

const terminals = new WeakMap<Command, Terminal>()
/** Where a program and all its commands speak. */
export const attach = (program: Command, terminal: Terminal): void => void terminals.set(program, terminal)

function terminalOf(command: Command): Terminal {
  const terminal = terminals.get(command) ?? (command.parent && terminalOf(command.parent))
  if (!terminal) throw new Error(`no terminal is attached to ${command.name()}`)
  return terminal
}

export interface Shell {
  readonly client: Client
  readonly output: Output
  readonly url: string
  /** Asks before what others will feel; `--yes` answers, and so must whoever has no terminal. */
  sure(question: string): Promise<void>
}

/** Runs a command that needs no server; what goes wrong ends in a sentence and an exit code. */
export async function aside(command: Command, work: (output: Output) => Promise<void>): Promise<void> {
  const output = new Output(terminalOf(command), optionsOf(command).json ?? false)
  try {
    await work(output)
  } catch (error) {
    output.fail(error)
  }
}

export const online = (command: Command, work: (shell: Shell) => Promise<void>): Promise<void> =>
  aside(command, async (output) => {
    const { profile, yes = false } = optionsOf(command)
    const { url, key } = await profileFor(output.terminal.env, profile)
    await work({
      client: createClient({ baseUrl: url, key }),
      output,
      url,
      sure: (question) => ask(question, yes, output),
    })
  })

async function ask(question: string, yes: boolean, { terminal }: Output): Promise<void> {
  if (yes) return
  if (!isAttended(terminal)) throw new WrongUsage(`${question} Say --yes to go ahead.`)
  const answer = await confirm({ message: question, initialValue: false, output: terminal.stderr })
  if (isCancel(answer) || !answer) throw new WrongUsage('Nothing was done.')
}
