/** The command line as people and scripts meet it: a process of its own, against a server that answers in earnest. */
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { member, settled } from '../../server/test/builders.ts'
import { freePort } from '../../server/test/processes.ts'
import { createWorld, goodPassword, type World } from '../../server/test/world.ts'

const entry = fileURLToPath(new URL('../bin/tenantry.mjs', import.meta.url))
const blueprints = fileURLToPath(new URL('../../../blueprints/', import.meta.url))
let world: World
let folder: string
let acme: string
let key: string
let bossKey: string
let clerkKey: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantry-cli-'))
  world = await createWorld({ blueprint: 'organizations' })
  acme = await tenant('Acme GmbH', 'ACME')
  const boss = await member(world, acme, 'boss@acme.test', 'org-admin')
  const clerk = await member(world, acme, 'clerk@acme.test', 'user')
  const made = await Promise.all([world.admin, boss, clerk].map((it) => it.api.keys.create({ name: 'CLI' })))
  ;[key, bossKey, clerkKey] = made.map((it) => it.secret ?? '') as [string, string, string]
})
afterAll(async () => {
  await world.stop()
  await rm(folder, { recursive: true, force: true })
})

const tenant = async (name: string, code: string) =>
  (await world.admin.api.organizations.create({ organization: world.admin.me.organization.id, name, code })).id

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}
const file = () => join(folder, 'profiles.json')
const environment = (more: Record<string, string> = {}) => ({
  PATH: process.env['PATH'] ?? '',
  TENANTRY_CONFIG: file(),
  ...more,
})
function run(args: string[], env: Record<string, string> = {}, input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...args], { env: environment(env), cwd: folder })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdin.end(input)
  return new Promise((done) => child.on('close', (code) => done({ code: code ?? -1, out, err })))
}
const as =
  (secret: string) =>
  (args: string, more: string[] = []) =>
    run([...args.split(' '), ...more], { TENANTRY_URL: world.baseUrl, TENANTRY_KEY: secret })
const platform = (...it: Parameters<ReturnType<typeof as>>) => as(key)(...it)
const boss = (...it: Parameters<ReturnType<typeof as>>) => as(bossKey)(...it)
const clerk = (...it: Parameters<ReturnType<typeof as>>) => as(clerkKey)(...it)
/** An organization of a test's own, with an administrator and a user who have keys. */
async function house(code: string) {
  const id = await tenant(`${code} Ltd`, code)
  const keyOf = async (name: string, role: string) =>
    (await (await member(world, id, `${name}@${code.toLowerCase()}.test`, role)).api.keys.create({ name: 'CLI' }))
      .secret ?? ''
  return { id, boss: as(await keyOf('boss', 'org-admin')), clerk: as(await keyOf('clerk', 'user')) }
}
const read = <T>({ out, err }: Ended): T => {
  try {
    return JSON.parse(out) as T
  } catch {
    throw new Error(`no JSON: ${out} ${err}`)
  }
}

describe('exit codes and words', () => {
  test('done is 0, wrong usage 2, a refusal 3 with its sentence and request id, no server 4', async () => {
    expect(await platform('org show')).toMatchObject({ code: 0, err: '' })
    for (const wrong of [
      'org lst',
      'user show',
      'invite create x@acme.test',
      'user list --status gone',
      'user list --limit 0',
      'nonsense',
    ])
      expect(await boss(wrong), wrong).toMatchObject({ code: 2, out: '' })
    expect((await boss('user list --org x')).err).toContain('(tenantry user list --help)')
    expect((await boss('why users.invite')).err).toContain('"tenantry why --help" lists them.')
    expect((await boss('why --help')).out).toContain('users.deactivate')
    const refused = await clerk('user list')
    expect(refused).toMatchObject({ code: 3, out: '' })
    expect(refused.err).toMatch(
      /^You lack the permission "See users and their change records" \(users\.read\) in Acme GmbH\.\n {2}\(permission_missing, request [0-9a-f-]{36}\)\n$/,
    )
    const away = await run(['whoami'], { TENANTRY_URL: `http://127.0.0.1:${await freePort()}`, TENANTRY_KEY: key })
    expect(away).toMatchObject({ code: 4, out: '', err: 'The server did not answer: ECONNREFUSED.\n' })
  })

  test('with --json what goes wrong is JSON too, beside an empty result', async () => {
    const refused = await clerk('user list --json')
    expect(refused).toMatchObject({ code: 3, out: '' })
    expect(JSON.parse(refused.err)).toMatchObject({
      error: { exit: 3, problem: { code: 'permission_missing', missing: { permission: 'users.read' } } },
    })
    const wrong = await boss('invite create not-an-address --role user --json')
    expect(JSON.parse(wrong.err)).toMatchObject({
      error: { problem: { cause: 'field', fields: [{ path: 'body.email' }] } },
    })
  })

  test('help goes to the output and is no failure', async () => {
    const help = await run(['--help'])
    expect(help).toMatchObject({ code: 0, err: '' })
    for (const command of ['start', 'migrate', 'blueprint', 'org', 'user', 'invite', 'whoami', 'why', 'who', 'login'])
      expect(help.out).toContain(`\n  ${command}`)
  })

  test('names cannot steer the terminal', async () => {
    await world.database.query(
      `update users set first_name = E'\\x1b[31mRed' || chr(8238) where email = 'clerk@acme.test'`,
    )
    const shown = await boss('user show clerk@acme.test')
    expect(shown.code).toBe(0)
    // eslint-disable-next-line no-control-regex -- the very characters that must not come out
    expect(shown.out).not.toMatch(/[\u001b\u202e]/)
    expect(shown.out).toContain('[31mRed')
    await world.database.query(`update users set first_name = 'clerk' where email = 'clerk@acme.test'`)
  })
})

