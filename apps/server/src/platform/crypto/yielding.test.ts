import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { cost } from './hash-formats.ts'
import { yieldWhileHashing } from './yielding.ts'

test.runIf(process.platform === 'linux')(
  'a sandbox that sets no priorities is told of, and stops no start',
  async () => {
    await hash('so that the threads are there', cost)
    const told: unknown[] = []
    const refused = new Error('EPERM')
    yieldWhileHashing(
      (error) => void told.push(error),
      () => {
        throw refused
      },
    )
    expect(told).toEqual([refused])
  },
)
