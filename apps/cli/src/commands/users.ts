/** `tenantry user`: the people of an organization. */
import type { User } from '@tenantry/contract'
import { Option, type Command } from 'commander'
import { factsOf, moment } from '../output.ts'
import { pages, paged, type PageOptions } from '../pages.ts'
import { findUser, organizationId } from '../places.ts'
import { online, type Shell } from '../shell.ts'

interface Where {
  readonly in?: string
  readonly reason?: string
}
const who = '<user>'
const where = (command: Command): Command =>
  command.option('--in <organization>', 'where to look; your own organization and all below it unless said otherwise')
const because = (command: Command): Command => where(command).option('--reason <text>', 'kept in the change record')

export function users(program: Command): void {
  const user = program.command('user').description('users: list, show, role, deactivate, reactivate')
  paged(where(user.command('list')))
    .description('users of an organization')
    .option('--subtree', 'and of everything below it')
    .option('--search <text>', 'names or addresses with this text')
    .option('--role <role>', 'who hold this role')
    .addOption(new Option('--status <status>', 'active or inactive').choices(['active', 'inactive']))
    .action((options: ListOptions, command: Command) => list(options, command))
  where(user.command(`show ${who}`))
    .description('one user, by e-mail address or identifier')
    .action((named: string, options: Where, command: Command) =>
      online(command, async ({ client, output }) => {
        const it = await findUser(client, named, options.in)
        output.tell(it, linesOf(it))
      }),
    )
  because(user.command(`role ${who} <role>`))
    .description('give a user another role; obeyed by their very next request')
    .action((named: string, role: string, options: Where, command: Command) =>
      online(command, (shell) =>
        change(
          shell,
          named,
          options,
          (target) => shell.client.users.changeRole({ ...target, role }),
          (it) => `${nameOf(it)} is now ${it.role.label}.`,
        ),
      ),
    )
  because(user.command(`deactivate ${who}`))
    .description('out at once: sessions, keys and links end; what they did stays')
    .action((named: string, options: Where, command: Command) =>
      online(command, (shell) =>
        change(
          shell,
          named,
          options,
          (target) => shell.client.users.deactivate(target),
          (it) => `${nameOf(it)} is deactivated.`,
          (it) => `Deactivate ${nameOf(it)} (${it.email})? They are out at once.`,
        ),
      ),
    )
  because(user.command(`reactivate ${who}`))
    .description('may sign in again')
    .action((named: string, options: Where, command: Command) =>
      online(command, (shell) =>
        change(
          shell,
          named,
          options,
          (target) => shell.client.users.reactivate(target),
          (it) => `${nameOf(it)} is active again.`,
        ),
      ),
    )
}

interface ListOptions extends PageOptions {
  readonly in?: string
  readonly subtree?: boolean
  readonly search?: string
  readonly role?: string
  readonly status?: 'active' | 'inactive'
}
const list = ({ in: at, subtree, search, role, status, ...page }: ListOptions, command: Command) =>
  online(command, async ({ client, output }) => {
    const organization = await organizationId(client, at)
    const filter = { ...(search ? { search } : {}), ...(role ? { role } : {}), ...(status ? { status } : {}) }
    const within = subtree ? 'subtree' : 'organization'
    const found = await pages(output, page, (asked) => client.users.list({ organization, within, ...filter, ...asked }))
    output.list(found, {
      id: (it) => it.id,
      email: (it) => it.email,
      name: nameOf,
      role: (it) => it.role.label,
      organization: (it) => it.organization.name,
      status: (it) => it.status,
      'last sign-in': (it) => moment(it.lastSignInAt),
    })
  })

type Target = { organization: string; user: string; reason?: string }
async function change(
  { client, output, sure }: Shell,
  named: string,
  { in: at, reason }: Where,
  act: (target: Target) => Promise<User>,
  said: (it: User) => string,
  question?: (it: User) => string,
): Promise<void> {
  const found = await findUser(client, named, at)
  if (question) await sure(question(found))
  const it = await act({ organization: found.organization.id, user: found.id, ...(reason ? { reason } : {}) })
  output.tell(it, said(it))
}

const nameOf = (it: User): string => `${it.firstName} ${it.lastName}`
const linesOf = (it: User): string[] =>
  factsOf({
    id: it.id,
    name: nameOf(it),
    email: it.email,
    phone: it.phone,
    organization: it.organization.name,
    role: it.role.label,
    status: it.status,
    'last sign-in': moment(it.lastSignInAt),
    joined: moment(it.createdAt),
  })
