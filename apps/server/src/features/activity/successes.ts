/** A sign-in that succeeded, in its own transaction. */
import type { SignInMethod } from '@tenantry/contract'
import { hashOf } from '../../platform/crypto/keys.ts'
import type { Tx } from '../../platform/db/scope.ts'
import { together } from '../../platform/db/together.ts'
import { newId } from '../../platform/value/ids.ts'
import { browserOf, inWords } from './browser.ts'
import { deviceDays, keptSince, networkOf } from './rules.ts'
import { insertSuccess } from './store.ts'
import { noteDevice } from './store.attempts.ts'

export interface Success {
  readonly identity: string
  readonly user: string
  readonly path: string
  readonly session: string
  readonly methods: readonly SignInMethod[]
  readonly address: string
  readonly userAgent: string | null
}
/** `device`: browser and system in words, where the person is to be told that it was not seen before. */
export async function noteSuccess(tx: Tx, it: Success): Promise<{ device: string | null }> {
  const seen = browserOf(it.userAgent)
  const device = hashOf([it.identity, seen.browser, seen.system, networkOf(it.address)].join('\n'))
  const [, strange] = await together(
    insertSuccess(tx, { ...it, id: newId() }),
    noteDevice(tx, it.identity, device, keptSince(tx.now, deviceDays)),
  )
  return { device: strange ? inWords(seen) : null }
}
