import { List } from '@mantine/core'
import type { Factor } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'

export interface Removal {
  /** Null: all of them. */
  factor: Factor | null
  /** Nothing is left afterwards. */
  last: boolean
}

/** What it means to do without one, or without any. */
export function RemovalDialog({
  factor,
  last,
  onRemoved,
  onClose,
}: Removal & { onRemoved: () => void; onClose: () => void }) {
  const { t } = useTranslation('factors')
  const remove = useAct(
    (_: null, intent) => (factor ? api.factors.remove({ factor: factor.id }, intent) : api.factors.turnOff({}, intent)),
    {
      done: () => {
        toast({ text: factor ? t('removal.done', { name: factor.name }) : t('off.done') })
        onRemoved()
        onClose()
      },
    },
  )
  return (
    <ConfirmDialog
      opened
      dangerous
      title={factor ? t('removal.title', { name: factor.name }) : t('off.title')}
      verb={factor ? t('list.remove') : t('off.verb')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(null)}
      onClose={onClose}
    >
      <List size="sm" spacing={4}>
        <List.Item>{last ? t('removal.last') : t('removal.others')}</List.Item>
        {last && <List.Item>{t('removal.codes')}</List.Item>}
        <List.Item>{t('removal.devices')}</List.Item>
      </List>
    </ConfirmDialog>
  )
}
