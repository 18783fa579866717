import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import type { LinkedSignIn, SignInOffer } from '@tenantry/contract'
import { IconLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { Moment } from '../../kit/Moment.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { host } from '../hosts/index.ts'
import { depart } from './departure.ts'
import classes from '../../kit/Items.module.css'
import { linksQuery, useRefresh } from './queries.ts'
import { ProviderRefusal } from './ProviderRefusal.tsx'

/** One's own ways to sign in at a provider; nothing where the organization has none. */
export function LinkedSection() {
  const { t } = useTranslation('federation')
  const list = useQuery(linksQuery)
  const refresh = useRefresh()
  const [unlinking, setUnlinking] = useState<LinkedSignIn | null>(null)
  const link = useAct(({ connection }: SignInOffer, intent) => api.federation.beginLink({ connection, host }, intent), {
    done: ({ url }) => depart({ purpose: 'own', next: '/profile' }, url),
  })
  const unlink = useAct(({ id }: LinkedSignIn, intent) => api.federation.unlink({ link: id }, intent), {
    done: (_, { name }) => {
      toast({ text: t('linked.unlinked', { name }) })
      setUnlinking(null)
      refresh()
    },
  })
  const items = list.data?.items ?? []
  const offers = list.data?.offers ?? []
  if (list.data && items.length === 0 && offers.length === 0) return null
  return (
    <Section title={t('linked.title')} hint={t('linked.hint')}>
      {list.error && <Refusal error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={64} />}
      <ul className={classes['list']}>
        {items.map((it) => (
          <li key={it.id} className={classes['item']}>
            <div className={classes['words']}>
              <Text fw={500} truncate>
                <bdi>{it.name}</bdi>
              </Text>
              <Text size="xs" c="dimmed">
                {it.email && <bdi>{it.email} · </bdi>}
                {t('linked.used')} {it.lastUsedAt ? <Moment at={it.lastUsedAt} /> : t('never')}
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('linked.unlinkOne', { name: it.name })}
              onClick={() => {
                unlink.reset()
                setUnlinking(it)
              }}
            >
              {t('linked.unlink')}
            </Button>
          </li>
        ))}
      </ul>
      {offers.length > 0 && (
        <Stack gap="sm" mt="sm">
          {link.error && <ProviderRefusal error={link.error} />}
          <Group justify="flex-end" gap="sm">
            {offers.map((offer) => (
              <Button
                key={offer.connection}
                variant="default"
                leftSection={<IconLink size={16} aria-hidden="true" />}
                loading={link.isPending || link.isSuccess}
                onClick={() => link.mutate(offer)}
              >
                {t('linked.link', { name: offer.name })}
              </Button>
            ))}
          </Group>
        </Stack>
      )}
      {unlinking && (
        <ConfirmDialog
          opened
          dangerous
          title={t('linked.unlinkTitle', { name: unlinking.name })}
          verb={t('linked.unlink')}
          busy={unlink.isPending}
          error={unlink.error}
          onConfirm={() => unlink.mutate(unlinking)}
          onClose={() => setUnlinking(null)}
        >
          <Text size="sm">{t('linked.unlinkText')}</Text>
        </ConfirmDialog>
      )}
    </Section>
  )
}
