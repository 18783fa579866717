import type { Role } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'

export interface Draft {
  label: string
  description: string
  permissions: string[]
  levels: string[]
  assigns: string[]
}

/** A role acts on whoever holds it with their next request: lists of users and what one may do oneself look different now. */
function useReload() {
  const queries = useQueryClient()
  return () => {
    for (const part of ['roles', 'users', 'me']) void queries.invalidateQueries({ queryKey: [part] })
  }
}

export function useSaveRole(organization: string, done: () => void, refused: (error: Error) => void) {
  const { t } = useTranslation('roles')
  const reload = useReload()
  return useAct(
    ({ role, draft }: { role: Role | undefined; draft: Draft }, intent) =>
      role
        ? api.roles.update({ organization, customRole: role.key, ...draft }, { ...intent, version: role.version })
        : api.roles.create({ organization, ...draft }, intent),
    {
      done: ({ label }, { role }) => {
        reload()
        done()
        toast({ text: t(role ? 'own.changed' : 'own.created', { label }) })
      },
      refused: (error) => {
        reload()
        refused(error)
      },
    },
  )
}

export function useRemoveRole(organization: string, done: () => void) {
  const { t } = useTranslation('roles')
  const reload = useReload()
  return useAct((role: Role, intent) => api.roles.remove({ organization, customRole: role.key }, intent), {
    done: (_, { label }) => {
      reload()
      done()
      toast({ text: t('own.removed', { label }) })
    },
  })
}
