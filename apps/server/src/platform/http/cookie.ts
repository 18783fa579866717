/**
 * The session cookie. `__Host-` binds it to this very host and to HTTPS; plain HTTP on loopback cannot carry that name.
 * Browsers keep cookies by host and not by port, so there the port is in the name: two installations on one machine do
 * not sign each other out.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { newToken } from '../crypto/keys.ts'
import type { BrowserBinding, Cookie } from '../value/call.ts'

export interface CookieShape {
  readonly name: string
  readonly secure: boolean
}
export const cookieFor = (publicUrl: URL): CookieShape =>
  publicUrl.protocol === 'https:'
    ? { name: '__Host-tenantry', secure: true }
    : { name: `tenantry-${publicUrl.port || '80'}`, secure: false }

/** Beside it: the cookie of a browser in which somebody signed in before. It opens nothing. */
export const knownOf = ({ name, secure }: CookieShape): CookieShape => ({ name: `${name}-known`, secure })
/** Beside it: the cookie of a browser that is remembered, which outlives sessions. */
export const rememberedOf = ({ name, secure }: CookieShape): CookieShape => ({ name: `${name}-device`, secure })

const token = /^[A-Za-z0-9_-]{43}$/

/** The cookie's secret if there is one of the right form; two cookies of one name are none. */
export function tokenIn(request: FastifyRequest, { name }: CookieShape): string | null {
  const header = request.headers.cookie
  if (!header || header.length > 8_192) return null
  const values = header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : []
  })
  const [only] = values
  return values.length === 1 && only !== undefined && token.test(only) ? only : null
}

export const cookieOn = (reply: FastifyReply, shape: CookieShape): Cookie => {
  const attributes = `Path=/; HttpOnly; SameSite=Strict${shape.secure ? '; Secure' : ''}`
  return {
    set: (value, expiresAt) =>
      void reply.header('set-cookie', `${shape.name}=${value}; ${attributes}; Expires=${expiresAt.toUTCString()}`),
    clear: () => void reply.header('set-cookie', `${shape.name}=; ${attributes}; Max-Age=0`),
  }
}

const bound = 3_600 // seconds, counted anew each time something begins
/** Kept when something else begins in another tab, so that both can end. */
export function bindingOn(request: FastifyRequest, reply: FastifyReply, shape: CookieShape): BrowserBinding {
  const name = `${shape.name}-browser`
  const secret = tokenIn(request, { ...shape, name })
  return {
    secret,
    bind: () => {
      const value = secret ?? newToken().token
      const attributes = `Path=/; HttpOnly; SameSite=Strict${shape.secure ? '; Secure' : ''}; Max-Age=${bound}`
      void reply.header('set-cookie', `${name}=${value}; ${attributes}`)
      return value
    },
  }
}
