import { useMay } from '../organizations/index.ts'
import { useRules } from '../policies/index.ts'

/** May users be made here without an invitation: by permission, and by the policy about how people come in? */
export function useMayCreate(organization: string): boolean {
  const modes = useRules(organization)['onboarding.modes']
  const may = useMay(organization)
  return may('users.create') && (modes === undefined || modes.some((it) => it !== 'link'))
}
