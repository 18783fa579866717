import { Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { OwnSignInsSection } from '../features/activity/index.ts'
import { OwnAddressSection } from '../features/addresses/index.ts'
import { LinkedSection } from '../features/federation/index.ts'
import { DevicesSection } from '../features/devices/index.ts'
import { FactorsSection } from '../features/factors/index.ts'
import { KeysSection } from '../features/keys/index.ts'
import { useInstallation } from '../features/installation/index.ts'
import { ChangeRequest, DetailsSection, PasswordSection, useMe } from '../features/profile/index.ts'
import { SessionsSection } from '../features/sessions/index.ts'
import { TextLink } from '../kit/links.tsx'
import { Page } from '../kit/Page.tsx'
import { Section } from '../kit/Section.tsx'
import { ThemeChoice } from '../kit/ThemeChoice.tsx'

/** All that concerns oneself, whatever one may do elsewhere. */
export function ProfilePage() {
  const { t } = useTranslation('profile')
  const me = useMe()
  const { passwordMinLength } = useInstallation()
  return (
    <Page title={t('title')} narrow>
      <DetailsSection />
      <Section title={t('access')}>
        {me.grants.map(({ role, organization }) => (
          <Text key={`${role.key} ${organization.id}`}>
            {t('accessLine', { role: role.label, organization: organization.name })}
          </Text>
        ))}
        <Group gap="md" mt="xs">
          <ChangeRequest />
          <TextLink to="/o/$organization/access" params={{ organization: me.organization.id }} size="sm">
            {t('accessWhy')}
          </TextLink>
        </Group>
      </Section>
      <Section title={t('appearance')}>
        <ThemeChoice />
      </Section>
      <OwnAddressSection />
      <PasswordSection minLength={passwordMinLength} />
      <LinkedSection />
      <FactorsSection />
      <DevicesSection />
      <SessionsSection />
      <OwnSignInsSection />
      <KeysSection />
    </Page>
  )
}
