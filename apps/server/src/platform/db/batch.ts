/**
 * Look-ups by key that come at the same time share one statement: while as many as may be are under way, those that
 * arrive wait for the next. Each is still read after it was asked for. Alone a look-up waits for nobody; together they
 * share round trips, and the two processes stop waking each other for every single request (docs/decisions/0008).
 */
import type { Lookup } from './lookup.ts'
import type { Statement } from './pool.ts'
import { Unavailable } from './unavailable.ts'

/** What a batched statement returns: at most one row for the n-th key, counted from 1. */
export interface Numbered {
  readonly n: number
}
/** The row of one key, if there is one. A batched statement takes an array for each of `values`. */
export type LookupOne = <Row extends Numbered>(
  statement: Statement,
  values: readonly unknown[],
) => Promise<Row | undefined>

interface Asked {
  readonly values: readonly unknown[]
  readonly answer: (row: Numbered | undefined) => void
  readonly fail: (error: unknown) => void
}
const mostInBatch = 200
const mostWaiting = 5_000
const mostUnderWay = 4 // one leaves each side waiting for the other, eight make the batches small

export function batched(lookup: Lookup): LookupOne {
  const lines = new Map<string, (asked: Asked) => void>()
  const lineOf = (statement: Statement) => {
    const line = lines.get(statement.name) ?? openLine(lookup, statement)
    lines.set(statement.name, line)
    return line
  }
  return <Row extends Numbered>(statement: Statement, values: readonly unknown[]) =>
    new Promise<Row | undefined>((answer, fail) => {
      // The statement decides the row's shape; whoever names it names the shape with it.
      lineOf(statement)({ values, answer: answer as Asked['answer'], fail })
    })
}

function openLine(lookup: Lookup, statement: Statement): (asked: Asked) => void {
  const waiting: Asked[] = []
  let underWay = 0
  const send = async (batch: readonly Asked[]) => {
    try {
      const columns = batch[0]?.values.map((_, column) => batch.map(({ values }) => values[column])) ?? []
      const rows = await lookup<Numbered>(statement, columns)
      const byNumber = new Map(rows.map((row) => [row.n, row]))
      batch.forEach(({ answer }, index) => answer(byNumber.get(index + 1)))
    } catch (error) {
      for (const { fail } of batch) fail(error)
    } finally {
      underWay -= 1
      next()
    }
  }
  const next = () => {
    while (waiting.length && underWay < mostUnderWay) {
      underWay += 1
      void send(waiting.splice(0, mostInBatch))
    }
  }
  let scheduled = false
  return (asked) => {
    if (waiting.length >= mostWaiting) return asked.fail(new Unavailable('too many look-ups are waiting'))
    waiting.push(asked)
    if (scheduled) return
    scheduled = true
    // After the requests that were read from the sockets together, so that they go together.
    setImmediate(() => {
      scheduled = false
      next()
    })
  }
}
