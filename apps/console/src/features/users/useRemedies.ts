import type { Remedy, User } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useReasonFor } from '../policies/index.ts'
import { useMailNews } from '../profile/index.ts'
import { useFlag, useReactivate, useRestore, useUnlock } from './acts.ts'
import { usersKey } from './queries.ts'
import type { Question } from './UserActions.tsx'

interface Found {
  organization: string
  user: User | null
  invitation: { id: string; organization: string } | null
  onAsk: (question: Question) => void
  onClose: () => void
}
/** What each remedy does; null where there is nobody to do it to. */
export function useRemedies({
  organization,
  user,
  invitation,
  onAsk,
  onClose,
}: Found): Record<Remedy, (() => void) | null> {
  const navigate = useNavigate()
  const reasoned = useReasonFor('reactivate_user', user?.organization.id ?? organization)
  const [unlock, reactivate, restore, flag] = [useUnlock(), useReactivate(), useRestore(), useFlag()]
  const resend = useResendInvitation()
  const withUser = (act: (it: User) => void) => (user ? () => act(user) : null)
  return {
    unlock: withUser((it) => unlock.mutate(it)),
    restore: withUser((it) => restore.mutate(it)),
    reactivate: withUser((it) => (reasoned ? onAsk({ user: it, about: 'reactivation' }) : reactivate.mutate(it))),
    allow_password: withUser((it) => flag.mutate({ user: it, flag: 'federatedOnly', value: false })),
    send_reset: withUser((it) => onAsk({ user: it, about: 'reset' })),
    resend_invitation: invitation && (() => resend.mutate(invitation)),
    invite: () => {
      onClose()
      void navigate({ to: '/o/$organization/invites', params: { organization }, search: { invite: true } })
    },
  }
}

function useResendInvitation() {
  const { t } = useTranslation('users')
  const news = useMailNews()
  const sentence = useSentence()
  const queries = useQueryClient()
  return useAct(
    ({ id, organization }: { id: string; organization: string }, intent) =>
      api.invitations.resend({ organization, invitation: id }, intent),
    {
      done: ({ email }) => {
        toast({ text: news(t('diagnosis.resent', { email }), t('diagnosis.resentKept', { email })) })
        void queries.invalidateQueries({ queryKey: usersKey })
      },
      refused: (error) => toastFailure(sentence(error)),
    },
  )
}
