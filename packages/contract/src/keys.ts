/** API keys: one's own sessions for programs. Whatever ends a user ends them. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { Instant, KeyId, KeyName, Nothing, Nullable, Strict } from './values.ts'

export const Key = Strict({
  id: KeyId,
  name: Type.String(),
  createdAt: Instant,
  expiresAt: Instant,
  /** The request at hand was sent with it. */
  current: Type.Boolean(),
})
export type Key = Static<typeof Key>

export const keys = {
  list: route({
    method: 'GET',
    path: '/me/keys',
    access: 'member',
    summary: 'One’s own API keys, newest first (at most 20)',
    returns: Strict({ items: Type.Array(Key) }),
    refuses: {},
  }),
  /** The secret is shown in this answer and never again. */
  create: route({
    method: 'POST',
    path: '/me/keys',
    access: 'member',
    byKey: 'refused',
    fresh: true,
    summary: 'Create an API key that acts as oneself',
    body: Strict({
      name: KeyName,
      /** Days until it expires; 90 unless said otherwise. */
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 90 })),
    }),
    returns: Strict({
      ...Key.properties,
      /** `tnt_` and 43 characters. Null where an Idempotency-Key repeats the answer: what is shown once is not kept. */
      secret: Nullable(Type.String()),
    }),
    status: 201,
    refuses: { keys_full: 409 },
  }),
  /** A key may end itself and no other. */
  revoke: route({
    method: 'DELETE',
    path: '/me/keys/{key}',
    access: 'member',
    summary: 'Revoke one of one’s own API keys',
    params: Strict({ key: KeyId }),
    returns: Nothing,
    status: 204,
    refuses: { key_unknown: 404 },
  }),
}
