import { isPermission } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { keyOf } from '../../kit/texts.ts'

/** A permission in words: the catalogue's for those the product checks itself, the blueprint's for its own. */
export function usePermissionWords() {
  const { t } = useTranslation('kit')
  return ({ key, label }: { key: string; label: string }) =>
    isPermission(key) ? t(`permissions.${keyOf(key)}`) : label
}
