import type { Permission } from '@tenantry/contract'
import { useInstallation } from '../installation/index.ts'
import { useMe } from '../profile/index.ts'
import type { Subject } from './queries.ts'
import type { Question } from './Questions.tsx'

/**
 * What may be done to one organization, as far as this page can know: rights, its standing, and that nobody stops the
 * organization they belong to. A move is offered where the level above has more than one organization to choose from.
 */
export function useOffers() {
  const me = useMe()
  const { levels, tiers } = useInstallation()
  const depth = (level: string) => levels.findIndex(({ key }) => key === level)
  return ({ id, level, standing }: Subject, may: (permission: Permission) => boolean): Question['about'][] => {
    const own = id === me.organization.id
    const deleted = standing === 'deleted'
    const offers: Record<Question['about'], boolean> = {
      edit: !deleted && may('organizations.update'),
      tier: !deleted && !own && tiers.length > 0 && may('organizations.set_tier'),
      move: !deleted && !own && depth(level) - depth(me.organization.level) > 1 && may('organizations.move'),
      suspend: standing === 'active' && !own && may('organizations.suspend'),
      resume: standing === 'suspended' && may('organizations.suspend'),
      remove: !deleted && !own && may('organizations.delete'),
      restore: deleted && may('organizations.delete'),
    }
    return (Object.keys(offers) as Question['about'][]).filter((about) => offers[about])
  }
}
