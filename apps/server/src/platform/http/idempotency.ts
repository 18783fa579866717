/**
 * Idempotency-Key: the first call's answer is written in the call's own transaction, so act and answer are kept
 * together or not at all. A repeated key waits for the first (unique index), then gets its answer again.
 */
import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Tx } from '../db/scope.ts'
import { Unavailable } from '../db/unavailable.ts'
import { refuseCommon, Refusal } from '../refusal.ts'
import type { Kept } from '../value/call.ts'

export interface Repeatable {
  readonly key: string
  /** Over method, address and body: the same key must mean the same act. */
  readonly fingerprint: Buffer
}
/** Keyed: a body may hold a password, and this is kept in the database. */
const fingerprintOf = (key: Buffer, method: string, url: string, body: unknown): Buffer =>
  createHmac('sha256', key)
    .update(`${method} ${url}\n${JSON.stringify(body) ?? ''}`)
    .digest()

/** Runs `act` once per key; its answer must be what JSON says of it. What it hands on aside is not kept. */
export async function once<T, A>(
  tx: Tx,
  user: string,
  repeatable: Repeatable,
  act: () => Promise<Kept<T, A>>,
): Promise<Kept<T, A | null>> {
  const { key, fingerprint } = repeatable
  const inserted = await tx
    .insertInto('idempotency_keys')
    .values({ user_id: user, key, fingerprint, created_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (!inserted.numInsertedOrUpdatedRows) {
    const first = await recall(tx, user, repeatable) // waited for the first, which has committed
    if (!first) throw new Unavailable('the first answer to this key was swept away just now')
    return { answer: first.answer as T, aside: null }
  }
  const done = await act()
  await tx
    .updateTable('idempotency_keys')
    .set({ body: sql`${JSON.stringify(done.answer ?? null)}::jsonb` })
    .where('user_id', '=', user)
    .where('key', '=', key)
    .execute()
  return done
}

/** The answer that this key was given before, if it was; refused when it was another act. */
export async function recall(
  tx: Tx,
  user: string,
  { key, fingerprint }: Repeatable,
): Promise<{ answer: unknown } | null> {
  const first = await tx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'body'])
    .where('user_id', '=', user)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!first) return null
  if (!first.fingerprint.equals(fingerprint)) throw new Refusal(refuseCommon('idempotency_key_reused'))
  return { answer: first.body }
}

/** From the Idempotency-Key of a call that changes something; null where there is none. */
export function repeatableOf(request: FastifyRequest, fingerprintKey: Buffer): Repeatable | null {
  const key = request.headers['idempotency-key']
  if (request.method === 'GET' || typeof key !== 'string') return null
  if (!/^[\x21-\x7e]{1,100}$/.test(key)) {
    const field = { path: 'headers.idempotency-key', code: 'pattern', message: '1 to 100 visible ASCII characters.' }
    throw new Refusal(refuseCommon('validation_failed', { fields: [field] }))
  }
  return { key, fingerprint: fingerprintOf(fingerprintKey, request.method, request.url, request.body) }
}
