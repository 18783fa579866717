/** Hashes of other systems are read and affordable ones verified; what asks for too much, or for nothing known, is not. */
import { hash } from '@node-rs/argon2'
import { hashSync } from 'bcryptjs'
import { pbkdf2Sync, scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkOf, cost, isOutdated } from './hash-formats.ts'
import { createHasher } from './hashing.ts'

const password = 'quiet-otter-lantern-93'
const salt = Buffer.from('a salt of 16 byt')
const base = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
const argon2i = { algorithm: 1 } // the library’s const enum cannot be read here
const formats = {
  'bcrypt of other systems': hashSync(password, 6),
  'bcrypt with the letter y': hashSync(password, 6).replace('$2b$', '$2y$'),
  'pbkdf2, SHA-256': `$pbkdf2-sha256$i=1000$${base(salt)}$${base(pbkdf2Sync(password, salt, 1000, 32, 'sha256'))}`,
  'pbkdf2 as passlib writes it': `$pbkdf2-sha512$1000$${base(salt).replaceAll('+', '.')}$${base(pbkdf2Sync(password, salt, 1000, 64, 'sha512')).replaceAll('+', '.')}`,
  scrypt: `$scrypt$ln=10,r=8,p=1$${base(salt)}$${base(scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 }))}`,
  'cheaper argon2id': await hash(password, { ...cost, memoryCost: 8192, timeCost: 1 }),
  argon2i: await hash(password, { ...cost, ...argon2i, memoryCost: 8192 }),
}

test.each(Object.entries(formats))(
  'PS36: %s: the right password is right, a wrong one wrong, and it is to be renewed',
  async (_, stored) => {
    const hasher = createHasher()
    expect(await hasher.verify(stored, password)).toBe(true)
    expect(await hasher.verify(stored, `${password}!`)).toBe(false)
    expect(isOutdated(stored)).toBe(true)
  },
)

test('PS36: our own hashes of today stay as they are, and the form in which letters are typed does not matter', async () => {
  const hasher = createHasher()
  const stored = await hasher.hash('schöne-otter-lantern')
  expect(isOutdated(stored)).toBe(false)
  expect(await hasher.verify(stored, 'schöne-otter-lantern'.normalize('NFD'))).toBe(true)
})

test.each([
  '$argon2id$v=19$m=262144,t=2,p=1$c29tZXNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  '$argon2id$v=19$m=19456,t=99,p=1$c29tZXNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  `$2b$31$${'a'.repeat(53)}`,
  `$pbkdf2-sha256$i=999999999$${base(salt)}$${base(salt)}`,
  `$scrypt$ln=30,r=8,p=1$${base(salt)}$${base(salt)}`,
  `$pbkdf2-md5$i=1000$${base(salt)}$${base(salt)}`,
  '5f4dcc3b5aa765d61d8327deb882cf99',
  'x'.repeat(10_000),
])('a stored hash that costs too much, or is of no known kind, is not tried: %s', (stored) => {
  expect(checkOf(stored)).toBeNull()
})

test('P5: what does not fit the queue is refused at once, with when to come again', async () => {
  const hasher = createHasher(1)
  const all = await Promise.allSettled(Array.from({ length: 130 }, () => hasher.verify(null, password)))
  const refused = all.filter((it) => it.status === 'rejected')
  expect(refused.length).toBeGreaterThan(20)
  expect(refused[0]?.reason).toMatchObject({ refused: { code: 'busy', status: 503, details: { retryAfter: 2 } } })
})

test('P5: whoever would wait for long does not even get in, and who leaves makes room for one', () => {
  const hasher = createHasher(1)
  const inside = Array.from({ length: 101 }, () => hasher.enter())
  expect(() => hasher.enter()).toThrow(expect.objectContaining({ refused: expect.objectContaining({ code: 'busy' }) }))
  inside[0]?.()
  expect(hasher.enter()).toBeTypeOf('function')
  expect(() => hasher.enter()).toThrow()
})
