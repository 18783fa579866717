import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { useSignInsOf } from './queries.ts'
import { SignInLines } from './SignInLines.tsx'

/** Beside what else is known of a user. */
export function UserSignIns({ organization, user }: { organization: string; user: string }) {
  const { t } = useTranslation('activity')
  return (
    <>
      <SignInLines pages={useSignInsOf(organization, user)} />
      <TextLink to="/o/$organization/sign-ins" params={{ organization }} search={{ user }} size="sm">
        {t('all')}
      </TextLink>
    </>
  )
}
