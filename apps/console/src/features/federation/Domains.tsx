import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { federation as routes, type VerifiedDomain } from '@tenantry/contract'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { CopyValue } from '../../kit/CopyValue.tsx'
import { useFields } from '../../kit/fields.ts'
import { Moment } from '../../kit/Moment.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { Fact, Facts, Section } from '../../kit/Section.tsx'
import { Status } from '../../kit/Status.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import listed from '../../kit/Items.module.css'
import classes from './Federation.module.css'
import { domainsQuery, useRefresh } from './queries.ts'

/** Domains that lead to the connections, each with the record that shows it. */
export function Domains({ organization, manages }: { organization: string; manages: boolean }) {
  const { t } = useTranslation('federation')
  const list = useQuery(domainsQuery(organization))
  const refresh = useRefresh()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<VerifiedDomain | null>(null)
  const check = useAct(
    ({ id }: VerifiedDomain, intent) => api.federation.checkDomain({ organization, domain: id }, intent),
    {
      done: ({ domain }) => {
        toast({ text: t('checked', { domain }) })
        refresh()
      },
      refused: refresh,
    },
  )
  const remove = useAct(
    ({ id }: VerifiedDomain, intent) => api.federation.removeDomain({ organization, domain: id }, intent),
    {
      done: (_, { domain }) => {
        toast({ text: t('domainRemoved', { domain }) })
        setRemoving(null)
        refresh()
      },
    },
  )
  const items = list.data?.items
  return (
    <Section title={t('domains')} hint={t('domainsHint')}>
      {list.error && <Refusal error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={64} />}
      {items?.length === 0 && <Text c="dimmed">{t('noDomains')}</Text>}
      <ul className={listed['list']}>
        {items?.map((it) => (
          <li key={it.id} className={classes['block']}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
              <Group gap="sm" miw={0}>
                <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                  {it.domain}
                </Text>
                <Status {...lookOf(it, t)} />
              </Group>
              {manages && (
                <Group gap="xs" wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('checkOne', { domain: it.domain })}
                    loading={check.isPending && check.variables.id === it.id}
                    onClick={() => check.mutate(it)}
                  >
                    {t('checkNow')}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('removeDomainOne', { domain: it.domain })}
                    onClick={() => {
                      remove.reset()
                      setRemoving(it)
                    }}
                  >
                    {t('removeDomain')}
                  </Button>
                </Group>
              )}
            </Group>
            {check.error && check.variables.id === it.id && <Refusal error={check.error} change />}
            {(it.verifiedAt === null || it.missingSince !== null) && (
              <Text size="sm" mb={4}>
                {it.missingSince !== null && `${t('recordGoneText')} `}
                {t('recordText')}
              </Text>
            )}
            <Facts>
              <Fact term={t('recordName')}>
                <CopyValue value={it.record.name} what={t('recordName')} />
              </Fact>
              <Fact term={t('recordValue')}>
                <CopyValue value={it.record.value} what={t('recordValue')} />
              </Fact>
              <Fact term={t('lastChecked')}>{it.checkedAt ? <Moment at={it.checkedAt} /> : t('never')}</Fact>
            </Facts>
          </li>
        ))}
      </ul>
      {manages && (
        <Group justify="flex-end" mt="sm">
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            {t('addDomain')}
          </Button>
        </Group>
      )}
      {adding && <DomainDialog organization={organization} onClose={() => setAdding(false)} />}
      {removing && (
        <ConfirmDialog
          opened
          dangerous
          title={t('removeDomainTitle', { domain: removing.domain })}
          verb={t('removeDomain')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removing)}
          onClose={() => setRemoving(null)}
        >
          <Text size="sm">{t('removeDomainText')}</Text>
        </ConfirmDialog>
      )}
    </Section>
  )
}

type Words = ReturnType<typeof useTranslation<'federation'>>['t']
const lookOf = (it: VerifiedDomain, t: Words) => {
  if (it.missingSince !== null) return { look: 'attention', word: t('recordGone') } as const
  return it.verifiedAt === null
    ? ({ look: 'waiting', word: t('unverified') } as const)
    : ({ look: 'good', word: t('verified') } as const)
}

function DomainDialog({ organization, onClose }: { organization: string; onClose: () => void }) {
  const { t } = useTranslation('federation')
  const { t: k } = useTranslation('kit')
  const refresh = useRefresh()
  const form = useFields(routes.addDomain.body, { name: '' }, { domain_exists: 'name' }, { name: t('domainForm') })
  const add = useAct((name: string, intent) => api.federation.addDomain({ organization, name }, intent), {
    done: ({ domain }) => {
      toast({ text: t('domainAdded', { domain }) })
      refresh()
      onClose()
    },
    refused: form.place,
  })
  return (
    <Modal opened onClose={onClose} title={t('addDomainTitle')} closeButtonProps={{ 'aria-label': k('close') }}>
      <form noValidate onSubmit={form.onSubmit(({ name }) => add.mutate(name.trim()))}>
        <Stack gap="md">
          <TextInput label={t('domain')} required data-autofocus {...form.getInputProps('name')} />
          {form.failure && <Refusal error={form.failure} change />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {k('cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('addDomain')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
