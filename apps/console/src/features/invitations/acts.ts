import type { Invitation } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useMailNews } from '../profile/index.ts'
import { invitationsKey } from './queries.ts'

const target = ({ id, organization }: Invitation) => ({ organization: organization.id, invitation: id })

function useRefresh() {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: invitationsKey })
    void queries.invalidateQueries({ queryKey: ['organizations', 'list'] })
  }
}

/** Asks nothing first: it can be done again, and harms nobody. */
export function useResend() {
  const { t } = useTranslation('invitations')
  const sentence = useSentence()
  const news = useMailNews()
  const refresh = useRefresh()
  return useAct(
    (invitation: Invitation, intent) =>
      api.invitations.resend(target(invitation), { ...intent, version: invitation.version }),
    {
      done: ({ email }) => {
        refresh()
        toast({ text: news(t('list.resent', { email }), t('list.resentKept', { email })) })
      },
      refused: (error) => {
        refresh()
        toastFailure(sentence(error))
      },
    },
  )
}

export function useCancel(done: () => void) {
  const { t } = useTranslation('invitations')
  const refresh = useRefresh()
  return useAct(
    (invitation: Invitation, intent) =>
      api.invitations.cancel(target(invitation), { ...intent, version: invitation.version }),
    {
      done: ({ email }) => {
        refresh()
        done()
        toast({ text: t('list.cancelled', { email }) })
      },
      refused: refresh,
    },
  )
}
