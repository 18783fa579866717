import type { SignIn } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { deviceOf } from '../../kit/device.ts'

/** Browser, system and methods of a sign-in as a person would say them. */
export function useWords() {
  const { t } = useTranslation('activity')
  return {
    device: ({ userAgent }: SignIn) => {
      const device = deviceOf(userAgent)
      return device ? t('deviceWords', device) : t('unknownDevice')
    },
    methods: ({ methods }: SignIn) => methods.map((it) => t(`methods.${it}`)).join(', '),
  }
}
