import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { useFields } from '../../kit/fields.ts'
import { useSetTier } from './acts.ts'
import { TierField, places, type Details } from './OrganizationFields.tsx'
import { useFresh, type Subject } from './queries.ts'

/** What the organization may use from now on. */
export function TierDialog({ subject, onClose }: { subject: Subject; onClose: () => void }) {
  const { t } = useTranslation('organizations')
  const now = useFresh(subject)
  const values: Details = { name: '', code: '', description: '', host: '', tier: subject.tier ?? '' }
  const form = useFields({ properties: {} }, values, places)
  const save = useSetTier(onClose)
  const { tier } = form.values
  return (
    <ConfirmDialog
      opened
      title={t('tier.title', { name: subject.name })}
      verb={t('tier.verb')}
      ready={tier !== (now.tier ?? '')}
      busy={save.isPending}
      error={save.error}
      onConfirm={() => save.mutate({ subject: now, tier: tier || null })}
      onClose={onClose}
    >
      <Text size="sm">{t('tier.text')}</Text>
      <TierField form={form} autoFocus />
    </ConfirmDialog>
  )
}
