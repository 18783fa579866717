import { Button, Group, Modal, Skeleton, Text } from '@mantine/core'
import type { Factor } from '@tenantry/contract'
import { browserSupportsWebAuthn } from '@simplewebauthn/browser'
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { deviceOf } from '../../kit/device.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { useSentence } from '../../kit/sentences.ts'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { wasLeft } from '../passkeys/index.ts'
import { AddApp } from './AddApp.tsx'
import { FactorRow } from './FactorRow.tsx'
import { factorsKey, factorsQuery } from './queries.ts'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { RemovalDialog, type Removal } from './RemovalDialog.tsx'
import classes from '../../kit/Items.module.css'
import { useAddPasskey } from './useAddPasskey.ts'

/** One's own second factors and recovery codes: added, named, removed, made anew. */
export function FactorsSection() {
  const { t } = useTranslation('factors')
  const { t: k } = useTranslation('kit')
  const queries = useQueryClient()
  const sentence = useSentence()
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Removal | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { data, error, isPending, refetch } = useQuery(factorsQuery)
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: factorsKey })
    void queries.invalidateQueries({ queryKey: ['devices'] })
  }
  const added = (made: string[] | null) => {
    setAdding(false)
    setCodes(made)
    if (!made) toast({ text: t('list.added') })
    refresh()
  }
  const addPasskey = useAddPasskey(added)
  const makeCodes = useAct((_: null, intent) => api.factors.makeRecoveryCodes({}, intent), {
    done: ({ recoveryCodes }) => {
      setCodes(recoveryCodes)
      refresh()
    },
    refused: (refusal) => toastFailure(sentence(refusal)),
  })
  const items: readonly Factor[] = data?.items ?? []
  const device = deviceOf(navigator.userAgent)
  return (
    <Section title={t('list.title')} hint={t(data?.requiredBy ? `enrol.by.${data.requiredBy}` : 'list.hint')}>
      {error && <Refusal error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton height={96} />}
      {data && items.length === 0 && <Text c="dimmed">{t('list.none')}</Text>}
      <ul className={classes['list']}>
        {items.map((factor) => (
          <FactorRow
            key={factor.id}
            factor={factor}
            onChanged={refresh}
            onRemove={() => setRemoving({ factor, last: items.length === 1 })}
          />
        ))}
        {items.length > 0 && data && (
          <li className={classes['item']}>
            <div>
              <Text fw={500}>{t('codes.title')}</Text>
              <Text size="xs" c={data.recoveryCodesLeft > 3 ? 'dimmed' : 'var(--tenantry-bad)'}>
                {t('codes.left', { count: data.recoveryCodesLeft })}
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              loading={makeCodes.isPending}
              onClick={() => makeCodes.mutate(null)}
            >
              {t('codes.make')}
            </Button>
          </li>
        )}
      </ul>
      {addPasskey.error &&
        (wasLeft(addPasskey.error) ? (
          <Text size="sm">{t('passkey.left')}</Text>
        ) : (
          <Refusal error={addPasskey.error} change />
        ))}
      <Group justify="flex-end" mt="sm" gap="sm">
        {data && items.length > 0 && (
          <Button
            variant="subtle"
            color="red"
            disabled={!data.mayTurnOff}
            onClick={() => setRemoving({ factor: null, last: true })}
          >
            {t('off.open')}
          </Button>
        )}
        {browserSupportsWebAuthn() && (
          <Button
            variant="default"
            leftSection={<IconFingerprint size={16} aria-hidden="true" />}
            loading={addPasskey.isPending}
            onClick={() => addPasskey.mutate({ name: device ? t('passkey.named', device) : t('passkey.name') })}
          >
            {t('passkey.add')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconDeviceMobile size={16} aria-hidden="true" />}
          onClick={() => setAdding(true)}
        >
          {t('app.add')}
        </Button>
      </Group>
      {adding && (
        <Modal
          opened
          closeOnClickOutside={false}
          onClose={() => setAdding(false)}
          title={t('app.add')}
          closeButtonProps={{ 'aria-label': k('close') }}
        >
          <AddApp name={t('app.name')} onAdded={added} onLeave={() => setAdding(false)} leave={k('cancel')} />
        </Modal>
      )}
      {codes && (
        <Modal
          opened
          closeOnClickOutside={false}
          onClose={() => setCodes(null)}
          title={t('codes.title')}
          closeButtonProps={{ 'aria-label': k('close') }}
        >
          <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
        </Modal>
      )}
      {removing && <RemovalDialog {...removing} onRemoved={refresh} onClose={() => setRemoving(null)} />}
    </Section>
  )
}
