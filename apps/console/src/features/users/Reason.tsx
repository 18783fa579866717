import { Textarea } from '@mantine/core'
import type { ReasonedAct, User } from '@tenantry/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { given } from '../../kit/fields.ts'
import { useReasonFor } from '../policies/index.ts'

/** A sentence why: asked for where a policy wants one, offered elsewhere. */
export function useReason(act: ReasonedAct, user: User, concerned = true) {
  const needed = useReasonFor(act, user.organization.id) && concerned
  const [reason, setReason] = useState('')
  const [missed, setMissed] = useState(false)
  const settled = (go: (because: { reason?: string }) => void) => {
    const why = given(reason)
    setMissed(needed && !why)
    if (!needed || why) go(why ? { reason: why } : {})
  }
  return { reason, setReason, needed, missed: missed && !given(reason), settled }
}

export function ReasonField({ reason, setReason, needed, missed }: ReturnType<typeof useReason>) {
  const { t: k } = useTranslation('kit')
  return (
    <Textarea
      label={needed ? k('reason') : `${k('reason')} (${k('optional')})`}
      required={needed}
      error={missed ? k('field.required') : undefined}
      description={k('reasonHelp')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autosize
      minRows={2}
      maxRows={5}
      maxLength={500}
      value={reason}
      onChange={(event) => setReason(event.currentTarget.value.replace(/\n/g, ' '))}
    />
  )
}
