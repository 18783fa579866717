/** Many questions in one request, and the guard that answers them inside a host product: the same answers as everywhere. */
import { createClient, createGuard, GuardStale, type Client, type Guard } from '@tenantry/sdk'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { member, settled, type Member } from '../../../test/builders.ts'
import { createWorld, refusalOf, type World } from '../../../test/world.ts'
import { newId, publicId } from '../../platform/value/ids.ts'

let world: World
let root: string
let acme: string
let rival: string
let boss: Member & { user: string } // Org Admin of Acme
let clerk: Member & { user: string } // User of Acme
beforeAll(async () => {
  world = await createWorld({ blueprint: 'organizations' })
  root = world.admin.me.organization.id
  const create = (name: string, code: string) =>
    world.admin.api.organizations.create({ organization: root, name, code })
  ;[acme, rival] = [(await create('Acme GmbH', 'ACME')).id, (await create('Rival AG', 'RIVAL')).id]
  boss = await member(world, acme, 'boss@acme.test', 'org-admin')
  clerk = await member(world, acme, 'clerk@acme.test', 'user')
})
afterAll(() => world.stop())

const ask = async (who: Pick<Member, 'api'>, ...questions: [string, string][]) =>
  (
    await who.api.access.check({
      questions: questions.map(([permission, organization]) => ({ permission, organization })),
    })
  ).answers
const allowed = (by: string) => ({ allowed: true, by, reason: null })
const refused = (reason: string) => ({ allowed: false, by: null, reason })
const nowhere = () => publicId('org', newId())

describe('a batch of questions', () => {
  test('is answered in its order: the role that allows, or that the permission or the reach is missing', async () => {
    const answers = await ask(boss, ['users.read', acme], ['organizations.create', acme], ['users.read', root])
    expect(answers).toEqual([allowed('org-admin'), refused('permission'), refused('reach')])
    expect(await ask(world.admin, ['users.read', acme], ['users.read', nowhere()])).toEqual([
      allowed('admin'),
      refused('reach'),
    ])
    expect(await ask(clerk, ['assistants.use', acme], ['users.read', acme])).toEqual([
      allowed('user'),
      refused('permission'),
    ])
  })

  test('a foreign organization answers exactly like one that does not exist', async () => {
    const [foreign, random] = await ask(boss, ['users.read', rival], ['users.read', nowhere()])
    expect(foreign).toEqual(random)
    const basis = (organization: string) => boss.api.access.basis({ organizations: [organization] })
    expect(await basis(rival)).toEqual(await basis(nowhere()))
  })

  test('every answer is the one that the single question gets', async () => {
    const permissions = ['users.read', 'organizations.create', 'assistants.use', 'roles.manage']
    for (const who of [world.admin, boss, clerk]) {
      const all = [root, acme, rival].flatMap((at) => permissions.map((it): [string, string] => [it, at]))
      const answers = await ask(who, ...all)
      for (const [n, [permission, organization]] of all.entries()) {
        const told = await who.api.access.explain({ permission, organization })
        expect(answers[n]).toEqual({ allowed: told.allowed, by: told.by?.role.key ?? null, reason: told.reason })
      }
    }
  })

  test('holds one to a hundred questions; none, more, and what is not a question are refused by field', async () => {
    const question = { permission: 'users.read', organization: acme }
    const send = async (questions: unknown) => {
      const answer = await boss.send('POST', '/checks', { questions })
      const body = (await answer.json()) as { code?: string; fields?: { path: string }[]; answers?: unknown[] }
      return { status: answer.status, n: body.answers?.length, path: body.fields?.[0]?.path }
    }
    expect(await send(Array.from({ length: 100 }, () => question))).toMatchObject({ status: 200, n: 100 })
    expect(await send([])).toMatchObject({ status: 400, path: 'body.questions' })
    expect(await send(Array.from({ length: 101 }, () => question))).toMatchObject({
      status: 400,
      path: 'body.questions',
    })
    for (const [wrong, path] of [
      [{ ...question, organization: boss.user }, 'body.questions.0.organization'],
      [{ ...question, permission: 7 }, 'body.questions.0.permission'],
      [{ ...question, permission: 'users' }, 'body.questions.0.permission'],
      [{ ...question, user: boss.user }, 'body.questions.0.user'],
      [{ permission: 'users.read' }, 'body.questions.0.organization'],
      ['users.read', 'body.questions.0'],
    ])
      expect(await send([wrong])).toMatchObject({ status: 400, path })
    expect(await send(question)).toMatchObject({ status: 400, path: 'body.questions' })
  })

  test('a permission that does not exist is refused by name; one of the blueprint that nobody here holds is answered', async () => {
    const questions = [
      { permission: 'users.read', organization: acme },
      { permission: 'users.reed', organization: acme },
    ]
    for (const path of ['/checks', `/organizations/${acme}/access/users/${clerk.user}/checks`]) {
      const answer = await boss.send('POST', path, { questions })
      expect(answer.status).toBe(422)
      expect(await answer.json()).toMatchObject({
        code: 'permission_unknown',
        fields: [{ path: 'body.questions.1.permission' }],
      })
    }
    const held = new Set(boss.me.grants.flatMap((it) => it.permissions.map(String)))
    const own = Object.keys(world.blueprint.permissions ?? {}).find((it) => !held.has(it))
    if (own) expect(await ask(boss, [own, acme])).toEqual([refused('permission')])
    expect(own ?? held.size).toBeTruthy()
  })

  test('an API key asks as its user does; without a session, deactivated or in a stopped organization nobody asks', async () => {
    const { secret } = await boss.api.keys.create({ name: 'Host product' })
    const byKey = createClient({ baseUrl: world.baseUrl, key: secret ?? '' })
    expect(await ask({ api: byKey }, ['users.read', acme])).toEqual([allowed('org-admin')])
    expect(await refusalOf(ask(world.person(), ['users.read', acme]))).toBe('unauthenticated')

    const { id } = await world.admin.api.organizations.create({ organization: root, name: 'Paused', code: 'PAUSED' })
    const theirs = await member(world, id, 'boss@paused.test', 'org-admin')
    const gone = await member(world, acme, 'gone@acme.test', 'org-admin')
    await world.admin.api.organizations.suspend({ organization: id })
    await boss.api.users.deactivate({ organization: acme, user: gone.user })
    for (const one of [theirs, gone]) expect(await refusalOf(ask(one, ['users.read', id]))).toBe('unauthenticated')
  })
})

