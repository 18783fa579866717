import type { User } from '@tenantry/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { fullName } from '../../kit/Person.tsx'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useReasonFor } from '../policies/index.ts'
import { useMailNews } from '../profile/index.ts'
import { useShowUser, usersKey } from './queries.ts'

const target = (user: User) => ({ organization: user.organization.id, user: user.id })

/** A refused act in a row: the sentence, and the row as it really is. */
function useRefused() {
  const sentence = useSentence()
  const queries = useQueryClient()
  return (error: Error) => {
    toastFailure(sentence(error))
    void queries.invalidateQueries({ queryKey: usersKey })
  }
}

interface RoleChange {
  user: User
  role: string
  reason?: string
}

/** Only what needs no reason is taken back by one click. */
export function useChangeRole(organization: string, done?: () => void) {
  const reasoned = useReasonFor('change_role', organization)
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const show = useShowUser()
  const refused = useRefused()
  const act = useAct(
    ({ user, role, reason }: RoleChange, intent) =>
      api.users.changeRole(
        { ...target(user), role, ...(reason ? { reason } : {}) },
        { ...intent, version: user.version },
      ),
    {
      done: (user, { user: before }) => {
        show(user)
        done?.()
        toast({
          text: t('roleChanged', { name: fullName(user), role: user.role.label }),
          ...(reasoned ? {} : { action: { label: k('undo'), run: () => act.mutate({ user, role: before.role.key }) } }),
        })
      },
      refused,
    },
  )
  return act
}

export function useReactivate() {
  const { t } = useTranslation('users')
  const show = useShowUser()
  const refused = useRefused()
  return useAct((user: User, intent) => api.users.reactivate(target(user), { ...intent, version: user.version }), {
    done: (user) => {
      show(user)
      toast({ text: t('reactivated', { name: fullName(user) }) })
    },
    refused,
  })
}

/** They come back deactivated. */
export function useRestore() {
  const { t } = useTranslation('users')
  const show = useShowUser()
  const refused = useRefused()
  return useAct((user: User, intent) => api.users.restore(target(user), { ...intent, version: user.version }), {
    done: (user) => {
      show(user)
      toast({ text: t('restored', { name: fullName(user) }) })
    },
    refused,
  })
}

/** From the dialog that asks for a reason, which shows a refusal itself. */
export function useReactivateFor(done: () => void) {
  const { t } = useTranslation('users')
  const show = useShowUser()
  return useAct(
    ({ user, reason }: { user: User; reason?: string }, intent) =>
      api.users.reactivate({ ...target(user), ...(reason ? { reason } : {}) }, { ...intent, version: user.version }),
    {
      done: (user) => {
        show(user)
        done()
        toast({ text: t('reactivated', { name: fullName(user) }) })
      },
    },
  )
}

/** The dialog shows a refusal itself. */
export function useDeactivate(organization: string, done: () => void) {
  const reasoned = useReasonFor('reactivate_user', organization)
  const { t } = useTranslation('users')
  const { t: k } = useTranslation('kit')
  const show = useShowUser()
  const reactivate = useReactivate()
  return useAct(
    ({ user, reason }: { user: User; reason?: string }, intent) =>
      api.users.deactivate({ ...target(user), ...(reason ? { reason } : {}) }, { ...intent, version: user.version }),
    {
      done: (user) => {
        show(user)
        done()
        toast({
          text: t('deactivated', { name: fullName(user) }),
          ...(reasoned ? {} : { action: { label: k('undo'), run: () => reactivate.mutate(user) } }),
        })
      },
    },
  )
}

export function useSendReset(done: () => void) {
  const { t } = useTranslation('users')
  const news = useMailNews()
  const queries = useQueryClient()
  return useAct((user: User, intent) => api.passwords.sendReset(target(user), intent), {
    done: (_, { email }) => {
      done()
      void queries.invalidateQueries({ queryKey: usersKey })
      toast({ text: news(t('resetSent', { email }), t('resetKept', { email })) })
    },
  })
}

interface FlagChange {
  user: User
  flag: 'mfaRequired' | 'federatedOnly'
  value: boolean
}
export function useFlag() {
  const { t } = useTranslation('users')
  const show = useShowUser()
  const refused = useRefused()
  return useAct(
    ({ user, flag, value }: FlagChange, intent) => {
      const options = { ...intent, version: user.version }
      return flag === 'mfaRequired'
        ? api.users.requireMfa({ ...target(user), mfaRequired: value }, options)
        : api.users.forceFederated({ ...target(user), federatedOnly: value }, options)
    },
    {
      done: (user) => {
        show(user)
        toast({ text: t('saved', { name: fullName(user) }) })
      },
      refused,
    },
  )
}

export function useUnlock() {
  const queries = useQueryClient()
  const { t } = useTranslation('users')
  const refused = useRefused()
  return useAct((user: User, intent) => api.users.unlock(target(user), intent), {
    done: (_, user) => {
      void queries.invalidateQueries({ queryKey: usersKey })
      toast({ text: t('unlocked', { name: fullName(user) }) })
    },
    refused,
  })
}

/** The dialog shows a refusal itself. */
export function useRemove(done: () => void) {
  const { t } = useTranslation('users')
  const queries = useQueryClient()
  return useAct(
    ({ user, reason }: { user: User; reason?: string }, intent) =>
      api.users.remove({ ...target(user), ...(reason ? { reason } : {}) }, { ...intent, version: user.version }),
    {
      done: (_, { user }) => {
        done()
        void queries.invalidateQueries({ queryKey: usersKey })
        toast({ text: t('removed', { name: fullName(user) }) })
      },
    },
  )
}
