/** P4: signing in with the right password, beside what the processors can hash at all. */
import { hash, verify } from '@node-rs/argon2'
import { availableParallelism } from 'node:os'
import pg from 'pg'
import { cost } from '../apps/server/src/platform/crypto/hash-formats.ts'
import { connections, throughput } from './client.ts'
import { median, quantile, round, spreadOf, type Told } from './figures.ts'
import type { Bench, Context } from './installation.ts'
import { signInBySql } from './p4/sql.ts'
import { signers, signInFrom } from './signers.ts'

const rounds = 3
const seconds = 4
const workers = Math.max(1, availableParallelism() - 1)

export const bench: Bench = { id: 'P4', run }

async function run({ installation, say }: Context): Promise<Told> {
  const it = await installation()
  const people = await signers(it.admin, 500)
  const server = await it.serve([], { TRUSTED_PROXIES: '127.0.0.1/32' })
  const { ask, close } = connections(workers)
  const sql = new pg.Client({ ...it.app, user: 'postgres', pipeline: true }) // as the server's own connections
  await sql.connect()
  const stored = await hash('quiet-otter-lantern-93', cost)
  const rates: { hash: number[]; signIn: number[] } = { hash: [], signIn: [] }
  const beyond: number[] = []
  const plain: number[] = []
  let failures = 0
  const signIn = async (n: number): Promise<number> => {
    const who = n % people.length
    const { status, ms } = await signInFrom(ask, server.base, people[who] ?? '', who, true)
    if (status !== 201) failures += 1
    return ms
  }
  try {
    for (let n = 0; n < 20; n += 1) await signIn(n)
    for (let n = 1; n <= rounds; n += 1) {
      rates.hash.push(
        await throughput(workers, seconds, async () => void (await verify(stored, 'quiet-otter-lantern-93'))),
      )
      rates.signIn.push(await throughput(workers, seconds, async (at) => void (await signIn(at))))
      // One after the other: what a sign-in takes beside its hash.
      const [alone, hashes]: [number[], number[]] = [[], []]
      for (let at = 0; at < 40; at += 1) {
        const begin = performance.now()
        await verify(stored, 'quiet-otter-lantern-93')
        hashes.push(performance.now() - begin)
        alone.push(await signIn(at))
      }
      beyond.push(median(alone) - median(hashes))
      plain.push(median(await bySql(sql, people)))
    }
  } finally {
    close()
    await sql.end()
    await server.stop()
  }
  say(
    `P4: ${rates.signIn.map(Math.round).join(', ')} sign-ins and ${rates.hash.map(Math.round).join(', ')} hashes per second`,
  )
  const ratios = rates.signIn.map((one, n) => one / (rates.hash[n] ?? Number.NaN))
  return {
    results: [
      {
        id: 'P4',
        what: `sign-ins per second, ${workers} at a time`,
        value: round(median(rates.signIn)),
        baseline: round(median(rates.hash)),
        ratio: round(median(ratios)),
        target: 'at least 0.9 of hash',
        met: failures === 0 && median(ratios) >= 0.9,
        spread: spreadOf(ratios),
        note: failures ? `${failures} sign-ins failed` : 'spread is of the ratio',
      },
      {
        id: 'P4.beyond',
        what: 'sign-in beyond its hash, median in ms (the same reads and rows by plain SQL, without HTTP)',
        value: round(median(beyond)),
        baseline: round(median(plain)),
        ratio: round(median(beyond) / median(plain)),
        target: 'at most 2 ms',
        met: quantile(beyond, 0.5) <= 2,
        spread: spreadOf(beyond),
      },
    ],
  }
}

/** Milliseconds of each, one after the other. */
async function bySql(client: pg.Client, people: readonly string[]): Promise<number[]> {
  const took: number[] = []
  for (let n = 0; n < 40; n += 1) {
    const begin = performance.now()
    await signInBySql(client, people[n % people.length] ?? '')
    took.push(performance.now() - begin)
  }
  return took
}
