/** `tenantry org move | suspend | resume | delete | restore`: what many feel at once. */
import type { Organization } from '@tenantry/contract'
import type { Command } from 'commander'
import { WrongUsage, wordsOf } from '../failures.ts'
import { day, factsOf } from '../output.ts'
import { organizationId } from '../places.ts'
import { online, type Shell } from '../shell.ts'

interface Reason {
  readonly reason?: string
}
// Whatever the subtree holds is done in one transaction.
const patience = { timeout: 600_000 }
const named = '<organization>'
const because = (command: Command): Command => command.option('--reason <text>', 'kept with what is recorded')

export function standing(org: Command): void {
  because(org.command(`move ${named}`))
    .description('move an organization, with everything below it, to another parent')
    .requiredOption('--to <organization>', 'the new parent')
    .option('--preview', 'only says what would follow')
    .action((name: string, options: MoveOptions, command: Command) => move(name, options, command))
  because(org.command(`suspend ${named}`))
    .description('everybody at home there or below is out at once, until it is resumed')
    .action((name: string, { reason }: Reason, command: Command) =>
      online(command, async (shell) => {
        const it = await found(shell, name)
        await shell.sure(`Suspend ${it.name}, and everything below it?`)
        const after = await shell.client.organizations.suspend({ organization: it.id, ...given(reason) }, patience)
        shell.output.tell(after, `${after.name} is suspended.`)
      }),
    )
  because(org.command(`resume ${named}`))
    .description('resume a suspended organization')
    .action((name: string, { reason }: Reason, command: Command) =>
      online(command, async ({ client, output }) => {
        const organization = await organizationId(client, name)
        const after = await client.organizations.resume({ organization, ...given(reason) }, patience)
        output.tell(after, `${after.name} is active.`)
      }),
    )
  because(org.command(`delete ${named}`))
    .description('delete an organization and everything below it; it can be restored for a while')
    .option('--confirm <code>', 'its code, or its name where it has none')
    .option('--preview', 'only says what would go')
    .action((name: string, options: DeleteOptions, command: Command) => remove(name, options, command))
  because(org.command('restore <organization-id>'))
    .description('restore a deleted organization within its grace period, by its identifier')
    .action((name: string, { reason }: Reason, command: Command) =>
      online(command, async ({ client, output }) => {
        const organization = await organizationId(client, name)
        const after = await client.organizations.restore({ organization, ...given(reason) }, patience)
        output.tell(after, `${after.name} is restored.`)
      }),
    )
}

interface MoveOptions extends Reason {
  readonly to: string
  readonly preview?: boolean
}
const move = (name: string, { to: above, preview, reason }: MoveOptions, command: Command) =>
  online(command, async ({ client, output, sure }) => {
    const [organization, to] = [await organizationId(client, name), await organizationId(client, above)]
    const plan = await client.organizations.previewMove({ organization, to })
    const counted = countsOf(plan.counts)
    if (preview) {
      const inTheWay = plan.obstacles.map((code) => `In the way: ${wordsOf(code)} (${code})`)
      const obstacles = inTheWay.length ? inTheWay : ['Nothing is in the way.']
      return output.tell(plan, [`To ${plan.to.name} would go:`, ...counted, ...obstacles])
    }
    output.note(counted.join('\n'))
    await sure(`Move this to ${plan.to.name}?`)
    const after = await output.working('Moving', () =>
      client.organizations.move({ organization, to, ...given(reason) }, patience),
    )
    output.tell(after, `${after.name} is now below ${plan.to.name}.`)
  })

interface DeleteOptions extends Reason {
  readonly confirm?: string
  readonly preview?: boolean
}
const remove = (name: string, { confirm, preview, reason }: DeleteOptions, command: Command) =>
  online(command, async (shell) => {
    const { client, output } = shell
    const it = await found(shell, name)
    const counts = await client.organizations.previewDelete({ organization: it.id })
    if (preview) return output.tell(counts, [`With ${it.name} would go:`, ...countsOf(counts)])
    if (confirm === undefined) {
      output.note([`With ${it.name} go:`, ...countsOf(counts)].join('\n'))
      throw new WrongUsage(`Confirm with its ${it.code === null ? 'name' : 'code'}: --confirm "${it.code ?? it.name}"`)
    }
    const after = await output.working('Deleting', () =>
      client.organizations.remove({ organization: it.id, confirm, ...given(reason) }, patience),
    )
    output.tell(
      after,
      `${after.name} is deleted; until ${day(after.purgeAt)} it can be restored: tenantry org restore ${it.id}`,
    )
  })

const given = (reason: string | undefined) => (reason === undefined ? {} : { reason })
const found = async ({ client }: Shell, name: string): Promise<Organization> =>
  client.organizations.show({ organization: await organizationId(client, name) })
const countsOf = (counts: Readonly<Record<string, number>>): string[] =>
  factsOf(Object.fromEntries(Object.entries(counts).map(([what, count]) => [what, String(count)])))
