import type { User } from '@tenantry/contract'
import { useLevel } from '../installation/index.ts'
import { useMay } from '../organizations/index.ts'
import { useMe } from '../profile/index.ts'

/** May the scope of this user be changed, and is there another one? At the lowest level the home is the only place. */
export function useMayScope(user: User, place: string) {
  const me = useMe()
  const may = useMay(place)
  const { below } = useLevel(user.organization.level)
  return user.id !== me.id && may('users.move') && below !== undefined
}
