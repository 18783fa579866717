/** Two organizations, of which one is after the people of the other. */
import { member, type Member } from './builders.ts'
import { traveller, type Traveller } from './federated.ts'
import type { World } from './world.ts'

export interface Rivals {
  readonly acme: string
  readonly evil: string
  readonly ada: Member
  readonly mallory: Member
}
export async function rivals(world: World): Promise<Rivals> {
  const acme = (await world.tenant('Acme GmbH')).id
  const evil = (await world.tenant('Evil Ltd')).id
  const ada = await member(world, acme, 'ada@acme.test', 'admin')
  const mallory = await member(world, evil, 'mallory@evil.test', 'admin')
  return { acme, evil, ada, mallory }
}

export const initial = 'correct-horse-lantern-12'
export const stolen = 'thieves-otter-lantern-77'
export const names = { firstName: 'Cora', lastName: 'Eo' }
/** Both may make people directly; Evil Ltd gives them their first password. */
export async function makersOfPeople(world: World): Promise<Rivals> {
  const both = await rivals(world)
  const { policies } = world.admin.api
  for (const organization of [both.acme, both.evil])
    await policies.set({ organization, policy: 'onboarding.modes', value: ['link', 'direct'] })
  await policies.set({ organization: both.evil, policy: 'password.admin_set', value: 'initial' })
  return both
}
/** Made at Evil Ltd for somebody who was never there, and signed in as by whoever made them. */
export async function squatted(world: World, by: Rivals, email: string, role = 'viewer'): Promise<Traveller> {
  await by.mallory.api.users.create({ organization: by.evil, email, ...names, role, password: initial })
  const thief = traveller(world)
  await thief.api.sessions.signIn({ email, password: initial })
  await thief.api.profile.changePassword({ currentPassword: initial, newPassword: stolen })
  return thief
}
