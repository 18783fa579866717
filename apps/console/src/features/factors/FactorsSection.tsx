import { Button, Modal, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../kit/Refusal.tsx'
import { Section } from '../../kit/Section.tsx'
import { toast } from '../../kit/toast.tsx'
import { AddFactor } from './AddFactor.tsx'
import { FactorList } from './FactorList.tsx'
import { factorsKey, factorsQuery } from './queries.ts'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { RemovalDialog, type Removal } from './RemovalDialog.tsx'

/** One's own second factors and recovery codes: added, named, removed, made anew. */
export function FactorsSection() {
  const { t } = useTranslation('factors')
  const queries = useQueryClient()
  const [removing, setRemoving] = useState<Removal | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { data, error, isPending, refetch } = useQuery(factorsQuery)
  const refresh = () => {
    void queries.invalidateQueries({ queryKey: factorsKey })
    void queries.invalidateQueries({ queryKey: ['devices'] })
  }
  const show = (made: readonly string[] | null) => {
    setCodes(made)
    refresh()
  }
  const added = (made: string[] | null) => {
    if (!made) toast({ text: t('list.added') })
    show(made)
  }
  return (
    <Section title={t('list.title')} hint={t(data?.requiredBy ? `enrol.by.${data.requiredBy}` : 'list.hint')}>
      {error && <Refusal error={error} retry={() => void refetch()} />}
      {isPending && <Skeleton height={96} />}
      {data && <FactorList own={data} onChanged={refresh} onRemove={setRemoving} onCodes={show} />}
      <AddFactor onAdded={added}>
        {data && data.items.some((it) => it.countsHere) && (
          <Button
            variant="subtle"
            color="red"
            disabled={!data.mayTurnOff}
            onClick={() => setRemoving({ factor: null, last: true })}
          >
            {t('off.open')}
          </Button>
        )}
      </AddFactor>
      {codes && (
        <Modal
          opened
          // They are shown this once: only whoever says that they are saved goes on.
          withCloseButton={false}
          closeOnClickOutside={false}
          closeOnEscape={false}
          onClose={() => setCodes(null)}
          title={t('codes.title')}
        >
          <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
        </Modal>
      )}
      {removing && <RemovalDialog {...removing} onRemoved={refresh} onClose={() => setRemoving(null)} />}
    </Section>
  )
}
