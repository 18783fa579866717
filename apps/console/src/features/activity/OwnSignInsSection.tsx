import { useTranslation } from 'react-i18next'
import { Section } from '../../kit/Section.tsx'
import { useOwnSignIns } from './queries.ts'
import { SignInLines } from './SignInLines.tsx'

export function OwnSignInsSection() {
  const { t } = useTranslation('activity')
  return (
    <Section title={t('own.title')} hint={t('own.hint')}>
      <SignInLines pages={useOwnSignIns()} />
    </Section>
  )
}
