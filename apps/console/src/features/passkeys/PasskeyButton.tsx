import { Button } from '@mantine/core'
import type { Me } from '@tenantry/contract'
import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from '@simplewebauthn/browser'
import { IconFingerprint } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useAct } from '../../kit/useAct.ts'
import { showPasskey } from './browser.ts'
import { PasskeyFault } from './PasskeyFault.tsx'
import { PasskeysElsewhere, usePasskeys } from './PasskeysElsewhere.tsx'

/** Before the challenge is over, a new one is asked for. */
const renewAfter = 4 * 60_000

async function signIn(quietly: boolean): Promise<Me> {
  const { attempt, options } = await api.passkeys.begin()
  return api.passkeys.signIn({ attempt, passkey: await showPasskey(options, quietly) })
}

/** Signs in with a passkey and nothing else; browsers that can offer theirs beside the field for the address, too. */
export function PasskeyButton({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const { t } = useTranslation('factors')
  const done = useRef(onSignedIn)
  useEffect(() => void (done.current = onSignedIn))
  const here = usePasskeys()
  const act = useAct((_: null) => signIn(false), { done: onSignedIn })
  useEffect(() => {
    let gone = false
    const offer = async () => {
      if (!here || !(await browserSupportsWebAuthnAutofill()) || gone) return
      const me = await signIn(true)
      if (!gone) done.current(me)
    }
    // Whatever comes of it, the page offers other ways and says nothing of this one.
    const quietly = () => void offer().catch(() => undefined)
    quietly()
    const timer = setInterval(quietly, renewAfter)
    return () => {
      gone = true
      clearInterval(timer)
      WebAuthnAbortService.cancelCeremony()
    }
  }, [here])
  if (!here) return <PasskeysElsewhere />
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFingerprint size={18} aria-hidden="true" />}
        loading={act.isPending}
        onClick={() => act.mutate(null)}
      >
        {t('passkey.use')}
      </Button>
      <PasskeyFault error={act.error} />
    </>
  )
}
