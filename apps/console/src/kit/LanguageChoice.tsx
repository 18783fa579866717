import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isLanguage, speak } from './i18n.ts'

/** Each language under its own name, so that everybody finds theirs. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation('kit')
  return (
    <NativeSelect
      size="xs"
      aria-label="Language / Sprache"
      value={i18n.language}
      data={[
        { value: 'en', label: t('language.en') },
        { value: 'de', label: t('language.de') },
      ]}
      onChange={({ currentTarget: { value } }) => isLanguage(value) && void speak(value)}
    />
  )
}
