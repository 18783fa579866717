import { IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Blank } from '../../kit/Blank.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import { useInvitationCount } from '../invitations/index.ts'
import { useMay } from '../organizations/index.ts'

/** An organization without users: the next step is to invite somebody, or to wait for those who are invited. */
export function NobodyYet({ organization }: { organization: string }) {
  const { t } = useTranslation('users')
  const may = useMay(organization)
  const open = useInvitationCount(organization, { status: 'pending' }, may('invitations.read'))
  const bounded = useBounded()
  const icon = <IconUsers size={32} stroke={1.5} aria-hidden="true" />
  if (!open?.count) return <Blank icon={icon} title={t('list.empty')} text={t('list.emptyHint')} />
  return (
    <Blank
      icon={icon}
      title={t('list.invited', { count: open.count, amount: bounded(open) })}
      text={t('list.invitedHint')}
    >
      <ButtonLink to="/o/$organization/invites" params={{ organization }} variant="default">
        {t('list.showInvites')}
      </ButtonLink>
    </Blank>
  )
}
