import { Anchor } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useAct } from '../../kit/useAct.ts'
import { useForget } from '../profile/index.ts'

/** Gives the half sign-in up; one that is over already is given up as well. */
export function LeaveLink() {
  const { t } = useTranslation('factors')
  const navigate = useNavigate()
  const forget = useForget()
  const away = () => void navigate({ to: '/sign-in', search: {} }).then(forget)
  const leave = useAct((_: null, intent) => api.sessions.signOut({}, intent), { done: away, refused: away })
  return (
    <Anchor component="button" type="button" size="sm" ta="center" onClick={() => leave.mutate(null)}>
      {t('second.leave')}
    </Anchor>
  )
}
