const notes = ['ended', 'out', 'reset'] as const

export interface SignInSearch {
  /** Where to go afterwards: a path of this console. */
  next?: string
  note?: (typeof notes)[number]
  /** The connection a link of an organization leads through. */
  connection?: string
}

/** A path of this console only: `//host` and `/\host` would lead elsewhere. */
export const isOwnPath = (path: unknown): path is string => typeof path === 'string' && /^\/(?![/\\])/.test(path)

const isConnection = (id: unknown): id is string => typeof id === 'string' && /^con_[0-9a-f]{32}$/.test(id)

export function signInSearch({ next, note, connection }: Record<string, unknown>): SignInSearch {
  const known = notes.find((one) => one === note)
  return {
    ...(isOwnPath(next) ? { next } : {}),
    ...(known ? { note: known } : {}),
    ...(isConnection(connection) ? { connection } : {}),
  }
}