describe('a batch of questions about somebody else', () => {
  const about = async (who: Pick<Member, 'api'>, user: string, questions: [string, string][], organization = acme) =>
    (
      await who.api.access.checkUser({
        organization,
        user,
        questions: questions.map(([permission, at]) => ({ permission, organization: at })),
      })
    ).answers

  test('an administrator learns what a user may do; what lies beyond the user’s home is beyond their reach', async () => {
    const questions: [string, string][] = [
      ['assistants.use', acme],
      ['users.read', acme],
      ['assistants.use', rival],
      ['assistants.use', nowhere()],
    ]
    expect(await about(boss, clerk.user, questions)).toEqual([
      allowed('user'),
      refused('permission'),
      refused('reach'),
      refused('reach'),
    ])
    expect(await about(world.admin, clerk.user, questions)).toEqual(await about(boss, clerk.user, questions))
  })

  test('who is deactivated, or at home in a suspended organization, may do nothing, and that is the reason', async () => {
    const [off = ''] = await settled(world, acme, [{ email: 'off@acme.test', role: 'org-admin', status: 'inactive' }])
    expect(await about(boss, off, [['users.read', acme]])).toEqual([refused('inactive')])
    const { id } = await world.admin.api.organizations.create({ organization: root, name: 'Still', code: 'STILL' })
    const [user = ''] = await settled(world, id, [{ email: 'x@still.test', role: 'org-admin' }])
    await world.admin.api.organizations.suspend({ organization: id })
    expect(await about(world.admin, user, [['users.read', id]], id)).toEqual([refused('stopped')])
  })

  test('a foreign user answers like a random one; who may not see users may not ask about them', async () => {
    const [foreign = ''] = await settled(world, rival, [{ email: 'theirs@rival.test', role: 'user' }])
    const questions: [string, string][] = [['users.read', acme]]
    expect(await refusalOf(about(boss, foreign, questions))).toBe('user_unknown')
    expect(await refusalOf(about(boss, publicId('usr', newId()), questions))).toBe('user_unknown')
    expect(await refusalOf(about(boss, foreign, questions, rival))).toBe('organization_unknown')
    expect(await refusalOf(about(clerk, boss.user, questions))).toBe('permission_missing')
  })
})

