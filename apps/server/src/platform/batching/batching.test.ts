/** What is collected and written together: nothing is lost by a write that fails, and nothing written twice at once. */
import { expect, test } from 'vitest'
import { presenceWith } from '../../features/activity/index.ts'
import type { Transact } from '../db/scope.ts'
import { batchingOf } from './batching.ts'
import { lineOf } from './line.ts'
import { newestOf } from './newest.ts'

const silent = { every: 60_000, onError: () => undefined }
/** Fails as often as is said, and keeps what it was given otherwise. */
function disk<T>(failures: number) {
  const written: T[] = []
  let left = failures
  const write = async (batch: readonly T[]) => {
    await Promise.resolve()
    left -= 1
    if (left >= 0) throw new Error('away')
    written.push(...batch)
  }
  return { write, written }
}

test('a batch that could not be written is kept and written later: of each key the newest, which may have come meanwhile', async () => {
  const { write, written } = disk<readonly [string, number]>(1)
  const uses = newestOf({ ...silent, write })
  uses.note('b', 2)
  uses.note('a', 1)
  const failing = uses.flush()
  uses.note('b', 3)
  await expect(failing).rejects.toThrow('away')
  expect([uses.newest('a'), uses.newest('b')]).toEqual([1, 3])
  await uses.flush()
  expect(written).toEqual([
    ['a', 1],
    ['b', 3],
  ])
  expect(uses.newest('a')).toBeUndefined()
})

test('in a line each counts and keeps its place, also behind a write that failed; what is too much is left out', async () => {
  const { write, written } = disk<number>(1)
  const line = lineOf({ ...silent, write, most: 5, atOnce: 2 })
  for (const n of [1, 2, 3]) line.add(n)
  await expect(line.flush()).rejects.toThrow('away')
  for (const n of [4, 5, 6]) line.add(n)
  await line.flush()
  expect(written).toEqual([1, 2, 3, 4, 5])
})

test('who was there is not forgotten because the database was away, and not written again within a minute', async () => {
  let failures = 1
  let written = 0
  const transact = (async () => {
    await Promise.resolve()
    failures -= 1
    if (failures >= 0) throw new Error('away')
    written += 1
  }) as unknown as Transact
  const at = new Date()
  const presence = presenceWith({ transact, now: () => at, onTrouble: () => undefined })
  presence.note('ada', at)
  await expect(presence.flush()).rejects.toThrow('away')
  await presence.flush()
  expect(written).toBe(1)
  presence.note('ada', new Date(at.getTime() + 59_000))
  await presence.flush()
  expect(written).toBe(1)
  presence.note('ada', new Date(at.getTime() + 60_000))
  await presence.flush()
  expect(written).toBe(2)
})

test('it is written one at a time, by itself, and once more on the way down; what goes wrong then is told', async () => {
  let [underWay, most, times] = [0, 0, 0]
  const told: unknown[] = []
  const batching = batchingOf(
    async () => {
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise((next) => setTimeout(next, 3))
      underWay -= 1
      times += 1
      if (times === 5) throw new Error('away')
    },
    { every: 1, onError: (error) => void told.push(error) },
  )
  await Promise.all([batching.flush(), batching.flush()])
  expect([times, most]).toEqual([2, 1])
  batching.start()
  await expect.poll(() => told.length).toBe(1)
  await batching.stop()
  const after = times
  await new Promise((next) => setTimeout(next, 10))
  expect([times, most]).toEqual([after, 1])
})
