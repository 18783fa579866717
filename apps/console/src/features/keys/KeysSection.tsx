import { Button, Group, Skeleton, Text } from '@mantine/core'
import type { Key } from '@tenantry/contract'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { KeyDialog } from './KeyDialog.tsx'
import classes from '../../kit/Items.module.css'

const key = ['keys']

/** One's own API keys: made here, shown once, revoked here. */
export function KeysSection() {
  const { t } = useTranslation('keys')
  const queries = useQueryClient()
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<Key | null>(null)
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => api.keys.list({}, { signal }) })
  const refresh = () => void queries.invalidateQueries({ queryKey: key })
  const revoke = useAct(({ id }: Key, intent) => api.keys.revoke({ key: id }, intent), {
    done: (_, { name }) => {
      toast({ text: t('revoked', { name }) })
      setRevoking(null)
      refresh()
    },
    refused: refresh,
  })
  const items = list.data?.items
  return (
    <Section title={t('title')} hint={t('hint')}>
      {list.error && <Refusal error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={64} />}
      {items?.length === 0 && <Text c="dimmed">{t('none')}</Text>}
      <ul className={classes['list']}>
        {items?.map((it) => (
          <li key={it.id} className={classes['item']}>
            <div className={classes['words']}>
              <Text fw={500} truncate>
                <bdi>{it.name}</bdi>
              </Text>
              <Text size="xs" c="dimmed">
                {t('created')} <Moment at={it.createdAt} as="day" />, {t('expires')}{' '}
                <Moment at={it.expiresAt} as="day" />
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('revokeOne', { name: it.name })}
              onClick={() => {
                revoke.reset()
                setRevoking(it)
              }}
            >
              {t('revoke')}
            </Button>
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt="sm">
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setCreating(true)}
        >
          {t('create')}
        </Button>
      </Group>
      {creating && <KeyDialog onClose={() => setCreating(false)} onMade={refresh} />}
      {revoking && (
        <ConfirmDialog
          opened
          dangerous
          title={t('revokeTitle', { name: revoking.name })}
          verb={t('revoke')}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoking)}
          onClose={() => setRevoking(null)}
        >
          <Text size="sm">{t('revokeText')}</Text>
        </ConfirmDialog>
      )}
    </Section>
  )
}
