/** Whoever makes organizations below theirs, and moves somebody through them, makes no new rows of tries. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alsoAt, member, signedIn } from '../../../test/builders.ts'
import { withApp } from '../../../test/factors.ts'
import { connected, signInThrough, through, traveller, type Traveller } from '../../../test/federated.ts'
import { startLiar, type Liar } from '../../../test/liar.ts'
import { createWorld, goodPassword, refusalOf, type World } from '../../../test/world.ts'

let provider: Liar
let world: World
beforeAll(async () => {
  provider = await startLiar()
  world = await createWorld({ blueprint: 'channel', privateHosts: [provider.host] })
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})
/** The provider's clock is the world's. */
const tells = () => {
  const now = Math.floor(world.now().getTime() / 1000)
  provider.lies = { claims: { iat: now, exp: now + 300 } }
}
const links = async (who: Traveller, connection: string) => {
  tells()
  await who.api.federation.finishOwn(await through((await who.api.federation.beginLink({ connection })).url))
}
const posing = async (connection: string) => {
  const thief = traveller(world)
  tells()
  await signInThrough(thief, connection)
  return thief
}

/**
 * A partner's administrator with a provider and three tenants. The person links the partner's provider; those of the tenants are
 * linked by the administrator, posing as the person. They are at another partner's, too.
 */
async function scene(name: string, elsewhere = true) {
  const { organizations } = world.admin.api
  const below = async ({ api }: Pick<Traveller, 'api'>, organization: string, called: string) =>
    (await api.organizations.create({ organization, name: called })).id
  const distributor = await below(world.admin, world.admin.me.organization.id, `North of ${name}`)
  const honest = await below(world.admin, distributor, 'Honest Ltd')
  const evil = (await organizations.create({ organization: distributor, name: 'Evil Ltd' })).id
  const mallory = await member(world, evil, `mallory@${name}.test`, 'partner-admin')
  const first = await below(mallory, evil, 'First')
  const places = [first, await below(mallory, evil, 'Second'), await below(mallory, evil, 'Last')]
  const email = `gus@${name}.test`
  const { user } = await member(world, first, email, 'tenant-user')
  provider.visitor = { sub: email, email, email_verified: true }
  let at = first
  const moves = async (to: string) => {
    if (to !== at) await mallory.api.users.move({ organization: at, user, to, role: 'tenant-user' })
    at = to
  }
  const own = traveller(world)
  await own.api.sessions.signIn({ email, password: goodPassword })
  const atEvil = await connected(mallory, evil, provider)
  await links(own, atEvil)
  const ways: { place: string; connection: string }[] = []
  for (const place of places) {
    await moves(place)
    const connection = await connected(mallory, place, provider)
    await links(await posing(atEvil), connection)
    ways.push({ place, connection })
  }
  const isElsewhere = () => alsoAt(world, honest, email, 'partner-user')
  if (elsewhere) await isElsewhere()
  return { email, moves, ways, atEvil, isElsewhere }
}
const wrong = async ({ api }: Traveller) => refusalOf(api.sessions.prove({ password: 'not-the-password' }))

test('CH16: somebody’s password is not tried more often by making organizations, moving them there, and linking there on one’s own word', async () => {
  const { moves, ways } = await scene('below')
  const tries: string[] = []
  for (const { place, connection } of ways) {
    await moves(place)
    for (let n = 0; n < 10; n += 1) tries.push(await wrong(await posing(connection)))
  }
  expect(tries).toEqual([
    ...Array.from({ length: 10 }, () => 'password_wrong'),
    ...Array.from({ length: 20 }, () => 'password_throttled'),
  ])
})

test('CH16: neither is a second factor, nor after months of patience', async () => {
  const { email, moves, ways } = await scene('factors')
  const { next } = await withApp(world, await signedIn(world, email))
  let tried = 0
  for (let round = 0; round < 7; round += 1)
    for (const { place, connection } of ways) {
      await moves(place)
      world.advance(16 * 60_000)
      for (let n = 0; n < 6; n += 1) {
        const thief = await posing(connection)
        if ((await refusalOf(thief.api.sessions.prove({ code: '000000' }))) === 'code_wrong') tried += 1
      }
    }
  expect(tried).toBe(50)
  // The person feels nothing of it.
  await (await signedIn(world, email)).api.sessions.prove({ code: next() })
})

test('CH16: unlinking what one came through makes one further row of tries for all such ways', async () => {
  const { moves, ways, atEvil, isElsewhere } = await scene('unlinked', false)
  const sessions: { place: string; thief: Traveller }[] = []
  for (const { place, connection } of ways) {
    await moves(place)
    const thief = await posing(connection)
    const { items } = await thief.api.federation.links()
    const link = items.find((it) => it.connection === connection)?.id ?? ''
    await thief.api.federation.unlink({ link })
    sessions.push({ place, thief })
  }
  await isElsewhere()
  for (let n = 0; n < 10; n += 1) expect(await wrong(await posing(atEvil))).toBe('password_wrong')
  const tries: string[] = []
  for (const { place, thief } of sessions) {
    await moves(place)
    for (let n = 0; n < 10; n += 1) tries.push(await wrong(thief))
  }
  expect(tries.filter((it) => it === 'password_wrong')).toHaveLength(10)
})
