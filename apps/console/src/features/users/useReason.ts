import type { ReasonedAct, User } from '@tenantry/contract'
import { useState } from 'react'
import { given } from '../../kit/fields.ts'
import { useReasonFor } from '../policies/index.ts'

/** A sentence why: asked for where a policy wants one, offered elsewhere. `field`: for the field in which it is written. */
export function useReason(act: ReasonedAct, user: User, concerned = true) {
  const needed = useReasonFor(act, user.organization.id) && concerned
  const [reason, setReason] = useState('')
  const [missed, setMissed] = useState(false)
  const settled = (go: (because: { reason?: string }) => void) => {
    const why = given(reason)
    setMissed(needed && !why)
    if (!needed || why) go(why ? { reason: why } : {})
  }
  return { field: { value: reason, onChange: setReason, needed, missed: missed && !given(reason) }, settled }
}
