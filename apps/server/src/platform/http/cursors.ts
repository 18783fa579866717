/** Page cursors: sort values, with a keyed hash over them and over caller, route and filter, so that none fits elsewhere. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { refuseCommon, Refusal } from '../refusal.ts'
import type { Cursor } from '../value/call.ts'

const tagBytes = 12

export function cursorFor(key: Buffer, text: string | undefined, binding: string): Cursor {
  const tagOf = (payload: Buffer) =>
    createHmac('sha256', key).update(binding).update('\0').update(payload).digest().subarray(0, tagBytes)
  const open = (sealed: string): unknown[] => {
    const bytes = Buffer.from(sealed, 'base64url')
    const payload = bytes.subarray(tagBytes)
    if (bytes.length <= tagBytes || !timingSafeEqual(bytes.subarray(0, tagBytes), tagOf(payload))) {
      throw new Refusal(refuseCommon('cursor_invalid'))
    }
    return JSON.parse(payload.toString()) as unknown[] // sealed by us
  }
  return {
    after: text === undefined ? null : open(text),
    seal: (values) => {
      const payload = Buffer.from(JSON.stringify(values))
      return Buffer.concat([tagOf(payload), payload]).toString('base64url')
    },
  }
}
