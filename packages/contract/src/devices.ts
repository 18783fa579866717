/** Browsers that a person trusts: there the password is enough for some days, where the policy `mfa.remember_days` allows it. */
import Type, { type Static } from 'typebox'
import { route } from './route.ts'
import { DeviceId, Instant, Nothing, Nullable, Strict } from './values.ts'

export const Device = Strict({
  id: DeviceId,
  /** The request at hand came from it. */
  current: Type.Boolean(),
  createdAt: Instant,
  lastUsedAt: Nullable(Instant),
  address: Nullable(Type.String()),
  userAgent: Nullable(Type.String()),
})
export type Device = Static<typeof Device>

const mine = { access: 'member', byKey: 'refused' } as const
export const devices = {
  /** Then the newest first. By a provider's word alone: what was remembered on it. */
  list: route({
    ...mine,
    method: 'GET',
    path: '/me/devices',
    summary: 'One’s own remembered devices, those that count here first (at most 50)',
    returns: Strict({ items: Type.Array(Device) }),
    refuses: {},
  }),
  /** After a second factor was shown in this session; sets a cookie of its own. */
  remember: route({
    ...mine,
    fresh: true,
    method: 'POST',
    path: '/me/devices',
    summary: 'Remember this device',
    returns: Nothing,
    status: 204,
    refuses: { remembering_off: 409, factor_not_shown: 409 },
  }),
  forget: route({
    ...mine,
    method: 'DELETE',
    path: '/me/devices/{device}',
    summary: 'Forget one of one’s own remembered devices',
    params: Strict({ device: DeviceId }),
    returns: Nothing,
    status: 204,
    refuses: { device_unknown: 404 },
  }),
  forgetAll: route({
    ...mine,
    method: 'DELETE',
    path: '/me/devices',
    summary: 'Forget all of one’s own remembered devices',
    returns: Strict({ forgotten: Type.Integer() }),
    refuses: {},
  }),
}
