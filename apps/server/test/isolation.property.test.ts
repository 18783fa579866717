/**
 * Nothing of one organization shows to, or is changed by, another: random trees, random people, every operation of the
 * contract; with both walls, with each of them alone, and with neither, which must be noticed. What "without the ranges"
 * covers is said in walls.ts.
 */
import fc from 'fast-check'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../src/platform/log/logger.ts'
import { isWithin } from '../src/platform/value/reach.ts'
import { hashOf } from '../src/platform/crypto/keys.ts'
import { foreignIn, grow, type Dweller, type Forest, type Pick } from './forest.ts'
import { draw, type Drawn } from './inputs.ts'
import { call, codeOf, idsIn, isScoped, operations, type Operation, type Reply } from './operations.ts'
import { rangesNoticed } from './mutation.ts'
import { newToken, sessionCookie, signedIn } from './people.ts'
import { changedBetween, snapshot } from './snapshot.ts'
import { dropRowSecurity, oneRange, withoutRanges } from './walls.ts'
import { createWorld, type Person, type World } from './world.ts'
import { innerId } from '../src/platform/value/ids.ts'

// What names a second thing inside the organization can go wrong in more ways, and gets three turns.
const turns = operations.flatMap((it) => (isScoped(it.route) && idsIn(it.route).length > 1 ? [it, it, it] : [it]))
const trials = Number(process.env['ISOLATION_TRIALS'] ?? 300)
const mutating = process.env['MUTATION'] === 'ranges'
// Two rounds of every turn are done however long they take; of the rest a slow machine does fewer. For the mutation run
// they also show which ranges there are.
const least = { numRuns: (mutating ? 6 : 2) * turns.length, endOnFailure: true }
const bounds = { numRuns: trials, endOnFailure: true, interruptAfterTimeLimit: 2_000 }
// Found within some 20 trials as a rule; how many a slow machine does in a given time must not decide.
const patient = { numRuns: Math.max(trials, 500), endOnFailure: true }
const walls = ['both walls', 'the ranges in the queries alone', 'row security alone', 'neither wall'] as const

// The mutation run (tools/mutation.ts) takes out one range after the other, with row security off.
const chosenWalls = mutating ? ([walls[1]] as const) : walls

