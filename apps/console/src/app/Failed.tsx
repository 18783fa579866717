import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { PageRefusal } from '../kit/PageRefusal.tsx'

/** A page that could not be loaded, with a way to try again. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const { reset: forget } = useQueryErrorResetBoundary()
  const retry = () => {
    forget()
    reset()
    void router.invalidate()
  }
  return <PageRefusal error={error instanceof Error ? error : new Error(String(error))} retry={retry} />
}
