/**
 * Locks of what has no row that two could wait for: all that the server takes in its transactions, so that no two share a
 * number by accident. Others there are for whole servers and databases (embedded/guard.ts, db/server.ts).
 */
import { sql } from 'kysely'
import { prepared } from './marks.ts'
import type { Tx } from './scope.ts'

const locks = {
  /** One process applies a blueprint at a time; the others wait and then find it done. */
  blueprint: sql`7236, 1`,
  /** The top of the tree is made once. */
  root: sql`7236, 2`,
  /** Held by whoever changes where federated sign-in alone is taken, shared by whoever obeys it. */
  federatedOnly: sql`7236, 3`,
  /** Changes of the rules of sessions stand in one line. The trigger of migration 0022 takes it, too. */
  sessionRules: sql`hashtext('tenantry session rules')`,
} as const
type Lock = keyof typeof locks

/** Until the transaction ends. */
export const lockThe = (tx: Tx, lock: Lock) => sql`select pg_advisory_xact_lock(${locks[lock]})`.execute(prepared(tx))
/** Beside others that share it; against whoever holds it. */
export const shareThe = (tx: Tx, lock: Lock) =>
  sql`select pg_advisory_xact_lock_shared(${locks[lock]})`.execute(prepared(tx))

/** One of a kind, by what tells it from the others. */
export const lockOne = (tx: Tx, kind: 'accounts' | 'invitation', ...key: readonly string[]) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${[kind, ...key].join(' ')}, 0))`.execute(prepared(tx))
