const key = 'tenantry.places'

export interface Recent {
  id: string
  name: string
}

const isRecent = (one: unknown): one is Recent =>
  typeof one === 'object' &&
  one !== null &&
  'id' in one &&
  'name' in one &&
  typeof one.id === 'string' &&
  typeof one.name === 'string'

/** Organizations one was in lately, on this browser; the newest first. */
export function recentPlaces(person: string): Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(`${key}.${person}`) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isRecent) : []
  } catch {
    // Not ours, or cut off: forgotten rather than in the way.
    return []
  }
}

export function rememberPlace(person: string, { id, name }: Recent) {
  const others = recentPlaces(person).filter((place) => place.id !== id)
  localStorage.setItem(`${key}.${person}`, JSON.stringify([{ id, name }, ...others].slice(0, 6)))
}
