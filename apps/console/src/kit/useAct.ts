import { ApiError } from '@tenantry/sdk'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { passing } from './api.ts'
import { askForProof } from './proof.ts'

interface Intent {
  idempotencyKey: string
}
interface Follow<I, O> {
  done?: (answer: O, input: I) => void
  refused?: (error: Error, input: I) => void
}

/**
 * An act of the person. Its Idempotency-Key belongs to the intent: trying the same again after no answer repeats the
 * key, so it is not done twice; after a definite answer the next try is a new intent. What takes a fresh proof of
 * identity is done once more, as a new intent, after the person has shown one.
 */
export function useAct<I, O>(act: (input: I, intent: Intent) => Promise<O>, follow: Follow<I, O> = {}) {
  const open = useRef<{ content: string; key: string } | null>(null)
  return useMutation<O, Error, I>({
    mutationFn: async (input) => {
      const content = JSON.stringify(input) ?? ''
      if (open.current?.content !== content) open.current = { content, key: crypto.randomUUID() }
      try {
        return await act(input, { idempotencyKey: open.current.key })
      } catch (error) {
        const unproved = error instanceof ApiError && error.code === 'proof_required'
        if (!unproved || !(await askForProof())) throw error
        open.current = { content, key: crypto.randomUUID() }
        return act(input, { idempotencyKey: open.current.key })
      }
    },
    onSuccess: (answer, input) => {
      open.current = null
      follow.done?.(answer, input)
    },
    onError: (error, input) => {
      if (error instanceof ApiError && !passing(error)) open.current = null
      follow.refused?.(error, input)
    },
  })
}
