/** On the way to a provider the page is left; what it was about is kept in this tab, and is no secret. */
const key = 'tenantry-departure'

export interface Departure {
  readonly purpose: 'sign_in' | 'own'
  /** A path of this console. */
  readonly next: string
  /** The connection to sign in through at once, where an invitation was accepted by it. */
  readonly enters?: string | undefined
}
export function depart(departure: Departure, url: string): void {
  sessionStorage.setItem(key, JSON.stringify(departure))
  window.location.assign(url)
}
const isOwnPath = (path: unknown): path is string => typeof path === 'string' && /^\/(?![/\\])/.test(path)
export function departed(): Departure {
  const usual = { purpose: 'sign_in', next: '/' } as const
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Departure>
    return {
      purpose: kept.purpose === 'own' ? 'own' : 'sign_in',
      next: isOwnPath(kept.next) ? kept.next : '/',
      enters: typeof kept.enters === 'string' ? kept.enters : undefined,
    }
  } catch {
    return usual
  }
}
