import type { User } from '@tenantry/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'

/** Below the users': whatever changes a user asks for these again, too. */
const pendingKey = ['users', 'address'] as const
const of = (user: User) => ({ organization: user.organization.id, user: user.id })

/** The address that was asked for somebody, or for oneself, and is not confirmed. */
export const usePending = (user: User | null) =>
  useQuery({
    queryKey: [...pendingKey, user?.id ?? 'own'],
    queryFn: ({ signal }) => (user ? api.addresses.show(of(user), { signal }) : api.addresses.showOwn({}, { signal })),
  }).data?.pending

export function useCancelChange(user: User | null) {
  const { t } = useTranslation('addresses')
  const sentence = useSentence()
  const queries = useQueryClient()
  const again = () => void queries.invalidateQueries({ queryKey: ['users'] })
  return useAct(
    (_: null, intent) => (user ? api.addresses.cancel(of(user), intent) : api.addresses.cancelOwn({}, intent)),
    {
      done: () => {
        again()
        toast({ text: t('pending.cancelled') })
      },
      refused: (error) => {
        again()
        toastFailure(sentence(error))
      },
    },
  )
}
/** A change was asked for just now. */
export function useAsked() {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: pendingKey })
}