describe('a key and its profile', () => {
  test('login keeps a key that only its owner can read, whoami uses it, logout revokes it', async () => {
    const login = await run(
      ['login', world.baseUrl, '--email', 'boss@acme.test', '--password-stdin', '--days', '7'],
      {},
      `${goodPassword}\n`,
    )
    expect(login).toMatchObject({ code: 0 })
    expect(login.out + login.err).not.toMatch(/tnt_/)
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    const { profiles } = JSON.parse(await readFile(file(), 'utf8')) as { profiles: Record<string, { key: string }> }
    const secret = profiles['default']?.key ?? ''
    expect(secret).toMatch(/^tnt_/)
    const me = read<{ email: string; url: string }>(await run(['whoami', '--json']))
    expect(me).toMatchObject({ email: 'boss@acme.test', url: world.baseUrl })
    expect((await run(['profiles'])).out).toContain('default')
    expect(await run(['logout'])).toMatchObject({
      code: 0,
      out: 'The key of profile "default" is revoked and forgotten.\n',
    })
    expect((await run(['whoami'])).code).toBe(2)
    expect((await as(secret)('whoami')).code).toBe(3)
  })

  test('a key from the console is taken from the input, and several servers are kept apart by name', async () => {
    expect((await run(['login', world.baseUrl, '--name', 'clerk', '--key-stdin'], {}, clerkKey)).code).toBe(0)
    expect((await run(['login', world.baseUrl, '--name', 'root', '--key-stdin'], {}, key)).code).toBe(0)
    const who = async (...args: string[]) => read<{ email: string }>(await run(['whoami', '--json', ...args])).email
    expect([await who(), await who('--profile', 'clerk')]).toEqual(['root@example.com', 'clerk@acme.test'])
    expect((await run(['profiles', 'use', 'clerk'])).code).toBe(0)
    expect(await who()).toBe('clerk@acme.test')
    expect((await run(['whoami', '--profile', 'nobody'])).code).toBe(2)
  })

  test('a stored key goes to no other server, and no key goes unencrypted over a network', async () => {
    const elsewhere = await run(['whoami'], { TENANTRY_URL: 'https://evil.example' })
    expect(elsewhere).toMatchObject({ code: 2 })
    expect(elsewhere.err).toContain('No key is known for https://evil.example')
    expect((await run(['whoami'], { TENANTRY_URL: 'http://admin.example.com', TENANTRY_KEY: key })).err).toContain(
      'unencrypted',
    )
  })

  test('a profile file that others can read is refused', async () => {
    expect((await run(['login', world.baseUrl, '--name', 'shown', '--key-stdin'], {}, key)).code).toBe(0)
    await chmod(file(), 0o644)
    const refused = await run(['whoami'])
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.err).toContain('chmod 600')
    await chmod(file(), 0o600)
  })

  test('a wrong password and a key that is none end in words', async () => {
    const wrong = await run(['login', world.baseUrl, '--email', 'boss@acme.test', '--password-stdin'], {}, 'no')
    expect(wrong).toMatchObject({ code: 3 })
    expect(wrong.err).toContain('E-mail address or password is not right')
    expect((await run(['login', world.baseUrl, '--key-stdin'], {}, 'nonsense')).code).toBe(2)
    expect((await run(['login', world.baseUrl])).err).toContain('give --email')
  })
})

