import type { RefusalCode } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useSentence } from './sentences.ts'

/** A refusal in words beside the field it belongs to; what belongs to none stays whole. */
export function useBeside<F extends string>(error: Error | null, places: Partial<Record<RefusalCode, F>>) {
  const sentence = useSentence()
  const field = error instanceof ApiError ? places[error.code] : undefined
  return {
    at: (name: F) => (error && field === name ? sentence(error) : undefined),
    rest: field ? null : error,
  }
}
