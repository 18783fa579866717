import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { useMe } from '../profile/index.ts'
import { standingOf } from './OrganizationStanding.tsx'
import classes from './StoppedNotice.module.css'
import { organizationQuery } from './queries.ts'

/** Says so to whoever administers, from above, an organization in which nobody can do anything at the moment. */
export function StoppedNotice({ organization }: { organization: string | undefined }) {
  const { t } = useTranslation('organizations')
  const home = useMe().organization.id
  // Whoever is at home in a stopped organization is out: it can only be looked into from above.
  const enabled = organization !== undefined && organization !== home
  const { data } = useQuery({ ...organizationQuery(organization ?? ''), enabled })
  if (!data?.stopped) return null
  return (
    <output className={classes['notice']}>
      <IconAlertTriangle size={18} aria-hidden="true" />
      <span>
        {t(`notice.${standingOf(data)}`, { name: data.name })}{' '}
        {data.purgeAt && (
          <>
            {t('restore.until')} <Moment at={data.purgeAt} as="day" />.
          </>
        )}
      </span>
      <TextLink to="/o/$organization/info" params={{ organization: data.id }} c="inherit" underline="always" size="sm">
        {t('notice.show')}
      </TextLink>
    </output>
  )
}
