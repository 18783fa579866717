/**
 * Password hashes as they are stored, ours and those brought along from other systems: read, and verified only where
 * their parameters are affordable. A stored hash that asks for more is refused, not obeyed.
 */
import { verify } from '@node-rs/argon2'
import { pbkdf2, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'

/** What our own hashes cost. The library's enum of algorithms is a const enum, which type stripping cannot read: 2 is argon2id. */
export const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }

const most = { memory: 131_072, passes: 10, lanes: 16, bcrypt: 14, iterations: 2_000_000, length: 512 } as const
type Check = (password: string) => Promise<boolean>

const argon =
  /^\$argon2(id|i|d)\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$[A-Za-z0-9+/]{11,128}\$[A-Za-z0-9+/]{16,172}$/
const bcrypt = /^\$2[abxy]\$(\d{2})\$[./A-Za-z0-9]{53}$/
const pbkdf = /^\$pbkdf2-(sha1|sha256|sha512)\$(?:i=)?(\d{1,9})\$([A-Za-z0-9+/.]{8,128})\$([A-Za-z0-9+/.]{16,172})$/
const scryptHash = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/.]{8,128})\$([A-Za-z0-9+/.]{16,172})$/

/** How to check a password against a stored hash; null where its format is unknown, or more than the server will spend. */
export function checkOf(stored: string): Check | null {
  if (stored.length > most.length) return null
  return argonCheck(stored) ?? bcryptCheck(stored) ?? pbkdfCheck(stored) ?? scryptCheck(stored)
}
/** Not one of ours, or cheaper than ours are by now: to be hashed again when its password is known. */
export function isOutdated(stored: string): boolean {
  const [, kind, memory, passes, lanes] = argon.exec(stored) ?? []
  if (kind !== 'id') return true
  return Number(memory) < cost.memoryCost || Number(passes) < cost.timeCost || Number(lanes) !== cost.parallelism
}
/** Of another system, which may not have brought what was typed into one form. */
export const isForeign = (stored: string): boolean => !stored.startsWith('$argon2id$')

function argonCheck(stored: string): Check | null {
  const [found, , memory, passes, lanes] = argon.exec(stored) ?? []
  if (found === undefined) return null
  const affordable = Number(memory) <= most.memory && Number(passes) <= most.passes && Number(lanes) <= most.lanes
  return affordable ? (password) => verify(stored, password) : null
}
function bcryptCheck(stored: string): Check | null {
  const rounds = Number(bcrypt.exec(stored)?.[1] ?? Infinity)
  return rounds <= most.bcrypt ? (password) => elsewhere(password, stored) : null
}
function pbkdfCheck(stored: string): Check | null {
  const [, digest = '', iterations, salt = '', hash = ''] = pbkdf.exec(stored) ?? []
  if (!digest || Number(iterations) > most.iterations || Number(iterations) < 1) return null
  const expected = bytes(hash)
  return async (password) =>
    timingSafeEqual(
      await promisify(pbkdf2)(password, bytes(salt), Number(iterations), expected.length, digest),
      expected,
    )
}
function scryptCheck(stored: string): Check | null {
  const [, ln, r, p, salt = '', hash = ''] = scryptHash.exec(stored) ?? []
  if (!hash) return null
  const options: ScryptOptions = { N: 2 ** Number(ln), r: Number(r), p: Number(p), maxmem: (most.memory + 1024) * 1024 }
  const memory = (128 * 2 ** Number(ln) * Number(r)) / 1024
  if (memory > most.memory || Number(ln) < 1 || Number(r) < 1 || Number(p) < 1 || Number(p) > most.lanes) return null
  const expected = bytes(hash)
  const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)
  return async (password) => timingSafeEqual(await derive(password, bytes(salt), expected.length, options), expected)
}

/** passlib writes '.' where others write '+'. */
const bytes = (text: string): Buffer => Buffer.from(text.replaceAll('.', '+'), 'base64')

/** bcryptjs counts in JavaScript, 300 ms at cost 12: on a thread of its own, so that nobody else waits for it. */
const elsewhere = (password: string, stored: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const source = `const { parentPort, workerData: it } = require('node:worker_threads')
      import(it.module).then(({ default: { compareSync } }) => parentPort.postMessage(compareSync(it.password, it.stored)))`
    const workerData = { module: import.meta.resolve('bcryptjs'), password, stored }
    const worker = new Worker(source, { eval: true, workerData, execArgv: [] })
    worker.once('message', (right: unknown) => resolve(right === true))
    worker.once('error', reject)
    worker.once('exit', () => resolve(false)) // only where it ended without an answer
  })
