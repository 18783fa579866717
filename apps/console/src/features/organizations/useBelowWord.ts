import { useTranslation } from 'react-i18next'
import { levelIn, useInstallation, useLabel } from '../installation/index.ts'

/** What the organizations below one of this level are called together: by their level, or as such where there are several. */
export function useBelowWord() {
  const { t } = useTranslation('organizations')
  const { levels } = useInstallation()
  const label = useLabel()
  return (level: string) => {
    const { below, lower } = levelIn(levels, level)
    if (!below) return undefined
    const usual = lower.length > 1 ? t('title') : label(`menu.${below.key}s`, below.plural)
    return label('menu.organizations', usual)
  }
}
