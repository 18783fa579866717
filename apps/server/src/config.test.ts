import { expect, test } from 'vitest'
import { readConfig, WrongConfig } from './config.ts'

const refused = (env: Record<string, string>, args: string[] = []): string => {
  try {
    readConfig(args, env)
  } catch (error) {
    if (error instanceof WrongConfig) return error.message
    throw error
  }
  throw new Error('this configuration should have been refused')
}

test('nothing has to be configured, and then only this machine reaches the server', () => {
  const config = readConfig([], {})
  expect([config.blueprint, config.port, config.host]).toEqual(['backoffice', 3000, '127.0.0.1'])
  expect(config.publicUrl.href).toBe('http://localhost:3000/')
})

test('the command line wins over the environment', () => {
  const config = readConfig(['--port', '4000', '--blueprint', 'mine.yaml'], { PORT: '5000', BLUEPRINT: 'backoffice' })
  expect([config.port, config.blueprint, config.publicUrl.port]).toEqual([4000, 'mine.yaml', '4000'])
})

test('a public address opens the server to the outside', () => {
  expect(readConfig([], { PUBLIC_URL: 'https://admin.example.com' }).host).toBe('0.0.0.0')
  expect(readConfig([], { PUBLIC_URL: 'https://admin.example.com', HOST: '127.0.0.1' }).host).toBe('127.0.0.1')
  expect(readConfig([], { PUBLIC_URL: 'http://acme.localhost:3000' }).host).toBe('127.0.0.1')
})

const wrong: [string, Record<string, string>][] = [
  ['PORT', { PORT: 'http' }],
  ['PORT', { PORT: '70000' }],
  ['OPS_PORT', { OPS_PORT: '-1' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'admin.example.com' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'ftp://admin.example.com' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'http://admin.example.com' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://example.com/admin' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://localhost/x' }],
  ['DATABASE_DIRECT_URL', { DATABASE_DIRECT_URL: 'localhost' }],
  ['DATABASE_OWNER_URL', { DATABASE_OWNER_URL: 'localhost' }],
  ['SMTP_URL', { SMTP_URL: 'mail.example.com' }],
  ['SMTP_URL', { SMTP_URL: 'smtp://' }],
  ['MAIL_FROM', { MAIL_FROM: 'Backoffice' }],
  ['SECRET_KEY', { SECRET_KEY: 'c2hvcnQ=' }],
  ['TRUSTED_PROXIES', { TRUSTED_PROXIES: 'everybody' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
]
test.each(wrong)('a wrong %s is named, with what it should be (%o)', (name, env) => {
  const sentence = refused(env)
  expect(sentence).toContain(name)
  expect(sentence).toMatch(/ should be .+\.$/)
  for (const value of Object.values(env)) expect(sentence).not.toContain(`"${value}"`)
})

test('an unknown word on the command line is refused', () => {
  expect(refused({}, ['--prot', '1'])).toContain('--prot')
})
