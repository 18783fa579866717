const notes = ['ended', 'out', 'reset'] as const

export interface SignInSearch {
  /** Where to go afterwards: a path of this console. */
  next?: string
  note?: (typeof notes)[number]
}

/** A path of this console only: `//host` and `/\host` would lead elsewhere. */
export const isOwnPath = (path: unknown): path is string => typeof path === 'string' && /^\/(?![/\\])/.test(path)

export function signInSearch({ next, note }: Record<string, unknown>): SignInSearch {
  const known = notes.find((one) => one === note)
  return { ...(isOwnPath(next) ? { next } : {}), ...(known ? { note: known } : {}) }
}
