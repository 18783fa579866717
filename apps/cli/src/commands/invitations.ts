/** `tenantry invite`: people who are asked to join. */
import type { Invitation } from '@tenantry/contract'
import { Option, type Command } from 'commander'
import { moment } from '../output.ts'
import { pages, paged, type PageOptions } from '../pages.ts'
import { findInvitation, organizationId, roleKey } from '../places.ts'
import { online } from '../shell.ts'

const statuses = ['open', 'pending', 'accepted', 'expired', 'revoked', 'all'] as const
const where = (command: Command): Command =>
  command.option('--in <organization>', 'the organization; your own unless said otherwise')

const isKept = ({ mail }: Invitation): boolean => mail?.status === 'kept'
const keptNote =
  'No mail server is configured, so the mail was not sent: the platform administrator reads it under Mails.'

export function invitations(program: Command): void {
  const invite = program.command('invite').description('invitations: create, list, resend, cancel')
  where(invite.command('create <email>'))
    .description('invite somebody by mail')
    .requiredOption('--role <role>', 'the role they get, by its name or key')
    .option('--first-name <name>')
    .option('--last-name <name>')
    .addOption(new Option('--language <language>', 'of the mail').choices(['en', 'de']))
    .action((email: string, options: CreateOptions, command: Command) => create(email, options, command))
  paged(where(invite.command('list')))
    .description('invitations of an organization')
    .addOption(new Option('--status <status>', 'open: pending and expired').choices([...statuses]).default('open'))
    .option('--search <text>', 'addresses with this text')
    .action((options: ListOptions, command: Command) => list(options, command))
  where(invite.command('resend <invitation>'))
    .description('send a new link, by e-mail address or identifier; the old one is dead')
    .action((named: string, options: { in?: string }, command: Command) =>
      online(command, async ({ client, output }) => {
        const found = await findInvitation(client, named, options.in)
        const it = await client.invitations.resend({ organization: found.organization.id, invitation: found.id })
        const told = isKept(it) ? `There is a new link for ${it.email}.` : `A new link is on its way to ${it.email}.`
        output.tell(it, told)
        if (isKept(it)) output.note(keptNote)
      }),
    )
  where(invite.command('cancel <invitation>'))
    .description('cancel an invitation, by e-mail address or identifier; its link is dead')
    .action((named: string, options: { in?: string }, command: Command) =>
      online(command, async ({ client, output, sure }) => {
        const found = await findInvitation(client, named, options.in)
        await sure(`Cancel the invitation of ${found.email}?`)
        const it = await client.invitations.cancel({ organization: found.organization.id, invitation: found.id })
        output.tell(it, `The invitation of ${it.email} is cancelled.`)
      }),
    )
}

interface CreateOptions {
  readonly in?: string
  readonly role: string
  readonly firstName?: string
  readonly lastName?: string
  readonly language?: 'en' | 'de'
}
const create = (email: string, { in: at, ...given }: CreateOptions, command: Command) =>
  online(command, async ({ client, output }) => {
    const organization = await organizationId(client, at)
    const role = await roleKey(client, organization, given.role)
    const it = await client.invitations.create({ organization, email, ...given, role })
    output.tell(
      it,
      `${it.email} is invited to ${it.organization.name} as ${it.role.label}, until ${moment(it.expiresAt)} UTC.`,
    )
    if (isKept(it)) output.note(keptNote)
  })

interface ListOptions extends PageOptions {
  readonly in?: string
  readonly status: (typeof statuses)[number]
  readonly search?: string
}
const list = ({ in: at, status, search, ...page }: ListOptions, command: Command) =>
  online(command, async ({ client, output }) => {
    const organization = await organizationId(client, at)
    const found = await pages(output, page, (asked) =>
      client.invitations.list({ organization, status, ...(search ? { search } : {}), ...asked }),
    )
    output.list(found, {
      id: (it) => it.id,
      email: (it) => it.email,
      role: (it) => it.role.label,
      status: (it) => it.status,
      mail: (it) => it.mail?.status ?? '',
      'invited by': (it) => it.invitedBy.name,
      expires: (it) => moment(it.expiresAt),
    })
  })
