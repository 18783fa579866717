import { useTranslation } from 'react-i18next'
import { localeOf } from '../i18n.ts'

interface Bounded {
  count: number
  more: boolean
}

/** "312", "1,000+": a count that stops counting says so. */
export function useBounded() {
  const { i18n } = useTranslation()
  const words = new Intl.NumberFormat(localeOf(i18n.language))
  return ({ count, more }: Bounded) => `${words.format(count)}${more ? '+' : ''}`
}
