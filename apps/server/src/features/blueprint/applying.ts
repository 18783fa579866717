/** Planning and applying, for the server's own file at its start and for whoever does it over the API. */
import type { Blueprint, BlueprintObstacle, BlueprintPlan } from '@tenantry/contract'
import { createHash } from 'node:crypto'
import { lockThe } from '../../platform/db/locks.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { rootPath } from '../../platform/value/reach.ts'
import { canonical, changesBetween } from './rules.changes.ts'
import { obstaclesTo } from './rules.ts'
import * as store from './store.ts'
import { usesOf } from './store.uses.ts'

export const digestOf = (it: Blueprint) => createHash('sha256').update(canonical(it)).digest('hex')

/** The file at the server's start cannot be put in force: nothing was changed. */
export class BlueprintBlocked extends Error {
  override readonly name = 'BlueprintBlocked'
  constructor(obstacles: readonly BlueprintObstacle[]) {
    const list = obstacles.map((it) => `  ${it.summary}`).join('\n')
    super(`The blueprint does not fit what is there. Nothing was changed.\n${list}`)
  }
}

/** How many organizations set what a setting could not be any more, by its key: what the settings feature knows is handed in. */
export type UnfitSettings = (tx: Tx, before: Blueprint, after: Blueprint) => Promise<ReadonlyMap<string, number>>

export async function planOn(
  tx: Tx,
  before: store.InForce | undefined,
  after: Blueprint,
  unfitSettings?: UnfitSettings,
): Promise<BlueprintPlan> {
  const digest = digestOf(after)
  const whole = { name: after.name, base: before?.digest ?? null, digest }
  if (before?.digest === digest) return { ...whole, changes: [], obstacles: [] }
  const keeping = after.roles.filter((role) => role.administrator).map((role) => role.key)
  const uses = await usesOf(tx, keeping)
  const old = before?.document ?? null
  const unfit = old ? await unfitSettings?.(tx, old, after) : undefined
  return { ...whole, changes: changesBetween(old, after, uses.roles, unfit), obstacles: obstaclesTo(old, after, uses) }
}

/** Roles that go wait for whoever is giving them, so that what is counted afterwards stays true. */
export async function lockFor(tx: Tx, after: Blueprint): Promise<store.InForce | undefined> {
  await lockThe(tx, 'blueprint')
  const before = await store.newest(tx)
  const gone = before ? goneFrom(before.document, after) : []
  if (gone.length) await store.lockRoles(tx, gone)
  return before
}
const goneFrom = (before: Blueprint, after: Blueprint) =>
  before.roles.map((role) => role.key).filter((key) => !after.roles.some((role) => role.key === key))

/** After {@link lockFor} and a plan without obstacles. */
export async function putInForce(
  tx: Tx,
  before: store.InForce | undefined,
  after: Blueprint,
  rootId: string,
  source: store.InForce['source'],
): Promise<void> {
  const digest = digestOf(after)
  await store.putRoles(tx, after.roles)
  const gone = before ? goneFrom(before.document, after) : []
  if (gone.length) await store.retireRoles(tx, gone)
  await store.keep(tx, after, digest, source)
  await tx.record('blueprint.applied', {
    at: { id: rootId, path: rootPath },
    target: { kind: 'installation', id: rootId },
    ...(before && { before: { blueprint: before.document.name, digest: before.digest } }),
    after: { blueprint: after.name, digest },
  })
}

/**
 * At a server's start: its file is put in force when nothing is, or when the file is another than the one before. What
 * was applied over the API since stays. True when something was changed.
 */
export async function followFile(tx: Tx, file: Blueprint, rootId: string): Promise<boolean> {
  const before = await lockFor(tx, file)
  const digest = digestOf(file)
  if ((await store.lastFromFile(tx)) === digest) return false
  if (before?.digest === digest) {
    await store.keep(tx, file, digest, 'file') // the same was applied over the API before: remembered, nothing changes
    return false
  }
  const { obstacles } = await planOn(tx, before, file)
  if (obstacles.length) throw new BlueprintBlocked(obstacles)
  await putInForce(tx, before, file, rootId, 'file')
  return true
}
