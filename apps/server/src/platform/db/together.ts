import { isBehindAnother } from './unavailable.ts'

/**
 * Statements of one transaction that do not need one another's answers: sent at once, carried out in the order in which
 * they were called, for nothing on their way to the connection waits. Ends when all have ended, so that none outlives the
 * transaction, and fails as the first of them did: not as those that came behind it, which say no more than that it had failed
 * (and which alone would be no reason to try again).
 */
export async function together<T extends readonly unknown[]>(...all: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(all)
  const failed = results.filter((it) => it.status === 'rejected').map((it): unknown => it.reason)
  if (failed.length) throw failed.find((it) => !isBehindAnother(it)) ?? failed[0]
  return results.map((it) => (it as PromiseFulfilledResult<unknown>).value) as unknown as T
}
