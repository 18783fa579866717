/** What every call carries, read from the request once. */
import { Language } from '@tenantry/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Transact, Tx } from '../db/scope.ts'
import { refuseCommon, Refusal } from '../refusal.ts'
import type { Actor, Authority } from '../value/actor.ts'
import type { Call } from '../value/call.ts'
import { cookieOn, type CookieShape } from './cookie.ts'
import { cursorFor } from './cursors.ts'

/** What app.ts hands to the HTTP layer. */
export interface Doorway {
  readonly now: () => Date
  readonly authority: Authority<Tx>
  readonly transact: Transact
  readonly cookie: CookieShape
  readonly cursorKey: Buffer
  readonly fingerprintKey: Buffer
}

export const callFrom =
  (doorway: Doorway, request: FastifyRequest, reply: FastifyReply, now: Date) =>
  (actor: Actor | null): Call => {
    // Most calls need none of the getters, and a session check has some 20 microseconds for everything.
    const { headers } = request
    return {
      now,
      requestId: request.id,
      expects: versionOf(headers['if-match']),
      get address() {
        return request.ip
      },
      get userAgent() {
        return headers['user-agent']?.slice(0, 300) ?? null
      },
      get language() {
        return languageOf(headers['accept-language'])
      },
      get cookie() {
        return cookieOn(reply, doorway.cookie)
      },
      get cursor() {
        const { cursor, limit: _, ...filter } = request.query as { cursor?: string; limit?: number }
        const binding = JSON.stringify([actor?.user, request.routeOptions.url, request.params, filter])
        return cursorFor(doorway.cursorKey, cursor, binding)
      },
    }
  }

/** The first language of Accept-Language that the product speaks. */
function languageOf(header: string | undefined): Language {
  const asked = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
  return asked.find((it): it is Language => Language.enum.some((known) => known === it)) ?? 'en'
}

/** `"7"` or `*`; anything else can match nothing. */
function versionOf(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null
  const digits = /^"(\d{1,9})"$/.exec(header.trim())?.[1]
  if (digits === undefined) throw new Refusal(refuseCommon('version_differs'))
  return Number(digits)
}
