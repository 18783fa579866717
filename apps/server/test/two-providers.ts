/** Two organizations with a provider each, and people who are at both: what one of them sets up for somebody, and where it counts. */
import type { SoftPasskey } from './authenticator.ts'
import { mailedSecret, member, type Member } from './builders.ts'
import { withApp } from './factors.ts'
import { connected, signInThrough, through, traveller, type Traveller } from './federated.ts'
import { startProvider } from './provider.ts'
import { rivals } from './rivals.ts'
import { createWorld, goodPassword } from './world.ts'

export async function twoProviders() {
  const provider = await startProvider()
  const world = await createWorld({ privateHosts: [provider.host] })
  const { acme, evil, ada, mallory } = await rivals(world)
  const atAcme = await connected(ada, acme, provider)
  const atEvil = await connected(mallory, evil, provider)

  const is = (email: string) => {
    provider.visitor = { sub: email, email, email_verified: true }
  }
  /** Links the provider to whoever signs in with their password. */
  async function linked(email: string, connection: string): Promise<Traveller> {
    const own = traveller(world)
    await own.api.sessions.signIn({ email, password: goodPassword })
    is(email)
    await own.api.federation.finishOwn(await through((await own.api.federation.beginLink({ connection })).url))
    return own
  }
  async function by(email: string, connection: string, cookies?: Map<string, string>) {
    is(email)
    const person = traveller(world, cookies)
    return Object.assign(person, { me: await signInThrough(person, connection) })
  }
  async function invitedTo(email: string): Promise<string> {
    await ada.api.invitations.create({ organization: acme, email, role: 'viewer' })
    return mailedSecret(world, email, 'accept')
  }
  /** With the link from their mailbox and their own password. */
  async function joinsAcme(email: string) {
    const accept = { token: await invitedTo(email), firstName: 'Vera', lastName: 'Eo', password: goodPassword }
    const person = traveller(world)
    return Object.assign(person, { me: await person.api.invitations.accept(accept) })
  }
  /** Somebody of Evil Ltd who has linked its provider. */
  async function atHome(email: string): Promise<void> {
    await member(world, evil, email, 'viewer')
    await linked(email, atEvil)
  }
  /** For whom that provider plants a second factor, before they come to Acme, too. */
  async function planted(email: string) {
    await atHome(email)
    const app = await withApp(world, await by(email, atEvil), 'Planted')
    return { app, person: await joinsAcme(email) }
  }
  async function byPasskey(passkey: SoftPasskey) {
    const person = world.person()
    const { attempt, options } = await person.api.passkeys.begin()
    const me = await person.api.passkeys.signIn({ attempt, passkey: passkey.show({ options }) })
    return Object.assign(person, { me })
  }
  const stepOf = async ({ api }: Pick<Traveller, 'api'>) => (await api.sessions.check()).step
  /** The person's account there. */
  async function accountAt({ api }: Member, organization: string, email: string): Promise<string> {
    const [there] = (await api.users.list({ organization, search: email })).items
    return there?.id ?? ''
  }
  const required = (on: boolean, organization = acme) =>
    on
      ? world.admin.api.policies.set({ organization, policy: 'mfa.required', value: { mode: 'all', roles: [] } })
      : world.admin.api.policies.reset({ organization, policy: 'mfa.required' })
  async function stop(): Promise<void> {
    await world.stop()
    await provider.stop()
  }
  return {
    world,
    acme,
    evil,
    ada,
    mallory,
    atAcme,
    atEvil,
    provider,
    linked,
    by,
    invitedTo,
    joinsAcme,
    atHome,
    planted,
    byPasskey,
    stepOf,
    accountAt,
    required,
    stop,
  }
}
export type TwoProviders = Awaited<ReturnType<typeof twoProviders>>
