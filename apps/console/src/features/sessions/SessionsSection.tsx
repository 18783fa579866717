import { Button, Group, Skeleton, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { SessionLine } from './SessionLine.tsx'
import classes from '../../kit/Items.module.css'

const key = ['sessions', 'own']

/** One's own open sessions, and the way to end them. */
export function SessionsSection() {
  const { t } = useTranslation('sessions')
  const queries = useQueryClient()
  const sentence = useSentence()
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => api.sessions.list({}, { signal }) })
  const refresh = () => void queries.invalidateQueries({ queryKey: key })
  const refused = (error: Error) => {
    toastFailure(sentence(error))
    refresh()
  }
  const end = useAct((session: string, intent) => api.sessions.end({ session }, intent), {
    done: () => {
      toast({ text: t('list.ended') })
      refresh()
    },
    refused,
  })
  const endOthers = useAct((_: null, intent) => api.sessions.endOthers({}, intent), {
    done: ({ ended }) => {
      toast({ text: t('list.endedOthers', { count: ended }) })
      refresh()
    },
    refused,
  })
  const items = list.data?.items
  return (
    <Section title={t('list.title')} hint={t('list.hint')}>
      {list.error && <Refusal error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={96} />}
      <ul className={classes['list']}>
        {items?.map((session) => (
          <SessionLine key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
      {items && items.length > 1 && (
        <Group justify="flex-end" mt="sm">
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate(null)}>
            {t('list.endOthers')}
          </Button>
        </Group>
      )}
      {items?.length === 1 && (
        <Text c="dimmed" mt="sm">
          {t('list.only')}
        </Text>
      )}
    </Section>
  )
}
