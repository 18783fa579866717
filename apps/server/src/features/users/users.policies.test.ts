/** How people come in, who chooses first passwords, and whether users are deleted: policies, obeyed by the next request. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holding, member, settled, signedIn, walked, type Member } from '../../../test/builders.ts'
import { createWorld, goodPassword, refusalOf, type Person, type World } from '../../../test/world.ts'
import { innerId } from '../../platform/value/ids.ts'

let world: World
let presales: World
beforeAll(async () => {
  ;[world, presales] = await Promise.all([
    createWorld({ blueprint: 'organizations' }),
    createWorld({ blueprint: 'presales' }),
  ])
})
afterAll(() => Promise.all([world.stop(), presales.stop()]))

let numbered = 0
async function place(of: World = world, role = 'org-admin') {
  const name = `PLACE${(numbered += 1)}`
  const { id } = await of.tenant(name)
  const boss: Member & { user: string } = await member(of, id, `boss@${name}.test`.toLowerCase(), role)
  const set = (policy: Parameters<Person['api']['policies']['set']>[0]['policy'], value: unknown) =>
    of.admin.api.policies.set({ organization: id, policy, value })
  const email = (who: string) => `${who}@${name}.test`.toLowerCase()
  const add = async (who: string, plain = 'user') =>
    (await settled(of, id, [{ email: email(who), role: plain }]))[0] ?? ''
  return { id, boss, set, email, add }
}
const names = { firstName: 'Nia', lastName: 'New' }
const initial = 'borrowed-kettle-tuesday-51'

test('OR25: where nobody is created directly, or invited by link, the server refuses it with a code of its own', async () => {
  const { id: organization, boss, set, email } = await place()
  const create = (who: string, more = {}) =>
    boss.api.users.create({ organization, email: email(who), ...names, role: 'user', ...more })
  const invite = (who: string) => boss.api.invitations.create({ organization, email: email(who), role: 'user' })
  await create('first')
  const { id: invitation } = await invite('second')
  const { token } = await world.mailbox.next(email('second'))

  await set('onboarding.modes', ['link'])
  expect(await refusalOf(create('third'))).toBe('creation_off')
  await set('onboarding.modes', ['direct'])
  expect((await create('third')).status).toBe('active')
  expect(await refusalOf(invite('fourth'))).toBe('invitations_off')
  // Also what was sent before: the policy says how people come in now.
  expect(await refusalOf(boss.api.invitations.resend({ organization, invitation }))).toBe('invitations_off')
  expect(await refusalOf(world.person().api.invitations.open({ token }))).toBe('invitations_off')
  const accept = () => world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  expect(await refusalOf(accept())).toBe('invitations_off')
  expect((await boss.api.invitations.cancel({ organization, invitation: (await invited()).id })).status).toBe('revoked')
  async function invited() {
    await set('onboarding.modes', ['link', 'direct'])
    const it = await invite('fifth')
    await set('onboarding.modes', ['direct'])
    return it
  }
  await set('onboarding.modes', ['link'])
  expect((await accept()).email).toBe(email('second'))
})

test('OR16: an administrator chooses a first password only where the policy says so', async () => {
  const { id: organization, boss, set, email } = await place()
  const create = (who: string, more = {}) =>
    boss.api.users.create({ organization, email: email(who), ...names, role: 'user', ...more })
  await create('with', { password: initial })
  await set('password.admin_set', 'never')
  const refused = await create('without', { password: initial }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'initial_password_off', problem: { fields: [{ path: 'body.password' }] } })
  // A link goes to the person instead, who chooses it.
  await create('without')
  const { token } = await world.mailbox.next(email('without'))
  await world.person().api.passwords.completeReset({ token, password: goodPassword })
  expect((await signedIn(world, email('without'))).me.step).toBeNull()
})

test('PS13: the mail carries a password for one session, in which it must be changed; the user is active at once', async () => {
  const { id: organization, boss, email } = await place(presales, 'tenant-admin')
  const create = (more = {}) =>
    boss.api.users.create({ organization, email: email('new'), ...names, role: 'sales-engineer', ...more })
  expect(await refusalOf(create())).toBe('creation_off')
  expect(await refusalOf(create({ credentials: true, password: initial }))).toBe('initial_password_off')
  expect(await create({ credentials: true })).toMatchObject({ status: 'active', email: email('new') })
  const mail = await presales.mailbox.next(email('new'))
  const password = /[a-z2-9]{4}(?:-[a-z2-9]{4}){4}/.exec(mail.text)?.[0] ?? ''
  expect(mail.html).toContain(password)
  const nia = presales.person()
  expect((await nia.api.sessions.signIn({ email: email('new'), password })).step).toBe('change_password')
  expect(await refusalOf(nia.api.profile.show())).toBe('password_change_required')
  const again = presales.person().api.sessions.signIn({ email: email('new'), password })
  expect(await refusalOf(again)).toBe('credentials_wrong')
  await nia.api.profile.changePassword({ currentPassword: password, newPassword: goodPassword })
  expect((await nia.api.profile.show()).step).toBeNull()
  // The administrator learns it nowhere.
  const { items } = await boss.api.users.list({ organization, search: email('new') })
  const record = await boss.api.users.changes({ organization, user: items[0]?.id ?? '' })
  expect(JSON.stringify([items, record])).not.toContain(password)

  const { id, boss: other, email: at } = await place()
  const sent = other.api.users.create({ organization: id, email: at('x'), ...names, role: 'user', credentials: true })
  expect(await refusalOf(sent)).toBe('credentials_off')
})

test('OR20: where users are not deleted nobody deletes them; where they can be restored, they are out at once and come back deactivated', async () => {
  const { id: organization, boss, set, email, add } = await place()
  const user = await add('ria')
  const ria = await signedIn(world, email('ria'))
  const target = { organization, user }
  await set('user.removal', { mode: 'off', days: 30 })
  expect(await refusalOf(boss.api.users.remove(target))).toBe('removal_off')
  await set('user.removal', { mode: 'restorable', days: 3 })
  expect(await refusalOf(boss.api.users.restore(target))).toBe('user_not_deleted')
  await boss.api.users.remove({ ...target, reason: 'Left' })

  expect(await refusalOf(ria.api.sessions.check())).toBe('unauthenticated')
  const signIn = () => world.person().api.sessions.signIn({ email: email('ria'), password: goodPassword })
  expect(await refusalOf(signIn())).toBe('credentials_wrong')
  const gone = await boss.api.users.show(target)
  expect(gone.status).toBe('deleted')
  expect(Date.parse(gone.purgeAt ?? '') - world.now().getTime()).toBeGreaterThan(2.9 * 86_400_000)
  for (const sort of ['name', 'lastSignInAt', 'status'] as const) {
    const list = async (more = {}) =>
      (
        await walked((cursor) =>
          boss.api.users.list({ organization, sort, limit: 1, ...(cursor && { cursor }), ...more }),
        )
      ).map((it) => it.id)
    expect(await list()).toEqual([boss.user])
    expect(await list({ status: 'deleted' })).toEqual([user])
  }
  expect((await boss.api.users.count({ organization })).count).toBe(1)
  expect((await boss.api.users.count({ organization, status: 'inactive' })).count).toBe(0)
  expect(await refusalOf(boss.api.users.reactivate(target))).toBe('user_deleted')
  expect(await refusalOf(boss.api.users.deactivate(target))).toBe('user_inactive')
  expect(await refusalOf(boss.api.users.remove(target))).toBe('user_deleted')
  expect(await refusalOf(boss.api.users.create({ ...names, organization, email: email('ria'), role: 'user' }))).toBe(
    'user_exists_inactive',
  )
  const { items } = await boss.api.users.changes(target)
  expect(items[0]).toMatchObject({ type: 'user.deleted', reason: 'Left', after: { purgeAt: gone.purgeAt } })

  expect(await boss.api.users.restore(target)).toMatchObject({ status: 'inactive', purgeAt: null })
  expect(await refusalOf(signIn())).toBe('credentials_wrong')
  await boss.api.users.reactivate(target)
  expect((await signIn()).id).toBe(user)
})

test('OR20: when the time to restore is over nobody is restored, and a job removes account and person; the record stays', async () => {
  const { id: organization, boss, set, email, add } = await place()
  const user = await add('late')
  const target = { organization, user }
  await set('user.removal', { mode: 'restorable', days: 1 })
  await boss.api.users.remove(target)
  await world.database.query(`update users set purge_at = now() - interval '1 second' where id = $1`, [innerId(user)])
  expect(await refusalOf(boss.api.users.restore(target))).toBe('user_not_deleted')
  const { removing } = await import('./index.ts')
  expect(await removing({ transact: world.app.transact, now: world.now })()).toBe(1)
  expect(await removing({ transact: world.app.transact, now: world.now })()).toBe(0)
  expect(await refusalOf(boss.api.users.show(target))).toBe('user_unknown')
  expect(await world.database.query('select from identities where email = $1', [email('late')])).toHaveLength(0)
  const { items } = await boss.api.users.changes(target)
  expect(items.map((it) => it.type).slice(0, 2)).toEqual(['user.purged', 'user.deleted'])
  // Final at once, where the policy says so, also for somebody who is deleted already.
  const other = { organization, user: await add('now') }
  await boss.api.users.remove(other)
  await set('user.removal', { mode: 'permanent', days: 1 })
  await boss.api.users.remove(other)
  expect(await refusalOf(boss.api.users.show(other))).toBe('user_unknown')
})

test('a deleted user comes back by an invitation as a deactivated one does, and their history stays linked', async () => {
  const { id: organization, boss, set, email, add } = await place()
  const user = await add('back')
  await set('user.removal', { mode: 'restorable', days: 1 })
  await set('reinvite.deactivated', 'replace')
  await boss.api.users.remove({ organization, user })
  await boss.api.invitations.create({ organization, email: email('back'), role: 'user' })
  const { token } = await world.mailbox.next(email('back'))
  const me = await world.person().api.invitations.accept({ token, ...names, password: goodPassword })
  expect(await world.user(organization, user)).toMatchObject({ status: 'inactive', purgeAt: null, replacedBy: me.id })
  const { items } = await boss.api.users.changes({ organization, user: me.id })
  expect(items.map((it) => it.type)).toContain('user.deleted')
})

test('a policy that changes while somebody acts is obeyed by whoever is decided after it', async () => {
  const { id: organization, boss, email, add } = await place()
  // Above: where it is set on the organization itself, that waits for who acts there.
  const above = world.admin.me.organization.id
  const set = (policy: 'user.removal' | 'onboarding.modes', value: unknown) =>
    world.admin.api.policies.set({ organization: above, policy, value })
  const user = await add('held')
  const row = await holding(world, 'select from users where id = $1', [innerId(user)])
  const removal = refusalOf(boss.api.users.remove({ organization, user }))
  await row.waiting(1)
  await set('user.removal', { mode: 'off', days: 1 })
  await row.release()
  expect(await removal).toBe('removal_off')
  expect((await world.user(organization, user)).status).toBe('active')

  const { id: invitation } = await boss.api.invitations.create({ organization, email: email('on'), role: 'user' })
  const { token } = await world.mailbox.next(email('on'))
  const held = await holding(world, 'select from invitations where id = $1', [innerId(invitation)])
  const joining = refusalOf(world.person().api.invitations.accept({ token, ...names, password: goodPassword }))
  await held.waiting(1)
  await set('onboarding.modes', ['direct'])
  await held.release()
  expect(await joining).toBe('invitations_off')
  expect((await boss.api.users.list({ organization, search: email('on') })).items).toEqual([])

  await set('onboarding.modes', ['link', 'direct'])
  // Hashing takes longer than the policy: one of the two was first, and nothing lies between.
  const made = boss.api.users.create({ organization, email: email('race'), ...names, role: 'user', password: initial })
  const [outcome] = await Promise.allSettled([made, set('onboarding.modes', ['link'])])
  const there = (await boss.api.users.list({ organization, search: email('race') })).items.length
  expect(there).toBe(outcome.status === 'fulfilled' ? 1 : 0)
  expect(await refusalOf(boss.api.users.create({ organization, email: email('next'), ...names, role: 'user' }))).toBe(
    'creation_off',
  )
})
