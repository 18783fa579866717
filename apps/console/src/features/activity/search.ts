import { SignInMethod, SignInResult } from '@tenantry/contract'

export const periods = [1, 7, 30, 90] as const
/** Days that are shown unless somebody asks for others. */
export const usualPeriod = 30

export interface SignInsSearch {
  user?: string
  result?: SignInResult
  method?: SignInMethod
  /** The last so many days: `7d`. */
  period?: `${(typeof periods)[number]}d`
}

export function signInsSearch(raw: Record<string, unknown>): SignInsSearch {
  const user = typeof raw['user'] === 'string' && /^usr_[0-9a-f]{32}$/.test(raw['user']) ? raw['user'] : undefined
  const result = SignInResult.enum.find((it) => it === raw['result'])
  const method = SignInMethod.enum.find((it) => it === raw['method'])
  const period = periods.map((days) => `${days}d` as const).find((it) => it === raw['period'])
  return { ...(user && { user }), ...(result && { result }), ...(method && { method }), ...(period && { period }) }
}
export const daysOf = ({ period }: SignInsSearch): number => (period ? Number.parseInt(period, 10) : usualPeriod)
