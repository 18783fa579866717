import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import type { User } from '@tenantry/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSentence } from '../../kit/sentences.ts'
import { Status } from '../../kit/Status.tsx'
import { factorsOfQuery } from '../factors/index.ts'
import { useMay } from '../organizations/index.ts'
import { useMe } from '../profile/index.ts'
import type { Question } from './UserActions.tsx'

interface Props {
  user: User
  place: string
  onAsk: (question: Question) => void
}

/** Whether somebody has a second factor, who asks for one, and what can be done about it. */
export function UserFactors({ user, place, onAsk }: Props) {
  const { t } = useTranslation('users')
  const sentence = useSentence()
  const may = useMay(place)
  const me = useMe()
  const { data, error } = useQuery(factorsOfQuery(user.organization.id, user.id))
  if (error) return <Text size="sm">{sentence(error)}</Text>
  if (!data) return <Skeleton height={20} width={160} />
  const { enrolled, apps, passkeys, requiredBy } = data
  const kinds = [apps && t('mfa.apps', { count: apps }), passkeys && t('mfa.passkeys', { count: passkeys })]
  const offered = user.id !== me.id && may('users.require_mfa')
  const ask = (about: Question['about']) => onAsk({ user, about })
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Status
          look={enrolled ? 'good' : requiredBy ? 'waiting' : 'off'}
          word={[t(enrolled ? 'mfa.on' : 'mfa.off'), ...kinds.filter(Boolean)].join(', ')}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {t(`mfa.by.${requiredBy ?? 'nobody'}`)}
      </Text>
      {offered && (
        <Group gap="xs">
          {!enrolled && !user.mfaRequired && (
            <Button size="compact-sm" variant="default" onClick={() => ask('mfaOn')}>
              {t('mfa.enable')}
            </Button>
          )}
          {(enrolled || user.mfaRequired) && (
            <Button size="compact-sm" variant="default" onClick={() => ask('mfaOff')}>
              {t('mfa.disable')}
            </Button>
          )}
          {enrolled && (
            <Button size="compact-sm" variant="default" onClick={() => ask('mfaAgain')}>
              {t('mfa.again')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  )
}