describe('the guard', () => {
  const guardOf = (who: Pick<Member, 'api'>, more: Partial<Parameters<typeof createGuard>[0]> = {}): Guard =>
    createGuard({ client: who.api, ...more })

  test('answers as the server does, whoever asks, at every place of a tree', async () => {
    const lab = (await world.admin.api.organizations.create({ organization: root, name: 'Lab', code: 'LAB' })).id
    const places = [root, acme, rival, lab, nowhere()]
    const permissions = ['users.read', 'organizations.create', 'assistants.use', 'roles.read', 'users.create']
    for (const who of [world.admin, boss, clerk]) {
      const guard = guardOf(who)
      await guard.prepare(places)
      const questions = places.flatMap((at) => permissions.map((it): [string, string] => [it, at]))
      const answers = await ask(who, ...questions)
      expect(questions.map((it) => guard.check(...it))).toEqual(answers)
      expect(await Promise.all(questions.map((it) => guardOf(who).decide(...it)))).toEqual(answers)
    }
  })

  test('tells no places above or beside the grants: they are numbered from the topmost ones on', async () => {
    const { grants, places } = await boss.api.access.basis({ organizations: [acme, root, rival] })
    expect(grants.map((it) => it.place)).toEqual(['0'])
    expect(places).toEqual([{ organization: acme, place: '0' }])
  })

  test('obeys a change of role within its second, and refuses at once when the server says that the user is out', async () => {
    const one = await member(world, acme, 'guarded@acme.test', 'org-admin')
    let time = 0
    const guard = guardOf(one, { now: () => time })
    expect(await guard.decide('users.read', acme)).toEqual(allowed('org-admin'))
    await boss.api.users.changeRole({ organization: acme, user: one.user, role: 'user' })
    time += 999
    expect(guard.check('users.read', acme)).toEqual(allowed('org-admin')) // and has the next fetch begun
    await guard.prepare()
    expect(guard.check('users.read', acme)).toEqual(refused('permission'))
    await boss.api.users.deactivate({ organization: acme, user: one.user })
    await expect(guard.prepare()).rejects.toThrow(GuardStale)
    expect(() => guard.check('assistants.use', acme)).toThrow(GuardStale)
  })

  test('does not decide by anything older than a second, nor when it can fetch nothing', async () => {
    let [time, reachable] = [0, true]
    const client: Client = {
      ...boss.api,
      access: {
        ...boss.api.access,
        basis: (...it) => (reachable ? boss.api.access.basis(...it) : Promise.reject(new TypeError('no network'))),
      },
    }
    const guard = createGuard({ client, now: () => time })
    expect(() => guard.check('users.read', acme)).toThrow(GuardStale)
    await guard.prepare([acme])
    expect(guard.check('users.read', acme).allowed).toBe(true)
    reachable = false
    time += 500
    expect(guard.check('users.read', acme).allowed).toBe(true)
    time += 500
    expect(() => guard.check('users.read', acme)).toThrow(GuardStale)
    await expect(guard.decide('users.read', acme)).rejects.toThrow(GuardStale)
    reachable = true
    expect((await guard.decide('users.read', acme)).allowed).toBe(true)
    expect(() => createGuard({ client, maxAge: 1_001 })).toThrow(RangeError)
  })

  test('keeps the thousand organizations asked about last', async () => {
    const guard = guardOf(boss)
    await guard.prepare([acme, ...Array.from({ length: 1_000 }, nowhere)])
    expect(() => guard.check('users.read', acme)).toThrow(GuardStale)
    expect((await guard.decide('users.read', acme)).allowed).toBe(true)
  })
})

test('places told relative to the grants lie within one another exactly as they do in the tree', async () => {
  const { isWithin } = await import('@tenantry/contract')
  const { seenFrom } = await import('./rules.ts')
  const path = fc.array(fc.constantFrom('0001', '0002', '0011'), { maxLength: 4 }).map((it) => ['0', ...it].join('.'))
  const grant = path.map((it) => ({ role: 'r', path: it, permissions: [] }))
  fc.assert(
    fc.property(fc.array(grant, { maxLength: 12 }), path, (grants, place) => {
      const seen = seenFrom(grants)
      for (const it of grants) {
        const [inside, top] = [seen(place), seen(it.path)]
        expect(top).not.toBeNull()
        expect(inside !== null && isWithin(inside, top ?? '')).toBe(isWithin(place, it.path))
      }
    }),
  )
})
