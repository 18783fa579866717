import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { tidyWhenIdle } from './memory.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what starting up left behind is collected once nobody asks for anything, and once only', () => {
  const collect = vi.fn()
  let share = 0.5
  tidyWhenIdle(collect, () => share)
  vi.advanceTimersByTime(60_000)
  expect(collect).not.toHaveBeenCalled()
  share = 0.001
  vi.advanceTimersByTime(2_000)
  expect(collect).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60_000)
  expect(collect).toHaveBeenCalledTimes(1)
})

test('a server that stops collects nothing any more', () => {
  const collect = vi.fn()
  const stop = tidyWhenIdle(collect, () => 0)
  stop()
  vi.advanceTimersByTime(60_000)
  expect(collect).not.toHaveBeenCalled()
})
