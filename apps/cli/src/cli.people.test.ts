/** The command line: organizations, people, invitations, and why somebody may or may not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settled } from '../../server/test/builders.ts'
import { commandLine, read, type Ask, type CommandLine } from '../../server/test/command-line.ts'

let line: CommandLine
beforeAll(async () => {
  line = await commandLine()
})
afterAll(() => line.stop())
const run: CommandLine['run'] = (...it) => line.run(...it)
const platform: Ask = (...it) => line.platform(...it)
const boss: Ask = (...it) => line.boss(...it)
const clerk: Ask = (...it) => line.clerk(...it)

describe('organizations, users, invitations', () => {
  test('OR6: organizations are created, listed and shown, by name or identifier', async () => {
    const made = read<{ id: string }>(await platform('org create --code UMB --tier team --json', ['Umbrella Ltd']))
    expect((await platform('org list')).out).toMatch(/^ID +NAME +CODE +LEVEL/)
    const { items } = read<{ items: { id: string }[] }>(await platform('org list --json --all'))
    expect(items.map((it) => it.id)).toContain(made.id)
    expect(read<{ id: string }>(await platform('org show --json', ['umbrella ltd'])).id).toBe(made.id)
    expect(read<{ id: string }>(await platform('org show umb --json')).id).toBe(made.id)
    // A fact that there is not has no line.
    expect((await platform('org show umb')).out).toMatch(/^status {2,}active$/m)
    expect((await platform('org show umb')).out).not.toMatch(/-$|gone for good/m)
    expect((await platform('org show', ['Nobody Ltd'])).code).toBe(2)
    expect((await boss('org create', ['Mine'])).code).toBe(3)
  })

  test('OR11: an organization is suspended, resumed, deleted by its code and restored; only somebody sure does it', async () => {
    const id = await line.tenant('Short Ltd', 'SHORT')
    expect((await platform('org suspend SHORT')).code).toBe(2)
    expect((await platform('org suspend SHORT --yes --reason unpaid')).out).toBe('Short Ltd is suspended.\n')
    expect((await platform('org suspend SHORT --yes')).err).toContain('organization_suspended')
    expect((await platform('org resume SHORT')).code).toBe(0)
    expect((await platform('org delete SHORT --preview')).out).toMatch(/users +0/)
    expect((await platform('org delete SHORT')).err).toContain('--confirm "SHORT"')
    expect((await platform('org delete SHORT --confirm WRONG')).err).toContain('confirmation_differs')
    expect((await platform('org delete SHORT --confirm SHORT')).out).toContain(`tenantry org restore ${id}`)
    expect((await platform(`org restore ${id}`)).out).toBe('Short Ltd is restored.\n')
    const preview = read<{ obstacles: string[] }>(await platform('org move SHORT --to ACME --preview --json'))
    expect(preview.obstacles).toContain('move_level')
    expect((await platform('org move SHORT --to ACME --preview')).out).toContain(
      'In the way: Organizations of this kind cannot lie directly below that one. (move_level)',
    )
    expect((await platform('org move SHORT --to ACME --yes')).code).toBe(3)
  })

  test('users are listed in pages or whole, changed by address, and deactivated only by somebody who is sure', async () => {
    const { id, boss } = await line.house('LISTED')
    await settled(
      line.world,
      id,
      Array.from({ length: 5 }, (_, n) => ({ email: `u${n}@acme.test`, role: 'user' })),
    )
    const first = read<{ items: object[]; next: string }>(await boss('user list --limit 2 --json'))
    expect(first.items).toHaveLength(2)
    const second = read<{ items: object[] }>(await boss(`user list --limit 2 --json --cursor ${first.next}`))
    expect(second.items).not.toEqual(first.items)
    expect(read<{ items: object[] }>(await boss('user list --all --limit 3 --json')).items).toHaveLength(7)
    expect((await boss('user role u0@acme.test org-admin --reason', ['Stands in for Bob'])).out).toContain(
      'is now Org Admin',
    )
    // By the name that the console shows, too; one that there is not is answered with those there are.
    expect((await boss('user role u0@acme.test', ['User'])).out).toContain('is now User')
    expect(read<{ items: object[] }>(await boss('user list --json --role', ['org admin'])).items).toHaveLength(1)
    const unknown = await boss('user role u0@acme.test boss')
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.err).toContain('  org-admin  Org Admin\n  user  User')
    const unsure = await boss('user deactivate u1@acme.test')
    expect(unsure).toMatchObject({ code: 2, out: '' })
    expect((await boss('user show u1@acme.test')).out).toContain('active')
    expect((await boss('user deactivate u1@acme.test --yes')).code).toBe(0)
    expect((await boss('user show u1@acme.test')).out).toContain('inactive')
    expect((await boss('user diagnose u1@acme.test')).out).toContain(
      'FAIL  The account is not active: deactivated; helps: tenantry user reactivate',
    )
    expect((await boss('user diagnose u2@acme.test')).out).toContain('Nothing stands in the way.')
    expect((await boss('user deactivate u1@acme.test --yes')).err).toContain('user_inactive')
    expect((await boss('user reactivate u1@acme.test')).code).toBe(0)
    expect((await boss('user show nobody@acme.test')).code).toBe(2)
  })

  test('PS41: why somebody cannot sign in, check by check; of whom one may not know, that there is nobody', async () => {
    const { id, boss: theirs } = await line.house('CHECKED')
    await settled(line.world, id, [{ email: 'gone@acme.test', role: 'user', status: 'inactive' }])
    const checksOf = async (email: string) =>
      read<{ checks: object[] }>(await theirs(`user diagnose ${email} --json`)).checks
    expect(await checksOf('gone@acme.test')).toContainEqual({
      key: 'active',
      state: 'failed',
      reason: 'inactive',
      until: null,
      address: null,
      remedy: 'reactivate',
      mayRemedy: true,
    })
    const beyond = await line.tenant('Beyond Ltd', 'BEYOND')
    await settled(line.world, beyond, [{ email: 'them@beyond.test', role: 'user' }])
    expect(await checksOf('them@beyond.test')).toEqual(await checksOf('nobody@beyond.test'))
    expect((await theirs('user diagnose not-an-address')).code).toBe(3)
  })

  test('OR16 OR20: a user is created directly, deleted and restored; JSON and exit codes say what came of it', async () => {
    const words = ['--first-name', 'Nia', '--last-name', 'New', '--role', 'user']
    const made = await boss('user create made@acme.test --json', words)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(read<object>(made)).toMatchObject({ email: 'made@acme.test', role: { key: 'user' }, status: 'active' })
    expect((await line.world.mailbox.next('made@acme.test')).link).toContain('/reset#')
    const again = await boss('user create made@acme.test --json', words)
    expect(again).toMatchObject({ code: 3, out: '' })
    expect(JSON.parse(again.err)).toMatchObject({ error: { exit: 3, problem: { code: 'user_exists' } } })
    expect(await boss('user create no@acme.test --role user')).toMatchObject({ code: 2, out: '' })
    expect(await boss('user create no@acme.test --credentials --password-stdin', words)).toMatchObject({ code: 2 })
    expect((await boss('user create no@acme.test --credentials', words)).err).toContain('credentials_off')
    expect((await clerk('user create no@acme.test', words)).code).toBe(3)
    expect((await boss('user create not-an-address', words)).err).toContain('validation_failed')
    // A password is read from the input, where no list of processes shows it.
    const env = { TENANTRY_URL: line.world.baseUrl, TENANTRY_KEY: line.keys.boss }
    const secret = 'borrowed-kettle-tuesday-51'
    const once = await run(['user', 'create', 'once@acme.test', ...words, '--password-stdin'], env, `${secret}\n`)
    expect(once).toMatchObject({ code: 0, err: '' })
    expect(once.out).toBe('Nia New is created in Acme GmbH as User. They sign in once with that password.\n')
    const me = await line.world.person().api.sessions.signIn({ email: 'once@acme.test', password: secret })
    expect(me.step).toBe('change_password')

    const value = { mode: 'restorable', days: 2 }
    await line.world.admin.api.policies.set({ organization: line.acme, policy: 'user.removal', value })
    expect(await boss('user delete made@acme.test')).toMatchObject({ code: 2, out: '' })
    expect((await boss('user delete made@acme.test --yes')).out).toBe('Nia New is deleted.\n')
    expect((await boss('user list')).out).not.toContain('made@acme.test')
    expect((await boss('user list --status deleted')).out).toContain('made@acme.test')
    expect(read<object>(await boss('user restore made@acme.test --json'))).toMatchObject({ status: 'inactive' })
    expect((await boss('user restore made@acme.test')).err).toContain('user_not_deleted')
  })

  test('without a mail server nobody is told that a mail is on its way', async () => {
    const { baseUrl: TENANTRY_URL } = await line.world.secondNode({ smtp: false })
    const ask = (args: string) =>
      run(args.split(' '), { TENANTRY_URL, TENANTRY_KEY: line.keys.boss }).finally(() => line.world.advance(600_000))
    const made = await ask('invite create kept@acme.test --role user')
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('the mail was not sent') as string })
    expect((await ask('invite list')).out).toMatch(/kept@acme\.test.* kept /)
    const again = await ask('invite resend kept@acme.test')
    expect(again.out).toBe('There is a new link for kept@acme.test.\n')
    expect(again.err).toContain('the mail was not sent')
  })

  test('invitations are sent, listed, resent and cancelled', async () => {
    const { boss } = await line.house('INVITING')
    expect((await boss('invite create new@acme.test --role user')).out).toContain(
      'new@acme.test is invited to INVITING Ltd as User',
    )
    await line.world.mailbox.next('new@acme.test')
    expect((await boss('invite list')).out).toContain('new@acme.test')
    expect((await boss('invite create new@acme.test --role user')).err).toContain('invitation_pending')
    line.world.advance(600_000) // one that was sent a moment ago is not sent again
    expect((await boss('invite resend new@acme.test')).out).toContain('A new link is on its way')
    expect((await boss('invite cancel new@acme.test --yes')).code).toBe(0)
    expect(read<{ items: object[] }>(await boss('invite list --json')).items).toEqual([])
  })
})

describe('why and who', () => {
  test('OR33: says which permission at which place is missing, who could give it, and by what it is allowed', async () => {
    const { id, boss, clerk } = await line.house('WHY')
    await settled(line.world, id, [{ email: 'ada@why.test', role: 'org-admin' }])
    const why = await clerk('why users.read')
    expect(why).toMatchObject({ code: 0 })
    expect(why.out).toBe(
      `You may not: You lack the permission "See users and their change records" (users.read) in WHY Ltd.
It comes with: Org Admin.
Could give it: boss Example (Org Admin at WHY Ltd).
Could give it: Ada Example (Org Admin at WHY Ltd).
Could give it, above what you may see: 1 Admin.
`,
    )
    expect((await boss('why users.read')).out).toContain('By: Org Admin at WHY Ltd.')
    const about = await boss('why users.read --user clerk@why.test')
    expect(about.out).toContain('clerk Example may not: clerk Example lacks the permission')
    expect(read<{ reason: string }>(await boss('why organizations.create --json')).reason).toBe('permission')
  })

  test('OR33: an organization beyond reach and one that does not exist are told alike', async () => {
    const rival = await line.tenant('Rival AG', 'RIVAL')
    const [one, two] = [
      await boss(`why users.read --at ${rival}`),
      await boss(`why users.read --at org_${'0'.repeat(32)}`),
    ]
    expect(one.out).toContain('there is no such organization, or it is outside your reach')
    expect(one).toEqual(two)
  })

  test('OR33: lists who may do something, and those above by role and number', async () => {
    const who = await boss('who users.change_role')
    expect(who.out).toContain('boss Example')
    expect(who.out).not.toContain('Rosa')
    expect(who.err).toContain('Above what you may see: 1 Admin')
    expect((await boss('who users.reed')).err).toContain('There is no such permission.')
  })

  test('OR33: of somebody else it says that a place is outside their reach, not yours', async () => {
    const at = { organization: line.world.admin.me.organization.id, scope: line.acme, role: 'org-admin' }
    await line.world.admin.api.users.create({ ...at, email: 'sam@example.com', firstName: 'Sam', lastName: 'Scoped' })
    expect((await platform('why users.read --user sam@example.com')).out).toContain(
      'Sam Scoped may not: it is outside their reach.',
    )
  })
})
