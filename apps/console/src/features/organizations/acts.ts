import type { Organization } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useShowOrganization, type Subject } from './queries.ts'

export const overtaken = (error: Error | null) => error instanceof ApiError && error.code === 'version_differs'

interface About {
  subject: Subject
  reason?: string | undefined
}
const given = ({ reason }: About) => (reason ? { reason } : {})

/**
 * What follows every act: the organization as it is now is shown everywhere, also where the act was refused. `alone`:
 * there is no dialog that shows a refusal.
 */
function useFollowed<I extends About>(done: (now: Organization, input: I) => void, alone = false) {
  const show = useShowOrganization()
  const queries = useQueryClient()
  const sentence = useSentence()
  return {
    done: (now: Organization, input: I) => {
      show(now)
      done(now, input)
    },
    refused: (error: Error) => {
      void queries.invalidateQueries({ queryKey: ['organizations'] })
      if (alone) toastFailure(sentence(error))
    },
  }
}

/** Without `done`: from a toast, to take a suspension back. */
export function useResume(done?: () => void) {
  const { t } = useTranslation('organizations')
  const follow = useFollowed(({ name }) => {
    done?.()
    toast({ text: t('resume.done', { name }) })
  }, !done)
  return useAct(
    (about: About, intent) =>
      api.organizations.resume(
        { organization: about.subject.id, ...given(about) },
        { ...intent, version: about.subject.version },
      ),
    follow,
  )
}

export function useSuspend(done: () => void) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const resume = useResume()
  const follow = useFollowed((subject) => {
    done()
    const undo = { label: k('undo'), run: () => resume.mutate({ subject }) }
    toast({ text: t('suspend.done', { name: subject.name }), action: undo })
  })
  return useAct(
    (about: About, intent) =>
      api.organizations.suspend(
        { organization: about.subject.id, ...given(about) },
        { ...intent, version: about.subject.version },
      ),
    follow,
  )
}

export function useRestore(done?: () => void) {
  const { t } = useTranslation('organizations')
  const follow = useFollowed(({ name }) => {
    done?.()
    toast({ text: t('restore.done', { name }) })
  }, !done)
  return useAct(
    (about: About, intent) =>
      api.organizations.restore(
        { organization: about.subject.id, ...given(about) },
        { ...intent, version: about.subject.version },
      ),
    follow,
  )
}

interface Removal extends About {
  confirm: string
}

export function useRemove(done: () => void) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const restore = useRestore()
  const follow = useFollowed<Removal>((subject) => {
    done()
    const undo = { label: k('undo'), run: () => restore.mutate({ subject }) }
    toast({ text: t('remove.done', { name: subject.name }), action: undo })
  })
  return useAct(
    (removal: Removal, intent) =>
      api.organizations.remove(
        { organization: removal.subject.id, confirm: removal.confirm, ...given(removal) },
        { ...intent, version: removal.subject.version },
      ),
    follow,
  )
}

interface Move extends About {
  to: string
}

export function useMove(done: () => void) {
  const { t } = useTranslation('organizations')
  const follow = useFollowed<Move>((moved) => {
    done()
    toast({ text: t('move.done', { name: moved.name, parent: moved.ancestors.at(-1)?.name ?? '' }) })
  })
  return useAct(
    (move: Move, intent) =>
      api.organizations.move(
        { organization: move.subject.id, to: move.to, ...given(move) },
        { ...intent, version: move.subject.version },
      ),
    follow,
  )
}

export function useSetTier(done: () => void) {
  const { t } = useTranslation('organizations')
  const follow = useFollowed<About & { tier: string | null }>(({ name }) => {
    done()
    toast({ text: t('tier.done', { name }) })
  })
  return useAct(
    ({ subject, tier }: About & { tier: string | null }, intent) =>
      api.organizations.setTier({ organization: subject.id, tier }, { ...intent, version: subject.version }),
    follow,
  )
}
