import { Button, Group, Skeleton, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { EndDialog } from './EndDialog.tsx'
import { SessionLine } from './SessionLine.tsx'
import classes from '../../kit/Items.module.css'

interface Props {
  organization: string
  user: string
  name: string
  mayEnd: boolean
}

/** Where somebody else is signed in, for those who administer them. */
export function UserSessions({ organization, user, name, mayEnd }: Props) {
  const { t } = useTranslation('sessions')
  const queries = useQueryClient()
  const sentence = useSentence()
  const [ending, setEnding] = useState(false)
  const key = ['sessions', 'of', user]
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.sessions.listOf({ organization, user }, { signal }),
  })
  const refresh = () => void queries.invalidateQueries({ queryKey: key })
  const end = useAct((session: string, intent) => api.sessions.endOf({ organization, user, session }, intent), {
    done: () => {
      toast({ text: t('list.ended') })
      refresh()
    },
    refused: (error) => {
      toastFailure(sentence(error))
      refresh()
    },
  })
  const items = list.data?.items
  return (
    <>
      {list.error && <Refusal error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={64} />}
      {items?.length === 0 && <Text c="dimmed">{t('end.nowhere')}</Text>}
      <ul className={classes['list']}>
        {items?.map((session) => (
          <SessionLine key={session.id} session={session} onEnd={mayEnd ? () => end.mutate(session.id) : undefined} />
        ))}
      </ul>
      {mayEnd && items && items.length > 0 && (
        <Group mt="sm">
          <Button size="compact-sm" variant="default" onClick={() => setEnding(true)}>
            {t('end.all')}
          </Button>
        </Group>
      )}
      {ending && (
        <EndDialog
          organization={organization}
          user={user}
          name={name}
          onDone={refresh}
          onClose={() => setEnding(false)}
        />
      )}
    </>
  )
}
