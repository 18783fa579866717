/** `tenantry user create`: an account without an invitation. */
import type { Command } from 'commander'
import { WrongUsage } from '../failures.ts'
import { lineOfInput } from '../input.ts'
import { organizationId, roleKey } from '../places.ts'
import { online } from '../shell.ts'

interface CreateOptions {
  readonly in?: string
  readonly firstName: string
  readonly lastName: string
  readonly role: string
  readonly scope?: string
  readonly phone?: string
  readonly reason?: string
  readonly credentials?: boolean
  readonly passwordStdin?: boolean
}

export function creating(user: Command): void {
  user
    .command('create <email>')
    .description('create a user directly; without more they get a link with which they set a password')
    .option('--in <organization>', 'their organization; your own unless said otherwise')
    .requiredOption('--first-name <name>')
    .requiredOption('--last-name <name>')
    .requiredOption('--role <role>', 'the role they get, by its name or key')
    .option('--scope <organization>', 'where they hold it, at or below their organization')
    .option('--phone <number>', 'with country code')
    .option('--reason <text>', 'kept in the change record')
    .option('--credentials', 'the mail carries a password for one sign-in')
    .option('--password-stdin', 'read a password for one sign-in, which you give them')
    .action((email: string, options: CreateOptions, command: Command) => create(email, options, command))
}

const create = (email: string, options: CreateOptions, command: Command) =>
  online(command, async ({ client, output }) => {
    const { in: at, scope, passwordStdin, credentials, ...given } = options
    if (credentials && passwordStdin) throw new WrongUsage('Either --credentials or --password-stdin.')
    const organization = await organizationId(client, at)
    const held = scope === undefined ? undefined : await organizationId(client, scope)
    const it = await client.users.create({
      organization,
      email,
      ...given,
      role: await roleKey(client, held ?? organization, given.role),
      ...(held ? { scope: held } : {}),
      ...(credentials ? { credentials } : {}),
      ...(passwordStdin ? { password: await lineOfInput('password', output.terminal) } : {}),
    })
    const how = passwordStdin ? 'They sign in once with that password.' : `A mail goes to ${it.email}.`
    output.tell(it, `${it.firstName} ${it.lastName} is created in ${it.organization.name} as ${it.role.label}. ${how}`)
  })