describe.each(chosenWalls)('%s', (wall) => {
  const ranges = mutating ? oneRange() : null
  const rewriting = wall === 'row security alone' || wall === 'neither wall' ? withoutRanges() : null
  const solid = wall !== 'neither wall'
  const lines: string[] = []
  const cursors: string[] = []
  const jars = new Map<Dweller, Person>()
  const tally = { answered: 0, refused: 0, failed: 0, compared: 0, changed: 0 }
  const called = new Set<string>()
  /** Names that went along to another organization with whoever has them. */
  const moved = new Set<string>()
  let world: World
  let forest: Forest

  beforeAll(async () => {
    const log = createLogger('debug', { write: (line) => void lines.push(line) })
    world = await createWorld({
      blueprint: '../apps/server/test/deep',
      smtp: false,
      log,
      ...(rewriting && { watch: rewriting.watch }),
      ...(ranges && { watch: ranges.watch }),
    })
    const seeds = fc.sample(fc.nat(), 200)
    let i = 0
    const pick: Pick = (pool) => chosen(pool, seeds[i++ % seeds.length] ?? 0)
    forest = await grow(world, pick)
    if (wall === 'the ranges in the queries alone' || !solid) await dropRowSecurity(world.database)
  })
  afterAll(async () => {
    console.info(`${wall}: ${JSON.stringify({ ...tally, operations: called.size, places: forest.spots.length })}`)
    await world.stop()
  })

  test(
    solid
      ? 'shows nothing foreign, changes nothing foreign, tells a foreign identifier from a random one nowhere'
      : 'is noticed',
    async () => {
      const choices = fc.array(fc.nat(), { minLength: 40, maxLength: 40 })
      let turn = 0
      const one = async (numbers: number[]) => {
        let i = 0
        const pick: Pick = (pool) => chosen(pool, numbers[i++ % numbers.length] ?? 0)
        await trial(turns[turn++ % turns.length] as Operation, pick)
      }
      const property = fc.asyncProperty(choices, one)
      if (!solid) {
        const { failed, errorInstance } = await fc.check(property, patient)
        console.info(`${wall}: noticed after ${turn} trials: ${String(errorInstance).slice(0, 300)}`)
        expect(failed).toBe(true)
        return
      }
      await fc.assert(property, least)
      await fc.assert(property, bounds)
      expect(called.size).toBe(operations.length)
      if (rewriting) expect(rewriting.missed, 'statements whose ranges were not taken out').toEqual(new Set())
      if (rewriting) expect(rewriting.widened.size).toBeGreaterThan(15)
      if (ranges) ranges.state.sender = null
    },
    mutating ? 900_000 : 120_000,
  )

  test.runIf(ranges)(
    'MUTATION',
    async () => {
      if (!ranges) return
      const random: Pick = (pool) => chosen(pool, Math.floor(Math.random() * 2 ** 31))
      const told = await rangesNoticed(ranges, operations, (operation) => trial(operation, random), counted)
      writeFileSync(process.env['MUTATION_REPORT'] ?? '/dev/stdout', JSON.stringify(told))
    },
    3_600_000,
  )

  async function trial(operation: Operation, pick: Pick): Promise<void> {
    const { route, name } = operation
    const admins = forest.people.filter((it) => it.role === 'admin' && it.state === 'active')
    const actor = pick(isScoped(route) && pick([0, 1, 1, 1, 1, 1, 1, 1]) ? admins : forest.people) // others are refused at the door
    const jar = await jarOf(actor)
    const person = route.access === 'public' ? signedIn(world.baseUrl, null) : jar // signing in makes nobody else of them
    const drawn = draw(route, actor, forest, cursors, pick)
    const headers = pick([0, 0, 1]) && route.method !== 'GET' ? { 'idempotency-key': pick(['one', 'two']) } : {}
    const before = await snapshot(world.database)
    const alive = await isAlive(jar)
    const accounts = await accountsOf(drawn.person ?? moverOf(name, drawn))
    if (ranges) ranges.state.sender = name
    const reply = await call(person, route, drawn.input, headers)
    if (name === 'passwords.requestReset' || name === 'profile.requestChange') await queuesAreEmpty()
    const after = await snapshot(world.database)
    called.add(name)
    const mover = moverOf(name, drawn)
    const story = `${actor.state} at ${actor.homes.map((it) => it.path).join()}: ${name} ${JSON.stringify(drawn.input)} -> ${reply.status} ${reply.text}`
    check(operation, actor, alive, drawn, accounts, reply, changedBetween(before, after), story)
    if (drawn.control && route.access !== 'public') {
      const same = await call(jar, route, drawn.control, headers)
      // Ending one's own session or account ends the comparison, too.
      if (alive && reply.status !== 401) expect(likeRandom(same), story).toEqual(likeRandom(reply))
      tally.compared += 1
    }
    if (name.startsWith('organizations.') && route.method === 'POST' && reply.status < 300) await putRight()
    if (mover && reply.status < 300) await moveBack(mover, String(drawn.input['to']))
    const next = /"next":"([^"]+)"/.exec(reply.text)?.[1]
    if (next) cursors.push(next)
  }

  const moverOf = (name: string, { input }: Drawn) =>
    forest.people.find((it) => name === 'users.move' && it.userId === input['user']) ?? null
  /** Where somebody has accounts, also those that trials made directly. */
  const accountsOf = async (whom: Dweller | null): Promise<string[]> =>
    (
      await world.database.query<{ org_path: string }>('select org_path from users where identity_id = $1', [
        whom?.identity ?? null,
      ])
    ).map((it) => it.org_path)

  /** The model knows everybody where they were at the beginning. */
  async function moveBack({ userId: user, at, role }: Dweller, organization: string) {
    moved.add(at.name)
    await world.admin.api.users.move({ organization, user, to: at.publicId, role })
  }

  /** Everybody can go on, and the model knows where everything lies now. */
  async function putRight() {
    await world.database.query(
      `update organizations set standing = 'active', stopped = false, gone = false, purge_at = null where stopped or standing <> 'active'`,
    )
    const rows = await world.database.query<{ id: string; path: string }>('select id, path from organizations')
    const paths = new Map(rows.map((it) => [it.id, it.path]))
    for (const spot of forest.spots) Object.assign(spot, { path: paths.get(spot.id) ?? spot.path })
  }

  function check(
    of: Operation,
    actor: Dweller,
    alive: boolean,
    drawn: Drawn,
    accounts: readonly string[],
    reply: Reply,
    changed: string[],
    story: string,
  ) {
    const { route } = of
    const open = route.access === 'public'
    const view = (open ? drawn.opens : alive ? actor.homes : []).map((it) => it.path)
    expect(foreignIn(reply.text + [...reply.headers.values()].join(), forest, view), story).toEqual([])
    // The shape of a request is checked first; it tells nothing of anybody.
    if (!open && !alive && reply.status !== 400) expect(reply.status, story).toBe(401)
    if (!rewriting) expect(reply.status, story).toBeLessThan(500)
    // What lies beyond reach is explained, with the same words as what does not exist.
    if (isScoped(route) && route.access !== 'reach' && drawn.foreign)
      expect(reply.status, story).toBeGreaterThanOrEqual(400)
    // That an address has an account somewhere else is told to nobody.
    // Without the ranges whoever is moved is found where they are, and so "exists" already.
    const moving = of.name === 'users.move'
    if (isScoped(route) && codeOf(reply).startsWith('user_exists') && !(moving && rewriting)) {
      const named = forest.spots.find((it) => it.publicId === drawn.input[moving ? 'to' : 'organization'])
      // Row security alone knows no single organization: there "here" is the named one and all below it, and no more.
      const here = (path: string) =>
        named !== undefined && (rewriting ? isWithin(path, named.path) : path === named.path)
      expect(accounts.some(here), story).toBe(true)
    }
    const good = reply.status < 300
    tally[good ? 'answered' : reply.status < 500 ? 'refused' : 'failed'] += 1
    if (changed.length) tally.changed += 1
    const persons = open ? [drawn.person?.identity] : [actor.identity]
    const users = forest.people.filter((it) => it.identity === actor.identity).map((it) => it.user)
    const theirs = changed.filter((owner) => {
      const [kind, key = ''] = owner.split(' ')
      if (!good || route.method === 'GET') return true
      // A wish goes to whoever administers above.
      if (kind === 'at' && of.name === 'profile.requestChange' && view.some((path) => isWithin(path, key))) return false
      if (kind === 'at') return !view.some((path) => isWithin(key, path))
      if (kind === 'answers') return !users.includes(key)
      const known = forest.people.filter((it) => it.identity === key)
      const near = known.some((it) => it.homes.some((home) => view.some((path) => isWithin(home.path, path))))
      if (kind === 'resets' || kind === 'locks' || kind === 'browsers')
        return known.length > 0 && !near && !persons.includes(key)
      // With the last account goes the person.
      if (near && of.name === 'users.remove') return false
      // Somebody new is made by accepting an invitation alone.
      if (kind === 'person' || kind === 'devices')
        return known.length ? !persons.includes(key) : of.name !== 'invitations.accept'
      return true
    })
    expect(theirs, `${story}\nchanged what is not theirs`).toEqual([])
  }

  test.runIf(solid && !mutating)('counts and lists agree with what is really there', () => counted())

  async function counted() {
    await putRight()
    const { query } = world.database
    const places = await query<{ id: string; path: string }>(
      `select 'org_' || replace(id::text, '-', '') as id, path from organizations`,
    )
    const rows = await query<{ org_path: string }>('select org_path from users')
    const invitations = await query<{ org_path: string }>('select org_path from invitations')
    const admins = forest.people.filter((it) => it.state === 'active' && it.homes.length === 1)
    const seen = new Set<string>()
    for (const admin of admins) {
      const [home] = admin.homes
      if (!home || seen.has(home.path)) continue
      const jar = await jarOf(admin)
      if (!(await isAlive(jar))) continue // removed in a trial
      const { api } = jar
      const me = await api.profile.show()
      if (!me.grants.some((it) => it.role.key === 'admin')) continue
      seen.add(home.path)
      for (const { id, path } of places.filter((it) => isWithin(it.path, home.path))) {
        // Without the ranges a place between shows what is below it, too: only a place without any can be counted.
        const below = places.some((it) => it.path !== path && isWithin(it.path, path))
        if (rewriting && (below || path !== home.path)) continue
        const n = (all: { org_path: string }[], wide = false) =>
          all.filter((it) => (wide ? isWithin(it.org_path, path) : it.org_path === path)).length
        const users = { organization: id, limit: 200 }
        expect((await api.users.count({ organization: id })).count).toBe(n(rows))
        expect((await api.users.count({ organization: id, within: 'subtree' })).count).toBe(n(rows, true))
        expect((await api.users.list({ ...users, within: 'subtree' })).items).toHaveLength(Math.min(200, n(rows, true)))
        expect((await api.users.list({ ...users, sort: 'lastSignInAt' })).items).toHaveLength(n(rows))
        expect((await api.invitations.count({ organization: id, status: 'all' })).count).toBe(n(invitations))
        if (rewriting) continue
        const { items } = await api.organizations.list({ organization: id, within: 'subtree' })
        expect(items).toHaveLength(places.filter((it) => it.path !== path && isWithin(it.path, path)).length)
        for (const it of items) {
          const there = places.find((place) => place.id === it.id)?.path
          expect(it.users.count).toBe(rows.filter((row) => row.org_path === there).length)
        }
      }
    }
    expect(seen.size).toBeGreaterThan(forest.spots.length / 2)
  }

  test.runIf(solid && !mutating)(
    'no mail holds anything from outside its organization, and no line of the log holds anything of anybody',
    async () => {
      const mails = await world.database.query<{ id: string; org_path: string }>(
        `select 'mail_' || replace(id::text, '-', '') as id, org_path from mails where status = 'kept' order by created_at desc limit 300`,
      )
      // A trial may have ended the sessions of the place above all.
      const { api } = await letIn(world.admin, innerId(world.admin.me.id))
      for (const { id, org_path } of mails) {
        const mail = await api.mails.show({ organization: world.admin.me.organization.id, mail: id })
        const foreign = foreignIn(JSON.stringify(mail), forest, [org_path])
        expect(foreign.filter((it) => !moved.has(it))).toEqual([])
      }
      expect(mails.length).toBeGreaterThanOrEqual(forest.spots.length) // one of each place at least
      expect(lines.length).toBeGreaterThan(tally.refused / 2)
      expect(lines.flatMap((line) => foreignIn(line, forest, []))).toEqual([])
    },
  )

  /** Their browser. Whoever is active comes in anew when somebody has thrown them out meanwhile. */
  async function jarOf(actor: Dweller): Promise<Person> {
    const jar = jars.get(actor) ?? signedIn(world.baseUrl, actor.state === 'signed out' ? newToken() : actor.token)
    jars.set(actor, jar)
    if (actor.state !== 'active' || (await isAlive(jar))) return jar
    return letIn(jar, actor.user)
  }
  async function letIn(jar: Person, user: string): Promise<Person> {
    const token = newToken()
    const { query } = world.database
    await query(`update users set status = 'active', deactivated_at = null where id = $1`, [user])
    await query(
      `insert into sessions select $1, gen_random_uuid(), identity_id, id, org_path, now(), now() + interval '1 hour' from users where id = $2`,
      [hashOf(token), user],
    )
    jar.cookie = sessionCookie(token)
    return jar
  }
  /** As the server decides it: a trial may have made a place's sessions end after ten minutes, or stopped it. */
  const isAlive = async (jar: Person) =>
    (
      await world.database.query(
        `select from sessions s join users u on u.id = s.user_id and u.status = 'active'
          join organizations h on h.path = s.org_path and not h.stopped
          where token_hash = $1 and now() < session_ends(s.kind, s.created_at, s.used_at, s.expires_at, h.session_absolute, h.session_idle, h.session_ceiling)`,
        [hashOf(jar.cookie.split('=')[1] ?? '')],
      )
    ).length > 0
  async function queuesAreEmpty(): Promise<void> {
    const waiting = `select from pgboss.job where name in ('password-resets', 'change-requests') and state in ('created', 'active', 'retry')`
    while ((await world.database.query(waiting)).length) await new Promise((resolve) => setTimeout(resolve, 10))
  }
})

const chosen = <T>(pool: readonly T[], number: number): T => {
  const one = pool[number % pool.length]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}
/** An answer without what is new in every answer. */
const likeRandom = ({ status, text, headers }: Reply) => ({
  status,
  text: text.replace(/"requestId":"[^"]+"/, ''),
  headers: [...headers.keys()].filter((it) => it !== 'date'),
})
