import { Alert, Button, Group, List, Modal, Skeleton, Stack, Text } from '@mantine/core'
import type { Connection } from '@tenantry/contract'
import { IconCircleCheck, IconXboxX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useRemove, useSwitch, useTest } from './acts.ts'

interface Props {
  about: Connection
  onClose: () => void
}

/** Before a connection ends, for now or for good: whom it concerns. */
export function EndDialog({ what, about, onClose }: Props & { what: 'off' | 'remove' }) {
  const { t } = useTranslation('federation')
  const off = useSwitch(onClose)
  const remove = useRemove(onClose)
  const act = what === 'off' ? off : remove
  const { name, sessions, links } = about
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t(`${what}Title`, { name })}
      verb={t(what === 'off' ? 'switchOff' : 'remove')}
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate(about)}
      onClose={onClose}
    >
      <Text size="sm">{t(`${what}Text`)}</Text>
      <List size="sm">
        <List.Item>{t('sessionsEnd', { count: sessions })}</List.Item>
        <List.Item>{t(what === 'off' ? 'linksKept' : 'linksEnd', { count: links })}</List.Item>
      </List>
    </ConfirmDialog>
  )
}

/** What the provider answers, step by step, and in words what is wrong. */
export function TestDialog({ about, onClose }: Props) {
  const { t } = useTranslation('federation')
  const { t: k } = useTranslation('kit')
  const test = useTest()
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    test.mutate(about)
  })
  const checks = test.data?.checks
  const works = checks?.every(({ fault }) => fault === null)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('testTitle', { name: about.name })}
      closeButtonProps={{ 'aria-label': k('close') }}
    >
      <Stack gap="md" aria-live="polite">
        {!checks && !test.error && (
          <>
            <Text size="sm">{t('testing')}</Text>
            <Skeleton height={120} />
          </>
        )}
        {test.error && <Refusal error={test.error} />}
        {checks && <Alert color={works ? 'teal' : 'red'} variant="outline" title={t(works ? 'testGood' : 'testBad')} />}
        <List spacing="xs" size="sm" center={false}>
          {checks?.map(({ check, fault }) => (
            <List.Item
              key={check}
              icon={
                fault === null ? (
                  <IconCircleCheck size={18} color="var(--mantine-color-teal-8)" aria-hidden="true" />
                ) : (
                  <IconXboxX size={18} color="var(--mantine-color-red-8)" aria-hidden="true" />
                )
              }
            >
              {t(`checks.${check}`)}
              {fault !== null && <Text size="sm">{t(`faults.${fault}`)}</Text>}
            </List.Item>
          ))}
        </List>
        <Group justify="flex-end">
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate(about)}>
            {k('retry')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
