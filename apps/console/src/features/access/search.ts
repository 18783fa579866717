export interface AccessSearch {
  permission?: string
}
/** Anything that has the form of a permission; whether there is one of that name is for the API to say. */
export const accessSearch = ({ permission }: Record<string, unknown>): AccessSearch =>
  typeof permission === 'string' && /^[a-z_]+\.[a-z_]+$/.test(permission) ? { permission } : {}
