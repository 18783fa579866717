import { NativeSelect, useMantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'

const schemes = ['auto', 'light', 'dark'] as const

export function ThemeChoice() {
  const { t } = useTranslation('kit')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <NativeSelect
      size="xs"
      aria-label={t('theme.label')}
      value={colorScheme}
      data={schemes.map((value) => ({ value, label: t(`theme.${value}`) }))}
      onChange={({ currentTarget: { value } }) => setColorScheme(schemes.find((scheme) => scheme === value) ?? 'auto')}
    />
  )
}
