/** `tenantry user`: the people of an organization. */
import type { User } from '@tenantry/contract'
import type { Client } from '@tenantry/sdk'
import { Option, type Command } from 'commander'
import { factsOf, moment } from '../output.ts'
import { pages, paged, type PageOptions } from '../pages.ts'
import { findUser, organizationId, roleKey } from '../places.ts'
import { online, type Shell } from '../shell.ts'
import { creating } from './creating.ts'
import { diagnosisLines } from './diagnosis.ts'

interface Where {
  readonly in?: string
  readonly reason?: string
}
const who = '<user>'
const where = (command: Command): Command =>
  command.option('--in <organization>', 'where to look; your own organization and all below it unless said otherwise')
const because = (command: Command): Command => where(command).option('--reason <text>', 'kept in the change record')

/** One command about one user: what it asks first, what it does, what it says. */
interface Act {
  readonly command: string
  readonly description: string
  readonly question?: (it: User) => string
  readonly act: (client: Client, target: Target, it: User, ...more: string[]) => Promise<User | null>
  readonly said: (it: User) => string
}
const acts: readonly Act[] = [
  {
    command: `role ${who} <role>`,
    description: 'give a user another role; obeyed by their very next request',
    act: async (client, target, it, role = '') =>
      client.users.changeRole({ ...target, role: await roleKey(client, it.scope.id, role) }),
    said: (it) => `${nameOf(it)} is now ${it.role.label}.`,
  },
  {
    command: `deactivate ${who}`,
    description: 'out at once: sessions, keys and links end; what they did stays',
    question: (it) => `Deactivate ${nameOf(it)} (${it.email})? They are out at once.`,
    act: (client, target) => client.users.deactivate(target),
    said: (it) => `${nameOf(it)} is deactivated.`,
  },
  {
    command: `reactivate ${who}`,
    description: 'may sign in again',
    act: (client, target) => client.users.reactivate(target),
    said: (it) => `${nameOf(it)} is active again.`,
  },
  {
    command: `delete ${who}`,
    description: 'out at once, and gone for good, or restorable for a time, as the policy says',
    question: (it) => `Delete ${nameOf(it)} (${it.email})? They are out at once, and it may be final.`,
    act: (client, target) => client.users.remove(target),
    said: (it) => `${nameOf(it)} is deleted.`,
  },
  {
    command: `restore ${who}`,
    description: 'a deleted user comes back, deactivated',
    act: (client, target) => client.users.restore(target),
    said: (it) => `${nameOf(it)} is restored. Reactivate them to let them in.`,
  },
]

export function users(program: Command): void {
  const user = program
    .command('user')
    .description('users: list, show, create, role, deactivate, reactivate, delete, restore, diagnose')
  paged(where(user.command('list')))
    .description('users of an organization')
    .option('--subtree', 'and of everything below it')
    .option('--search <text>', 'names or addresses with this text')
    .option('--role <role>', 'who hold this role')
    .addOption(new Option('--status <status>', statuses.join(', ')).choices([...statuses]))
    .action((options: ListOptions, command: Command) => list(options, command))
  where(user.command(`show ${who}`))
    .description('one user, by e-mail address or identifier')
    .action((named: string, options: Where, command: Command) =>
      online(command, async ({ client, output }) => {
        const it = await findUser(client, named, options.in)
        output.tell(it, linesOf(it))
      }),
    )
  where(user.command('diagnose <email>'))
    .description('why somebody cannot sign in, check by check')
    .action((email: string, options: Where, command: Command) =>
      online(command, async ({ client, output }) => {
        const it = await client.diagnosis.signIn({ organization: await organizationId(client, options.in), email })
        output.tell(it, diagnosisLines(it.checks))
      }),
    )
  creating(user)
  for (const it of acts)
    because(user.command(it.command))
      .description(it.description)
      .action((named: string, ...rest: unknown[]) => {
        const [options, command] = rest.slice(-2) as [Where, Command]
        return online(command, (shell) => change(shell, it, named, options, rest.slice(0, -2) as string[]))
      })
}

const statuses = ['active', 'inactive', 'deleted'] as const
interface ListOptions extends PageOptions {
  readonly in?: string
  readonly subtree?: boolean
  readonly search?: string
  readonly role?: string
  readonly status?: (typeof statuses)[number]
}
const list = ({ in: at, subtree, search, role, status, ...page }: ListOptions, command: Command) =>
  online(command, async ({ client, output }) => {
    const organization = await organizationId(client, at)
    const filter = {
      ...(search ? { search } : {}),
      ...(role ? { role: await roleKey(client, organization, role, subtree) } : {}),
      ...(status ? { status } : {}),
    }
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
  { act, said, question }: Act,
  named: string,
  { in: at, reason }: Where,
  more: string[],
): Promise<void> {
  const found = await findUser(client, named, at)
  if (question) await sure(question(found))
  const target = { organization: found.organization.id, user: found.id, ...(reason ? { reason } : {}) }
  const it = await act(client, target, found, ...more)
  output.tell(it, said(it ?? found))
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
