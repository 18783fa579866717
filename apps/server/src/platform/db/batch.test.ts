import { expect, test } from 'vitest'
import { batched, type Numbered } from './batch.ts'
import type { Lookup } from './lookup.ts'

interface Row extends Numbered {
  readonly name: string
}
const statement = { name: 's', text: '' }
/** Answers every name but "nobody", the last one first, and notes how many were asked for together. */
function people(sizes: number[], fails = () => false): Lookup {
  const answer = async (_: unknown, [names]: unknown[]) => {
    const asked = names as string[]
    sizes.push(asked.length)
    await new Promise((next) => setTimeout(next, 5))
    if (fails()) throw new Error('away')
    return asked.flatMap((name, i) => (name === 'nobody' ? [] : [{ n: i + 1, name }])).reverse()
  }
  return answer as Lookup
}

test('everybody gets their own row, in whatever order the rows come, and nobody gets another’s', async () => {
  const sizes: number[] = []
  const find = batched(people(sizes))
  const names = Array.from({ length: 500 }, (_, i) => (i % 7 ? `p${i}` : 'nobody'))
  const rows = await Promise.all(names.map((name) => find<Row>(statement, [name])))
  expect(rows.map((row) => row?.name ?? 'nobody')).toEqual(names)
  expect(Math.max(...sizes)).toBe(200)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(500)
})

test('a batch that fails fails for those in it, and the next one is asked again', async () => {
  let away = true
  const find = batched(people([], () => away))
  const first = await Promise.allSettled(['a', 'b'].map((name) => find<Row>(statement, [name])))
  expect(first.map((it) => it.status)).toEqual(['rejected', 'rejected'])
  away = false
  expect(await find<Row>(statement, ['c'])).toMatchObject({ name: 'c' })
})

test('more than five thousand that wait are refused at once, not kept', async () => {
  const find = batched(people([]))
  const all = await Promise.allSettled(Array.from({ length: 5_100 }, (_, i) => find<Row>(statement, [`p${i}`])))
  const refused = all.filter((it) => it.status === 'rejected')
  expect(refused).toHaveLength(100)
  expect(refused[0]).toMatchObject({ reason: { name: 'Unavailable' } })
})
