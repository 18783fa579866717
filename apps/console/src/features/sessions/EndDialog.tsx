import { Stack, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { given } from '../../kit/fields.ts'
import { ReasonField } from '../../kit/ReasonField.tsx'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'

interface Props {
  organization: string
  name: string
  /** Absent: everybody in the organization and below. */
  user?: string
  onDone: () => void
  onClose: () => void
}

/** Before many sessions end: how many, with keys or without, and why. */
export function EndDialog({ organization, name, user, onDone, onClose }: Props) {
  const { t } = useTranslation('sessions')
  const [reason, setReason] = useState('')
  const [endKeys, setEndKeys] = useState(false)
  const counts = useQuery({
    queryKey: ['sessions', 'count', organization],
    queryFn: ({ signal }) => api.sessions.countIn({ organization }, { signal }),
    enabled: user === undefined,
    staleTime: 0,
  }).data
  const end = useAct(
    (_: null, intent) => {
      const why = given(reason)
      const said = { organization, endKeys, ...(why ? { reason: why } : {}) }
      return user === undefined ? api.sessions.endAllIn(said, intent) : api.sessions.endAllOf({ ...said, user }, intent)
    },
    {
      done: ({ sessions, keys }) => {
        toast({
          text: [t('list.endedOthers', { count: sessions }), ...(keys ? [t('end.keys', { count: keys })] : [])].join(
            ', ',
          ),
        })
        onDone()
        onClose()
      },
    },
  )
  return (
    <ConfirmDialog
      opened
      dangerous
      title={t('end.title', { name })}
      verb={t('end.verb')}
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate(null)}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text size="sm">
          {user === undefined
            ? t('end.textIn', { sessions: counts ? t('end.sessions', { count: counts.sessions }) : '…' })
            : t('end.textOf')}
        </Text>
        {counts?.keys !== 0 && (
          <Switch
            label={counts && user === undefined ? t('end.alsoKeysCounted', { count: counts.keys }) : t('end.alsoKeys')}
            checked={endKeys}
            onChange={(event) => setEndKeys(event.currentTarget.checked)}
          />
        )}
        <ReasonField value={reason} onChange={setReason} />
      </Stack>
    </ConfirmDialog>
  )
}
