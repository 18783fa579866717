/**
 * Decides inside a host product, in well under a microsecond: by what one user holds, fetched from the API, and by the
 * very judgement of the server.
 *
 * How fresh it is. Nothing is pushed to it. While it is in use it fetches anew every 100 ms, beside the questions; whatever it
 * answers from was asked of the server less than one second ago (`maxAge` can shorten that, never lengthen it). When it
 * cannot fetch, or the server says that the user is out, it does not decide: `GuardStale`. Treat that as "no".
 */
import { check, type Check, type Grant } from '@tenantry/contract'
import type { Client } from './client.ts'

export interface GuardOptions {
  /** A client that acts as the user whom the guard is about: with their key, or their session. */
  readonly client: Client
  /** Milliseconds after which nothing is decided by what was fetched; at most 1,000, which is what it is unless said otherwise. */
  readonly maxAge?: number
  /** Milliseconds after which a question has the next fetch begun; 100 unless said otherwise. */
  readonly refreshAfter?: number
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
}
export interface Guard {
  /** Answers at once, or throws `GuardStale`: also for an organization that was not asked about before. */
  check(permission: string, organization: string): Check
  /** The same, fetching first where that is needed. */
  decide(permission: string, organization: string): Promise<Check>
  /** Fetches now, so that `check` knows these organizations. */
  prepare(organizations?: readonly string[]): Promise<void>
}

/** There is no answer that is fresh enough; `cause` is what the last fetch failed with, if it failed. */
export class GuardStale extends Error {
  override readonly name = 'GuardStale'
  constructor(cause?: unknown) {
    super('The guard has nothing fresh enough to decide by.', { cause })
  }
}

/** As many organizations as one request may name; of more, those asked about longest ago are forgotten. */
const mostKept = 1_000
interface Fetched {
  /** When the server was asked: what it answered may have changed at any moment after that. */
  readonly askedAt: number
  readonly grants: readonly Grant[]
  /** Null: beyond reach, or there is none. Absent: not asked about. */
  readonly places: ReadonlyMap<string, string | null>
}

export function createGuard({
  client,
  maxAge = 1_000,
  refreshAfter = 100,
  now = () => performance.now(),
}: GuardOptions): Guard {
  if (!(maxAge > 0 && maxAge <= 1_000)) throw new RangeError('maxAge is more than 0 and at most 1,000 milliseconds')
  const wanted = new Set<string>()
  let fetched: Fetched | undefined
  let failure: unknown
  let underWay: Promise<void> | undefined

  async function fetchAll(): Promise<void> {
    const askedAt = now()
    const organizations = [...wanted]
    try {
      const basis = await client.access.basis({ organizations }, { timeout: maxAge })
      const places = new Map<string, string | null>(organizations.map((id) => [id, null]))
      for (const { organization, place } of basis.places) places.set(organization, place)
      const grants = basis.grants.map(({ role, place, permissions }) => ({ role, path: place, permissions }))
      fetched = { askedAt, grants, places }
      failure = undefined
    } catch (error) {
      // A refusal is an answer: the user is out. Without any answer what is there lasts until it is too old.
      if (error instanceof Error && 'code' in error) fetched = undefined
      failure = error
    }
  }
  const refresh = () => (underWay ??= fetchAll().finally(() => (underWay = undefined)))
  function want(organization: string): void {
    wanted.delete(organization) // to the end of the line
    wanted.add(organization)
    if (wanted.size > mostKept) for (const oldest of wanted) return void wanted.delete(oldest)
  }
  /** Undefined where there is nothing fresh to decide by. */
  function answer(permission: string, organization: string): Check | undefined {
    const age = fetched ? now() - fetched.askedAt : Number.POSITIVE_INFINITY
    if (age >= refreshAfter) void refresh()
    const place = fetched && age < maxAge ? fetched.places.get(organization) : undefined
    return place === undefined || !fetched ? undefined : check(fetched.grants, permission, place)
  }
  return {
    check(permission, organization) {
      const answered = answer(permission, organization)
      if (answered) return answered
      want(organization)
      throw new GuardStale(failure)
    },
    async decide(permission, organization) {
      const answered = answer(permission, organization)
      if (answered) return answered
      want(organization)
      await underWay // begun before this organization was wanted
      await refresh()
      const second = answer(permission, organization)
      if (second) return second
      throw new GuardStale(failure)
    },
    async prepare(organizations = []) {
      for (const organization of organizations) want(organization)
      await underWay
      await refresh()
      if (!fetched || now() - fetched.askedAt >= maxAge) throw new GuardStale(failure)
    },
  }
}
