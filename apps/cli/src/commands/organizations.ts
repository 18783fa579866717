/** `tenantry org`: the tree of organizations. */
import type { Organization } from '@tenantry/contract'
import type { Command } from 'commander'
import { day, factsOf } from '../output.ts'
import { pages, paged, type PageOptions } from '../pages.ts'
import { organizationId } from '../places.ts'
import { online } from '../shell.ts'
import { standing } from './standing.ts'

export function organizations(program: Command): void {
  const org = program
    .command('org')
    .description('organizations: list, show, create, move, suspend, resume, delete, restore')
  paged(org.command('list'))
    .description('organizations below one')
    .option('--in <organization>', 'below this one; your own unless said otherwise')
    .option('--subtree', 'everything below, not the next level alone')
    .option('--search <text>', 'names with this text')
    .action((options: ListOptions, command: Command) => list(options, command))
  org
    .command('show [organization]')
    .description('one organization; your own unless said otherwise')
    .action((named: string | undefined, _: object, command: Command) => show(named, command))
  org
    .command('create <name>')
    .description('create an organization one level below another')
    .option('--in <organization>', 'below this one; your own unless said otherwise')
    .option('--code <code>', 'short and for people, such as ACME')
    .option('--description <text>')
    .option('--host <name>', 'host name of its own')
    .option('--tier <tier>', 'a tier of the blueprint, by its key')
    .action((name: string, options: CreateOptions, command: Command) => create(name, options, command))
  standing(org)
}

interface ListOptions extends PageOptions {
  readonly in?: string
  readonly subtree?: boolean
  readonly search?: string
}
const list = ({ in: above, subtree, search, ...page }: ListOptions, command: Command) =>
  online(command, async ({ client, output }) => {
    const organization = await organizationId(client, above)
    const within = subtree ? 'subtree' : 'children'
    const found = await pages(output, page, (asked) =>
      client.organizations.list({ organization, within, ...(search ? { search } : {}), ...asked }),
    )
    output.list(found, {
      id: (it) => it.id,
      name: (it) => it.name,
      code: (it) => it.code,
      level: (it) => it.level,
      parent: (it) => it.parent?.name,
      users: (it) => `${it.users.count}${it.users.more ? '+' : ''}`,
      status: (it) => (it.stopped && it.standing === 'active' ? 'stopped from above' : it.standing),
      created: (it) => day(it.createdAt),
    })
  })

const show = (named: string | undefined, command: Command) =>
  online(command, async ({ client, output }) => {
    const it = await client.organizations.show({ organization: await organizationId(client, named) })
    output.tell(it, linesOf(it))
  })

interface CreateOptions {
  readonly in?: string
  readonly code?: string
  readonly description?: string
  readonly host?: string
  readonly tier?: string
}
const create = (name: string, { in: above, ...details }: CreateOptions, command: Command) =>
  online(command, async ({ client, output }) => {
    const organization = await organizationId(client, above)
    const it = await client.organizations.create({ organization, name, ...details })
    output.tell(it, [`${it.name} was created.`, ...linesOf(it)])
  })

const linesOf = (it: Organization): string[] =>
  factsOf({
    id: it.id,
    name: it.name,
    code: it.code,
    description: it.description,
    level: it.level,
    tier: it.tier,
    host: it.host,
    status: it.stopped && it.standing === 'active' ? 'stopped from above' : it.standing,
    'gone for good': day(it.purgeAt),
    below: it.ancestors.map(({ name }) => name).join(' > ') || null,
    created: day(it.createdAt),
  })
