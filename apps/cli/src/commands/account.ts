/** `tenantry login`, `logout`, `whoami`, `profiles`: who one is, on which server. */
import { Option, type Command } from 'commander'
import { WrongUsage } from '../failures.ts'
import { factsOf, moment } from '../output.ts'
import { profileFile, profileFor, readProfiles, serverUrl, writeProfiles } from '../profiles.ts'
import { aside, online, optionsOf } from '../shell.ts'
import { checkedKey, endKey, keyBySignIn, type SignIn } from '../signing-in.ts'

const mostDays = 365
const days = (text: string): number => {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > mostDays)
    throw new WrongUsage(`A key lives 1 to ${mostDays} days, not "${text}".`)
  return Number(text)
}

export function account(program: Command): void {
  program
    .command('login <url>')
    .description('sign in and keep a key for this server in the profile file')
    .option('--name <profile>', 'what to call it', 'default')
    .option('--email <email>', 'instead of being asked')
    .option('--password-stdin', 'reads the password instead of asking')
    .option('--code <code>', 'of an authenticator app, or a recovery code, where a second factor is asked for')
    .option('--key-stdin', 'reads a key that was made in the console instead of signing in')
    .addOption(new Option('--days <days>', 'how long the key lives').argParser(days).default(90))
    .action((url: string, options: SignIn & { name: string }, command: Command) => login(url, options, command))
  program
    .command('logout')
    .description('revoke the stored key and forget it')
    .action((_: object, command: Command) => logout(command))
  program
    .command('whoami')
    .description('who the key acts as, and what they hold')
    .action((_: object, command: Command) => whoami(command))
  const profiles = program.command('profiles').description('servers and keys that are stored here')
  profiles.action((_: object, command: Command) => list(command))
  profiles
    .command('use <name>')
    .description('the profile to use from now on')
    .action((name: string, _: object, command: Command) => use(name, command))
}

const login = (given: string, { name, ...how }: SignIn & { name: string }, command: Command) =>
  aside(command, async (output) => {
    const url = serverUrl(given)
    const file = profileFile(output.terminal.env)
    const stored = await readProfiles(file) // what is wrong with the file is told before a key is made
    if (!/^[\w.-]{1,40}$/.test(name)) throw new WrongUsage(`"${name}" is no name: letters, digits, dots and dashes.`)
    const key = how.keyStdin ? await checkedKey(url, output) : await keyBySignIn(url, how, output)
    await writeProfiles(file, { current: name, profiles: { ...stored.profiles, [name]: { url, key: key.secret } } })
    const told = { profile: name, url, email: key.email, expiresAt: key.expiresAt }
    output.tell(told, `You are ${key.email} at ${url} until ${moment(key.expiresAt)} UTC (profile "${name}").`)
  })

const logout = (command: Command) =>
  aside(command, async (output) => {
    const { name, url, key } = await profileFor(output.terminal.env, optionsOf(command).profile)
    if (name === null) throw new WrongUsage('The key comes from TENANTRY_KEY, so that there is nothing to forget here.')
    const revoked = await endKey(url, key)
    const file = profileFile(output.terminal.env)
    const { current, profiles } = await readProfiles(file)
    const { [name]: _, ...rest } = profiles
    await writeProfiles(file, { current: current === name ? (Object.keys(rest)[0] ?? null) : current, profiles: rest })
    output.tell(
      { profile: name, revoked },
      `The key of profile "${name}" is ${revoked ? 'revoked and ' : ''}forgotten.`,
    )
    if (!revoked)
      output.note(`${url} did not answer: the key works until it expires, unless you revoke it in the console.`)
  })

const whoami = (command: Command) =>
  online(command, async ({ client, output, url }) => {
    const [me, session] = await Promise.all([client.profile.show(), client.sessions.check()])
    const grants = me.grants.map(({ role, organization }) => `${role.label} at ${organization.name}`)
    output.tell(
      { url, keyExpiresAt: session.expiresAt, ...me },
      factsOf({
        server: url,
        name: `${me.firstName} ${me.lastName}`,
        email: me.email,
        organization: me.organization.name,
        role: grants.join(', ') || null,
        'key until': `${moment(session.expiresAt)} UTC`,
      }),
    )
  })

const list = (command: Command) =>
  aside(command, async (output) => {
    const { current, profiles } = await readProfiles(profileFile(output.terminal.env))
    const items = Object.entries(profiles).map(([name, { url }]) => ({ name, url, current: name === current }))
    output.list({ items }, { name: (it) => it.name, server: (it) => it.url, used: (it) => (it.current ? 'yes' : '') })
  })

const use = (name: string, command: Command) =>
  aside(command, async (output) => {
    const file = profileFile(output.terminal.env)
    const { profiles } = await readProfiles(file)
    if (!profiles[name]) throw new WrongUsage(`There is no profile "${name}": tenantry profiles`)
    await writeProfiles(file, { current: name, profiles })
    output.tell({ current: name }, `From now on: ${name} (${profiles[name].url}).`)
  })
