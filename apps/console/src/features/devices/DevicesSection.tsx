import { Badge, Button, Group, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { deviceOf } from '../../kit/device.ts'
import { Moment } from '../../kit/Moment.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import classes from '../../kit/Items.module.css'

const key = ['devices']

/** Browsers that need the password alone; shown to whoever has any. */
export function DevicesSection() {
  const { t } = useTranslation('devices')
  const queries = useQueryClient()
  const sentence = useSentence()
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => api.devices.list({}, { signal }) })
  const refresh = () => void queries.invalidateQueries({ queryKey: key })
  const refused = (error: Error) => {
    toastFailure(sentence(error))
    refresh()
  }
  const forget = useAct((device: string, intent) => api.devices.forget({ device }, intent), {
    done: () => {
      toast({ text: t('forgotten') })
      refresh()
    },
    refused,
  })
  const forgetAll = useAct((_: null, intent) => api.devices.forgetAll({}, intent), {
    done: ({ forgotten }) => {
      toast({ text: t('forgottenAll', { count: forgotten }) })
      refresh()
    },
    refused,
  })
  const items = list.data?.items ?? []
  const nameOf = (userAgent: string | null) => {
    const device = deviceOf(userAgent)
    return device ? t('device', device) : t('unknown')
  }
  if (!list.error && items.length === 0) return null
  return (
    <Section title={t('title')} hint={t('hint')}>
      {list.error && <Refusal error={list.error} retry={() => void list.refetch()} />}
      <ul className={classes['list']}>
        {items.map(({ id, userAgent, current, createdAt, lastUsedAt, address }) => (
          <li key={id} className={classes['item']}>
            <div>
              <Group gap={8}>
                <Text fw={500} title={userAgent ?? ''}>
                  {nameOf(userAgent)}
                </Text>
                {current && <Badge variant="light">{t('current')}</Badge>}
              </Group>
              <Text size="xs" c="dimmed">
                {t('since')} <Moment at={createdAt} as="day" />
                {address && ` · ${address}`}
                {lastUsedAt && (
                  <>
                    {' '}
                    · {t('used')} <Moment at={lastUsedAt} />
                  </>
                )}
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('forgetOne', { device: nameOf(userAgent) })}
              onClick={() => forget.mutate(id)}
            >
              {t('forget')}
            </Button>
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <Group justify="flex-end" mt="sm">
          <Button variant="default" loading={forgetAll.isPending} onClick={() => forgetAll.mutate(null)}>
            {t('forgetAll')}
          </Button>
        </Group>
      )}
    </Section>
  )
}
