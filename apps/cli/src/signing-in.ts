/** How a key comes to be here: made after signing in as a person, or brought from the console. */
import { isCancel, password as askPassword, text as askText } from '@clack/prompts'
import { ApiError, createClient, NoAnswer, type Client } from '@tenantry/sdk'
import { hostname } from 'node:os'
import { WrongUsage } from './failures.ts'
import { lineOfInput } from './input.ts'
import { plain, type Output } from './output.ts'
import { isAttended, type Terminal } from './terminal.ts'

export interface SignIn {
  readonly email?: string
  readonly passwordStdin?: boolean
  readonly keyStdin?: boolean
  /** Of an authenticator app, or a recovery code. */
  readonly code?: string
  readonly days: number
}
export interface StoredKey {
  readonly secret: string
  readonly email: string
  readonly expiresAt: string
}

/** Signs in, makes a key, signs out again: the session is over before the command is. */
export async function keyBySignIn(url: string, how: SignIn, output: Output): Promise<StoredKey> {
  const email = how.email ?? (await asked('E-mail address', 'email', askText, output))
  const password = how.passwordStdin
    ? await lineOfInput('password', output.terminal)
    : await asked('Password', 'password-stdin', askPassword, output)
  const client = clientWithCookie(url)
  const me = await output.working('Signing in', () => client.sessions.signIn({ email, password }))
  try {
    if (me.step === 'second_factor') await showFactor(client, how, output)
    return await output.working('Making a key', async () => {
      const name = plain(`tenantry on ${hostname()}`).slice(0, 60)
      const { secret, expiresAt } = await client.keys.create({ name, days: how.days })
      return { secret: secret ?? '', email: me.email, expiresAt }
    })
  } finally {
    await client.sessions.signOut()
  }
}

/** A passkey cannot be shown here: whoever has nothing else makes a key in the console, and brings that. */
async function showFactor(client: Client, how: SignIn, output: Output): Promise<void> {
  const { ways } = await client.factors.ways()
  if (!ways.includes('code') && !ways.includes('recovery_code'))
    throw new WrongUsage('Your second factor is a passkey: make a key in the console, and give it with --key-stdin.')
  const typed = how.code ?? (await asked('Code of your authenticator app, or a recovery code', 'code', askText, output))
  const code = typed.replace(/\s/g, '')
  await client.sessions.prove(/^\d{6}$/.test(code) ? { code } : { recoveryCode: code })
}

export async function checkedKey(url: string, { terminal }: Output): Promise<StoredKey> {
  const secret = await lineOfInput('key', terminal)
  if (!/^tnt_[\w-]{43}$/.test(secret))
    throw new WrongUsage('That is no key: it begins with tnt_ and has 47 characters.')
  const client = createClient({ baseUrl: url, key: secret })
  const [me, session] = await Promise.all([client.profile.show(), client.sessions.check()])
  return { secret, email: me.email, expiresAt: session.expiresAt }
}

/** False when the server could not be asked. A key it no longer knows is as good as revoked. */
export async function endKey(url: string, secret: string): Promise<boolean> {
  const client = createClient({ baseUrl: url, key: secret })
  try {
    const own = (await client.keys.list()).items.find((it) => it.current)
    if (own) await client.keys.revoke({ key: own.id })
    return true
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') return true
    if (error instanceof NoAnswer) return false
    throw error
  }
}

function clientWithCookie(baseUrl: string): Client {
  let cookie = ''
  return createClient({
    baseUrl,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers)
      if (cookie) headers.set('cookie', cookie)
      const answer = await fetch(input, { ...init, headers })
      const [set] = answer.headers.getSetCookie()
      if (set !== undefined) cookie = set.split(';')[0] ?? ''
      return answer
    },
  })
}

async function asked(
  message: string,
  option: string,
  prompt: (options: { message: string; output: Terminal['stderr'] }) => Promise<string | symbol>,
  { terminal }: Output,
): Promise<string> {
  if (!isAttended(terminal)) throw new WrongUsage(`Nobody can be asked here: give --${option}.`)
  const answer = await prompt({ message, output: terminal.stderr })
  if (typeof answer === 'symbol' || isCancel(answer) || !answer) throw new WrongUsage('Nothing was done.')
  return answer
}
