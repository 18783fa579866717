import { devices } from '@tenantry/contract'
import { grant, refusals, type Ruling } from '../../platform/refusal.ts'
import type { Mark } from '../../platform/value/mark.ts'

/** Of one person, by factors of one kind; with another one the oldest is forgotten. */
export const mostDevices = 50
const refuse = refusals(devices.remember)

/** A remembered device cannot vouch for another one, nor does a provider. */
export function mayRemember(days: number, shown: Mark | null): Ruling<Mark> {
  if (days === 0) return refuse('remembering_off')
  return shown ? grant(shown) : refuse('factor_not_shown')
}
export const deviceEnd = (now: Date, days: number): Date => new Date(now.getTime() + days * 86_400_000)
export const existed = (forgotten: number): Ruling =>
  forgotten ? grant(undefined) : refusals(devices.forget)('device_unknown')