describe('organizations, users, invitations', () => {
  test('OR6: organizations are created, listed and shown, by name or identifier', async () => {
    const made = read<{ id: string }>(await platform('org create --code UMB --tier team --json', ['Umbrella Ltd']))
    expect((await platform('org list')).out).toMatch(/^ID +NAME +CODE +LEVEL/)
    const { items } = read<{ items: { id: string }[] }>(await platform('org list --json --all'))
    expect(items.map((it) => it.id)).toContain(made.id)
    expect(read<{ id: string }>(await platform('org show --json', ['umbrella ltd'])).id).toBe(made.id)
    expect(read<{ id: string }>(await platform('org show umb --json')).id).toBe(made.id)
    expect((await platform('org show', ['Nobody Ltd'])).code).toBe(2)
    expect((await boss('org create', ['Mine'])).code).toBe(3)
  })

  test('OR11: an organization is suspended, resumed, deleted by its code and restored; only somebody sure does it', async () => {
    const id = await tenant('Short Ltd', 'SHORT')
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
    expect((await platform('org move SHORT --to ACME --yes')).code).toBe(3)
  })

  test('users are listed in pages or whole, changed by address, and deactivated only by somebody who is sure', async () => {
    const { id, boss } = await house('LISTED')
    await settled(
      world,
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

  test('PS41: says check by check why somebody cannot sign in, and of whom it may not know that there is nobody', async () => {
    const { id, boss } = await house('CHECKED')
    await settled(world, id, [{ email: 'fine@acme.test', role: 'user' }])
    await settled(world, id, [{ email: 'gone@acme.test', role: 'user', status: 'inactive' }])
    const fine = await boss('user diagnose fine@acme.test')
    expect(fine).toMatchObject({ code: 0, err: '' })
    expect(fine.out).not.toContain('helps: reactivate')
    const gone = await boss('user diagnose gone@acme.test --json')
    expect(read<{ checks: object[] }>(gone).checks).toContainEqual({
      key: 'active',
      state: 'failed',
      detail: 'inactive',
      remedy: 'reactivate',
      mayRemedy: true,
    })
    const said = (await boss('user diagnose gone@acme.test')).out
    expect(said).toMatch(/^ok +account$/m)
    expect(said).toMatch(/active \(inactive\); helps: reactivate$/m)
    const other = await house('BEYOND')
    await settled(world, other.id, [{ email: 'them@beyond.test', role: 'user' }])
    const checksOf = async (email: string) =>
      read<{ checks: object[] }>(await boss(`user diagnose ${email} --json`)).checks
    expect(await checksOf('them@beyond.test')).toEqual(await checksOf('nobody@beyond.test'))
    expect((await boss('user diagnose not-an-address')).code).toBe(3)
  })

  test('OR16 OR20: a user is created directly, deleted and restored; JSON and exit codes say what came of it', async () => {
    const words = ['--first-name', 'Nia', '--last-name', 'New', '--role', 'user']
    const made = await boss('user create made@acme.test --json', words)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(read<object>(made)).toMatchObject({ email: 'made@acme.test', role: { key: 'user' }, status: 'active' })
    expect((await world.mailbox.next('made@acme.test')).link).toContain('/reset#')
    const again = await boss('user create made@acme.test --json', words)
    expect(again).toMatchObject({ code: 3, out: '' })
    expect(JSON.parse(again.err)).toMatchObject({ error: { exit: 3, problem: { code: 'user_exists' } } })
    expect(await boss('user create no@acme.test --role user')).toMatchObject({ code: 2, out: '' })
    expect(await boss('user create no@acme.test --credentials --password-stdin', words)).toMatchObject({ code: 2 })
    expect((await boss('user create no@acme.test --credentials', words)).err).toContain('credentials_off')
    expect((await clerk('user create no@acme.test', words)).code).toBe(3)
    expect((await boss('user create not-an-address', words)).err).toContain('validation_failed')
    // A password is read from the input, where no list of processes shows it.
    const env = { TENANTRY_URL: world.baseUrl, TENANTRY_KEY: bossKey }
    const secret = 'borrowed-kettle-tuesday-51'
    const once = await run(['user', 'create', 'once@acme.test', ...words, '--password-stdin'], env, `${secret}\n`)
    expect(once).toMatchObject({ code: 0, err: '' })
    expect(once.out).toBe('Nia New is created in Acme GmbH as User. They sign in once with that password.\n')
    const me = await world.person().api.sessions.signIn({ email: 'once@acme.test', password: secret })
    expect(me.step).toBe('change_password')

    const value = { mode: 'restorable', days: 2 }
    await world.admin.api.policies.set({ organization: acme, policy: 'user.removal', value })
    expect(await boss('user delete made@acme.test')).toMatchObject({ code: 2, out: '' })
    expect((await boss('user delete made@acme.test --yes')).out).toBe('Nia New is deleted.\n')
    expect((await boss('user list')).out).not.toContain('made@acme.test')
    expect((await boss('user list --status deleted')).out).toContain('made@acme.test')
    expect(read<object>(await boss('user restore made@acme.test --json'))).toMatchObject({ status: 'inactive' })
    expect((await boss('user restore made@acme.test')).err).toContain('user_not_deleted')
  })

  test('invitations are sent, listed, resent and cancelled', async () => {
    const { boss } = await house('INVITING')
    expect((await boss('invite create new@acme.test --role user')).out).toContain(
      'new@acme.test is invited to INVITING Ltd as User',
    )
    await world.mailbox.next('new@acme.test')
    expect((await boss('invite list')).out).toContain('new@acme.test')
    expect((await boss('invite create new@acme.test --role user')).err).toContain('invitation_pending')
    world.advance(600_000) // one that was sent a moment ago is not sent again
    expect((await boss('invite resend new@acme.test')).out).toContain('A new link is on its way')
    expect((await boss('invite cancel new@acme.test --yes')).code).toBe(0)
    expect(read<{ items: object[] }>(await boss('invite list --json')).items).toEqual([])
  })
})

describe('why and who', () => {
  test('OR33: says which permission at which place is missing, who could give it, and by what it is allowed', async () => {
    const { id, boss, clerk } = await house('WHY')
    await settled(world, id, [{ email: 'ada@why.test', role: 'org-admin' }])
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
    const rival = await tenant('Rival AG', 'RIVAL')
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
    const at = { organization: world.admin.me.organization.id, scope: acme, role: 'org-admin' }
    await world.admin.api.users.create({ ...at, email: 'sam@example.com', firstName: 'Sam', lastName: 'Scoped' })
    expect((await platform('why users.read --user sam@example.com')).out).toContain(
      'Sam Scoped may not: it is outside their reach.',
    )
  })
})

describe('the blueprint', () => {
  test('is exported, planned and applied; twice changes nothing, and one that would orphan people is refused', async () => {
    const mine = join(folder, 'mine.yaml')
    expect((await platform(`blueprint export --out ${mine}`)).code).toBe(0)
    expect((await platform(`blueprint export --out ${mine}`)).code).toBe(2) // never over a file that is there
    const text = await readFile(mine, 'utf8')
    expect((await platform(`blueprint plan ${mine}`)).out).toBe('Nothing changes.\n')
    await writeFile(mine, text.replace('label: Org Admin', 'label: Chief'))
    expect((await platform(`blueprint plan ${mine}`)).out).toContain('Chief')
    expect((await platform(`blueprint apply ${mine}`)).code).toBe(2)
    expect((await platform(`blueprint apply ${mine} --yes`)).out).toBe('organizations is in force.\n')
    expect((await platform(`blueprint apply ${mine} --yes`)).out).toBe('It is in force already. Nothing was changed.\n')
    await writeFile(mine, text)
    expect((await platform(`blueprint apply ${mine} --yes`)).code).toBe(0)
    expect((await boss(`blueprint plan ${mine}`)).code).toBe(3)
  })
})

describe('without a server', () => {
  test('a blueprint file is checked, each fault with its line', async () => {
    expect(await run(['blueprint', 'check', join(blueprints, 'channel.yaml')])).toMatchObject({ code: 0, err: '' })
    const bad = join(folder, 'bad.yaml')
    await writeFile(bad, (await readFile(join(blueprints, 'channel.yaml'), 'utf8')).replace('product:', 'prodcut:'))
    const checked = await run(['blueprint', 'check', bad, '--json'])
    expect(checked.code).toBe(1)
    expect(read<{ faults: { path: string }[] }>(checked).faults.map((it) => it.path)).toContain('prodcut')
    expect((await run(['blueprint', 'check', join(folder, 'none.yaml')])).code).toBe(2)
  })

  test('an embedded database is migrated once, and a server started on it ends at a signal', async () => {
    const data = join(folder, 'data')
    const first = read<{ applied: string[] }>(await run(['migrate', '--data', data, '--json']))
    expect(first.applied.length).toBeGreaterThan(5)
    expect(await run(['migrate', '--data', data])).toMatchObject({ code: 0, out: 'The database is up to date.\n' })
    const child = spawn(process.execPath, [entry, 'start', '--data', data, '--port', '0', '--blueprint', 'channel'], {
      env: environment(),
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const ended = new Promise((done) => child.on('exit', done))
    for (const until = Date.now() + 30_000; !said.includes('Tenantry is ready'); ) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(said)
      await new Promise((next) => setTimeout(next, 50))
    }
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  }, 90_000)
})
