/** The installation's secret where SECRET_KEY does not give one: made once, kept beside the database, readable by the owner only. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export async function secretIn(folder: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'secret.key')
  const existing = await read(path)
  if (existing) return existing
  // Written aside and linked into place: of two starts one wins, and no half-written key is ever read.
  const aside = `${path}.${process.pid}`
  await writeFile(aside, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true })
  await link(aside, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(aside)
  const made = await read(path)
  if (!made) throw new Error(`cannot read ${path}`)
  return made
}

async function read(path: string): Promise<Buffer | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32) throw new Error(`${path} does not hold 32 bytes in base64; restore it from a backup`)
  return key
}
