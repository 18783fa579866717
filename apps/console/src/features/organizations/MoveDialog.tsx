import { Alert, List, Text } from '@mantine/core'
import type { OrganizationRef } from '@tenantry/contract'
import { IconAlertCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { given } from '../../kit/fields.ts'
import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { useLevel } from '../installation/index.ts'
import { useMe } from '../profile/index.ts'
import { useMove } from './acts.ts'
import { Goes } from './Goes.tsx'
import { useFresh, useMovePreview, type Subject } from './queries.ts'

/** Before a subtree gets another parent: what goes along, and what stands in the way. */
export function MoveDialog({ subject, onClose }: { subject: Subject; onClose: () => void }) {
  const { t, i18n } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const me = useMe()
  const { above } = useLevel(subject.level)
  const now = useFresh(subject)
  const [to, setTo] = useState<OrganizationRef | null>(null)
  const [reason, setReason] = useState('')
  const preview = useMovePreview(subject.id, to?.id)
  const move = useMove(onClose)
  const obstacles = preview.data?.obstacles ?? []
  const isKnown = (code: string): code is 'move_level' => i18n.exists(`kit:refusals.${code}`)
  return (
    <ConfirmDialog
      opened
      title={t('move.title', { name: subject.name })}
      verb={t('move.verb', { name: subject.name })}
      ready={to !== null && preview.isSuccess && obstacles.length === 0}
      busy={move.isPending}
      error={move.error}
      onConfirm={() => to && move.mutate({ subject: now, to: to.id, reason: given(reason) })}
      onClose={onClose}
    >
      <Text size="sm">{t('move.text')}</Text>
      <OrganizationPicker
        label={t('move.to', { level: above?.label ?? '' })}
        required
        data-autofocus
        top={me.organization}
        levels={above ? [above.key] : []}
        value={to}
        onChange={(chosen) => {
          move.reset()
          setTo(chosen)
        }}
      />
      {preview.error && <Refusal error={preview.error} />}
      {to && !preview.error && obstacles.length === 0 && (
        <>
          {preview.data?.from && (
            <Text size="sm">{t('move.fromTo', { from: preview.data.from.name, to: preview.data.to.name })}</Text>
          )}
          <Goes about="move" counts={preview.data?.counts} known />
        </>
      )}
      {obstacles.length > 0 && (
        <Alert color="yellow" variant="light" role="alert" icon={<IconAlertCircle size={18} aria-hidden="true" />}>
          <Text size="sm" fw={500}>
            {t('move.obstacles')}
          </Text>
          <List size="sm">
            {obstacles.map((code) => (
              <List.Item key={code}>{isKnown(code) ? k(`refusals.${code}`) : code}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  )
}
