/**
 * Statements of one transaction that do not need one another's answers: sent at once, carried out in the order in which
 * they were called, for nothing on their way to the connection waits. Ends when all have ended, so that none outlives the
 * transaction, and fails as the first of them did.
 */
export async function together<T extends readonly unknown[]>(...all: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(all)
  for (const it of results) if (it.status === 'rejected') throw it.reason
  return results.map((it) => (it as PromiseFulfilledResult<unknown>).value) as unknown as T
}
