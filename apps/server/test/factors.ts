/** People with second factors, as the product gives them. */
import { generateSync } from 'otplib'
import { goodPassword, type Person, type World } from './world.ts'
import { SoftPasskey } from './authenticator.ts'

/** What an authenticator app shows, `steps` of thirty seconds from now. */
export const codeOf = (world: World, secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(world.now().getTime() / 1000) + steps * 30 })

export interface AppOwner {
  readonly secret: string
  readonly factor: string
  readonly codes: string[]
  /** The code with which it was confirmed. */
  readonly first: string
  /** A code that was not used yet: the clock goes on by one step. */
  next(): string
}
/** An authenticator app for somebody who is signed in, just now. */
export async function withApp(world: World, { api }: Pick<Person, 'api'>, name = 'Phone'): Promise<AppOwner> {
  const { id, secret } = await api.factors.beginApp({ name })
  const key = secret ?? ''
  const first = codeOf(world, key)
  const { recoveryCodes } = await api.factors.confirmApp({ factor: id, code: first })
  const next = () => {
    world.advance(30_000)
    return codeOf(world, key)
  }
  return { secret: key, factor: id, codes: recoveryCodes ?? [], first, next }
}
export async function withPasskey({ api }: Pick<Person, 'api'>, name = 'Laptop') {
  const passkey = new SoftPasskey()
  const made = await api.factors.addPasskey({ name, passkey: passkey.make(await api.factors.beginPasskey()) })
  return { passkey, factor: made.factor.id, codes: made.recoveryCodes ?? [] }
}
/** The password was right; nothing more. */
export async function halfSignedIn(world: World, email: string, from: Partial<Person> = {}): Promise<Person> {
  const person = Object.assign(world.person(), from)
  await person.api.sessions.signIn({ email, password: goodPassword })
  return person
}
