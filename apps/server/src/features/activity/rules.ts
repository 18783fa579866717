import type { SignInResult } from '@tenantry/contract'

const day = 86_400_000
/** Sign-ins before this moment are gone, whether they were removed already or not. */
export const keptSince = (now: Date, days: number): Date => new Date(now.getTime() - days * day)

/** The first of the days that a chart shows: whole days, no more than are kept. */
export function firstDay(now: Date, days: number, kept: number): Date {
  const today = Math.floor(now.getTime() / day)
  return new Date((today - Math.min(days, kept + 1) + 1) * day)
}

export interface Standing {
  readonly status: string
  readonly federated_only: boolean
  readonly joining: boolean
  readonly stopped: boolean
}
/** Why an account opened no session although what was shown was right. */
export function resultAt(result: SignInResult, { status, federated_only, joining, stopped }: Standing): SignInResult {
  if (result !== 'refused') return result
  if (status !== 'active') return 'refused_inactive'
  if (stopped) return 'refused_stopped'
  if (joining) return 'refused_unconfirmed'
  return federated_only ? 'refused_federated_only' : 'refused'
}

/** A provider gives its customers other addresses all the time, of the same network: an IPv4 /24, an IPv6 /48. */
export function networkOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)?.[1]
  if (v4 !== undefined) return v4
  const [head = ''] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  return head.split(':').slice(0, 3).join(':')
}
/** How long a device is known that is not used. */
export const deviceDays = 90
