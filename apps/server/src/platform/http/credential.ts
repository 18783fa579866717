/** What a request identifies itself by: the session cookie of a browser, or the API key of a program. Never both. */
import type { FastifyRequest } from 'fastify'
import { refuseCommon, Refusal } from '../refusal.ts'
import { tokenIn, type CookieShape } from './cookie.ts'

const key = /^Bearer +(tnt_[A-Za-z0-9_-]{43})$/i
const bearer = /^Bearer(?: |$)/i

/** Other schemes are somebody else's: a proxy in front may ask for a password of its own. */
const bearsKey = ({ headers }: FastifyRequest): boolean => bearer.test(headers.authorization ?? '')

/** The secret that the database knows by its hash; null when there is none of the right form. */
export function credentialOf(request: FastifyRequest, cookie: CookieShape): string | null {
  const session = tokenIn(request, cookie)
  if (!bearsKey(request)) return session
  // Which of the two was meant is not for the server to guess.
  if (session !== null) throw new Refusal(refuseCommon('credentials_twice'))
  return key.exec(request.headers.authorization ?? '')?.[1] ?? null
}
