/** `tenantry why` and `tenantry who`: what is allowed, by what, and who could change it. */
import { permissions, type Above, type Explanation, type Givers } from '@tenantry/contract'
import type { Command } from 'commander'
import { pages, paged, type PageOptions } from '../pages.ts'
import { findUser, organizationId } from '../places.ts'
import { online } from '../shell.ts'

/** For the help: a permission cannot be guessed. */
const known = `
Permissions, beside those of the blueprint:
${Object.entries(permissions)
  .map(([key, label]) => `  ${key.padEnd(28)}${label}`)
  .join('\n')}`

export function why(program: Command): void {
  program
    .command('why <permission>')
    .description('why you, or a user, may or may not do something')
    .addHelpText('after', known)
    .option('--at <organization>', 'where; your own organization (or the user’s) unless said otherwise')
    .option('--user <user>', 'somebody else, by e-mail address or identifier')
    .action((permission: string, options: WhyOptions, command: Command) =>
      online(command, async ({ client, output }) => {
        if (options.user === undefined) {
          const organization = await organizationId(client, options.at)
          const it = await client.access.explain({ organization, permission })
          return output.tell(it, wordsFor(it, 'You'))
        }
        const user = await findUser(client, options.user, undefined)
        const at = options.at === undefined ? undefined : await organizationId(client, options.at)
        const target = { organization: user.organization.id, user: user.id, permission, ...(at ? { at } : {}) }
        const it = await client.access.explainUser(target)
        output.tell(it, wordsFor(it, `${user.firstName} ${user.lastName}`))
      }),
    )
  paged(program.command('who <permission>'))
    .description('who may do something to an organization, and by which role')
    .addHelpText('after', known)
    .option('--at <organization>', 'your own organization unless said otherwise')
    .action((permission: string, { at, ...page }: PageOptions & { at?: string }, command: Command) =>
      online(command, async ({ client, output }) => {
        const organization = await organizationId(client, at)
        let above: readonly Above[] = []
        const found = await pages(output, page, async (asked) => {
          const one = await client.access.holders({ organization, permission, ...asked })
          above = one.above
          return one
        })
        output.list(
          { ...found, above },
          {
            id: (it) => it.user.id,
            name: (it) => it.user.name,
            role: (it) => it.by.role.label,
            at: (it) => it.by.organization.name,
            home: (it) => it.home.name,
          },
        )
        if (above.length) output.note(`Above what you may see: ${aboveIn(above)}`)
      }),
    )
}

interface WhyOptions {
  readonly at?: string
  readonly user?: string
}

const aboveIn = (above: readonly Above[]) =>
  above.map(({ role, count }) => `${count.count}${count.more ? '+' : ''} ${role.label}`).join(', ')

function wordsFor(it: Explanation, who: string): string[] {
  const [may, lacks, is] = who === 'You' ? ['may', 'lack', 'are'] : ['may', 'lacks', 'is']
  const what = `"${it.permission.label}" (${it.permission.key})`
  const place = it.at ? ` in ${it.at.name}` : ''
  if (it.allowed) return [`${who} ${may}: ${what}${place}.`, `By: ${it.by?.role.label} at ${it.by?.organization.name}.`]
  const elsewhere = it.heldElsewhere.map(
    ({ role, organization }) => `Held elsewhere: ${role.label} at ${organization.name}.`,
  )
  if (it.reason === 'inactive') return [`${who} ${may} not: ${who} ${is} deactivated.`]
  if (it.reason === 'stopped') return [`${who} ${may} not: the organization is suspended or deleted.`]
  if (it.reason === 'reach') {
    const beyond =
      who === 'You' ? 'there is no such organization, or it is outside your reach' : 'it is outside their reach'
    return [`${who} ${may} not: ${beyond}.`, ...elsewhere]
  }
  return [
    `${who} ${may} not: ${who} ${lacks} the permission ${what}${place}.`,
    ...elsewhere,
    ...(it.givers ? giversIn(it.givers) : []),
  ]
}

function giversIn({ roles, otherRoles, people, above }: Givers): string[] {
  if (!roles.length) {
    const others = otherRoles.map((it) => it.label).join(', ')
    return [`No role that can be held there carries it.${others ? ` It comes with: ${others}.` : ''}`]
  }
  return [
    `It comes with: ${roles.map((it) => it.label).join(', ')}.`,
    ...people.map((it) => `Could give it: ${it.user.name} (${it.role.label} at ${it.organization.name}).`),
    ...(above.length ? [`Could give it, above what you may see: ${aboveIn(above)}.`] : []),
  ]
}
