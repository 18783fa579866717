import type { ProviderFault } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useTranslation } from 'react-i18next'

/** What a provider got wrong, in words; nothing for other refusals. */
export function useProviderSentence() {
  const { t, i18n } = useTranslation('federation')
  const known = (code: string): code is ProviderFault => i18n.exists(`federation:faults.${code}`)
  return (error: unknown): string | undefined => {
    const code =
      error instanceof ApiError && error.code === 'provider_failed' ? error.problem.fields?.[0]?.code : undefined
    return code !== undefined && known(code) ? t(`faults.${code}`) : undefined
  }
}
