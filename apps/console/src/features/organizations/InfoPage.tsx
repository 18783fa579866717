import { getRouteApi } from '@tanstack/react-router'
import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyValue } from '../../kit/CopyValue.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { Fact, Facts, Section } from '../../kit/Section.tsx'
import { useLabel, useLevel } from '../installation/index.ts'
import { NameField } from './NameField.tsx'
import { useOrganization } from './queries.ts'

const route = getRouteApi('/shell/o/$organization/management/info')

/** What an organization is: its name, its identifier, since when. */
export function InfoPage() {
  const { t } = useTranslation('organizations')
  const { organization } = route.useParams()
  const label = useLabel()
  const place = useOrganization(organization)
  const { level } = useLevel(place.level)
  const id = t('info.id', { level: level.label })
  return (
    <Section quiet title={label(`tab.${level.key}Info`, label('tab.info', t('info.title', { level: level.label })))}>
      <Facts>
        <Fact term={t('info.name')}>
          <NameField key={place.id} organization={place} />
        </Fact>
        <Fact term={id}>
          <CopyValue value={place.id} what={id} />
          <Text size="xs" c="dimmed">
            {t('info.idHelp')}
          </Text>
        </Fact>
        <Fact term={t('info.created')}>
          <Moment at={place.createdAt} as="day" />
        </Fact>
      </Facts>
    </Section>
  )
}
