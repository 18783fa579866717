import { Anchor, Text } from '@mantine/core'
import { browserSupportsWebAuthn } from '@simplewebauthn/browser'
import { useTranslation } from 'react-i18next'
import { useHost } from '../hosts/index.ts'

/** Whether this browser has passkeys for this address: they belong to the installation's domain. */
export function usePasskeys(): boolean {
  const { passkeys } = useHost()
  return passkeys && browserSupportsWebAuthn()
}

/** Where they work, at an address at which they do not. */
export function PasskeysElsewhere() {
  const { t } = useTranslation('factors')
  const { passkeys, main } = useHost()
  if (passkeys) return null
  return (
    <Text size="sm">
      {t('passkey.elsewhere')}{' '}
      <Anchor href={main} size="sm" display="block" w="fit-content">
        {main}
      </Anchor>
    </Text>
  )
}
