/** The command line: its words, keys and profiles, the blueprint, and what needs no server. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine, entry, read, type Ask, type CommandLine } from '../../server/test/command-line.ts'
import { freePort } from '../../server/test/processes.ts'
import { goodPassword } from '../../server/test/world.ts'

const blueprints = fileURLToPath(new URL('../../../blueprints/', import.meta.url))
let line: CommandLine
beforeAll(async () => {
  line = await commandLine()
})
afterAll(() => line.stop())
const run: CommandLine['run'] = (...it) => line.run(...it)
const start: CommandLine['run'] = (...it) => line.start(...it)
const platform: Ask = (...it) => line.platform(...it)
const boss: Ask = (...it) => line.boss(...it)
const clerk: Ask = (...it) => line.clerk(...it)

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
    const away = await start(['whoami'], {
      TENANTRY_URL: `http://127.0.0.1:${await freePort()}`,
      TENANTRY_KEY: line.keys.platform,
    })
    expect(away).toMatchObject({ code: 4, out: '', err: 'The server did not answer: ECONNREFUSED.\n' })
  })

  test('what a server says steers no terminal and turns no text around', async () => {
    const title = 'No\u001b]0;gone\u0007 \u202enoitacol'
    const answer = {
      code: 'unheard_of',
      title,
      requestId: '\u009b2J',
      fields: [{ path: 'body.x', message: '\u001b[2J' }],
    }
    const server = createServer((_, reply) => {
      reply.writeHead(409, { 'content-type': 'application/problem+json' }).end(JSON.stringify(answer))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const refused = await run(['whoami'], {
      TENANTRY_URL: `http://127.0.0.1:${port}`,
      TENANTRY_KEY: line.keys.platform,
    })
    server.close()
    expect(refused.err.split('\n')).toEqual([
      'No\ufffd]0;gone\ufffd \ufffdnoitacol',
      '  x: \ufffd[2J',
      '  (unheard_of, request \ufffd2J)',
      '',
    ])
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
    const help = await start(['--help'])
    expect(help).toMatchObject({ code: 0, err: '' })
    for (const command of ['start', 'migrate', 'blueprint', 'org', 'user', 'invite', 'whoami', 'why', 'who', 'login'])
      expect(help.out).toContain(`\n  ${command}`)
  })

  test('names cannot steer the terminal', async () => {
    await line.world.database.query(
      `update users set first_name = E'\\x1b[31mRed' || chr(8238) where email = 'clerk@acme.test'`,
    )
    const shown = await boss('user show clerk@acme.test')
    expect(shown.code).toBe(0)
    // eslint-disable-next-line no-control-regex -- the very characters that must not come out
    expect(shown.out).not.toMatch(/[\u001b\u202e]/)
    expect(shown.out).toContain('[31mRed')
    await line.world.database.query(`update users set first_name = 'clerk' where email = 'clerk@acme.test'`)
  })
})

describe('a key and its profile', () => {
  test('login keeps a key that only its owner can read, whoami uses it, logout revokes it', async () => {
    const login = await start(
      ['login', line.world.baseUrl, '--email', 'boss@acme.test', '--password-stdin', '--days', '7'],
      {},
      `${goodPassword}\n`,
    )
    expect(login).toMatchObject({ code: 0 })
    expect(login.out + login.err).not.toMatch(/tnt_/)
    expect((await stat(line.profiles)).mode & 0o777).toBe(0o600)
    const { profiles } = JSON.parse(await readFile(line.profiles, 'utf8')) as {
      profiles: Record<string, { key: string }>
    }
    const secret = profiles['default']?.key ?? ''
    expect(secret).toMatch(/^tnt_/)
    const me = read<{ email: string; url: string }>(await start(['whoami', '--json']))
    expect(me).toMatchObject({ email: 'boss@acme.test', url: line.world.baseUrl })
    expect((await run(['profiles'])).out).toContain('default')
    expect(await run(['logout'])).toMatchObject({
      code: 0,
      out: 'The key of profile "default" is revoked and forgotten.\n',
    })
    expect((await run(['whoami'])).code).toBe(2)
    expect((await run(['whoami'], { TENANTRY_URL: line.world.baseUrl, TENANTRY_KEY: secret })).code).toBe(3)
  })

  test('a key from the console is taken from the input, and several servers are kept apart by name', async () => {
    expect((await run(['login', line.world.baseUrl, '--name', 'clerk', '--key-stdin'], {}, line.keys.clerk)).code).toBe(
      0,
    )
    expect(
      (await run(['login', line.world.baseUrl, '--name', 'root', '--key-stdin'], {}, line.keys.platform)).code,
    ).toBe(0)
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
    expect(
      (await run(['whoami'], { TENANTRY_URL: 'http://admin.example.com', TENANTRY_KEY: line.keys.platform })).err,
    ).toContain('unencrypted')
  })

  test('a profile file that others can read is refused', async () => {
    expect(
      (await run(['login', line.world.baseUrl, '--name', 'shown', '--key-stdin'], {}, line.keys.platform)).code,
    ).toBe(0)
    await chmod(line.profiles, 0o644)
    const refused = await run(['whoami'])
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.err).toContain('chmod 600')
    await chmod(line.profiles, 0o600)
  })

  test('a wrong password and a key that is none end in words', async () => {
    const wrong = await run(['login', line.world.baseUrl, '--email', 'boss@acme.test', '--password-stdin'], {}, 'no')
    expect(wrong).toMatchObject({ code: 3 })
    expect(wrong.err).toContain('E-mail address or password is not right')
    expect((await run(['login', line.world.baseUrl, '--key-stdin'], {}, 'nonsense')).code).toBe(2)
    expect((await run(['login', line.world.baseUrl])).err).toContain('give --email')
  })
})

describe('the blueprint', () => {
  test('is exported, planned and applied; twice changes nothing, and one that would orphan people is refused', async () => {
    const mine = join(line.folder, 'mine.yaml')
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
    expect(await start(['blueprint', 'check', join(blueprints, 'channel.yaml')])).toMatchObject({ code: 0, err: '' })
    const bad = join(line.folder, 'bad.yaml')
    await writeFile(bad, (await readFile(join(blueprints, 'channel.yaml'), 'utf8')).replace('product:', 'prodcut:'))
    const checked = await start(['blueprint', 'check', bad, '--json'])
    expect(checked.code).toBe(1)
    expect(read<{ faults: { path: string }[] }>(checked).faults.map((it) => it.path)).toContain('prodcut')
    expect((await start(['blueprint', 'check', join(line.folder, 'none.yaml')])).code).toBe(2)
  })

  test('an embedded database is migrated once, and a server started on it ends at a signal', async () => {
    const data = join(line.folder, 'data')
    const first = read<{ applied: string[] }>(await start(['migrate', '--data', data, '--json']))
    expect(first.applied.length).toBeGreaterThan(5)
    expect(await start(['migrate', '--data', data])).toMatchObject({ code: 0, out: 'The database is up to date.\n' })
    const child = spawn(process.execPath, [entry, 'start', '--data', data, '--port', '0', '--blueprint', 'channel'], {
      env: line.environment(),
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
