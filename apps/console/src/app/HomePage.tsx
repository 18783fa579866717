import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../kit/links.tsx'
import { useMe } from '../features/profile/index.ts'
import { Blank } from '../kit/Blank.tsx'
import { useTitle } from '../kit/useTitle.ts'

/** For people who have nothing to administer: says so, and why. */
export function HomePage() {
  const { t } = useTranslation('app')
  const me = useMe()
  const title = t('home.title', { name: me.firstName })
  useTitle(title)
  const role = me.grants.map((grant) => grant.role.label).join(', ')
  return (
    <Blank level={1} title={title} text={t('home.text', { role, organization: me.organization.name })}>
      <Group gap="sm">
        <ButtonLink to="/profile" variant="default">
          {t('home.action')}
        </ButtonLink>
        <ButtonLink to="/o/$organization/access" params={{ organization: me.organization.id }} variant="default">
          {t('home.why')}
        </ButtonLink>
      </Group>
    </Blank>
  )
}
