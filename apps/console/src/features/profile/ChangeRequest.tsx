import { Button, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx'
import { given } from '../../kit/fields.ts'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useInstallation } from '../installation/index.ts'
import { useMe } from './me.ts'

/** What one may not change about oneself, the administrators above are asked for. */
export function ChangeRequest() {
  const { t } = useTranslation('profile')
  const { levels } = useInstallation()
  const me = useMe()
  const [asking, setAsking] = useState(false)
  // At the top there is nobody above.
  if (me.organization.level === levels[0]?.key) return null
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)} style={{ alignSelf: 'flex-start' }}>
        {t('request.open')}
      </Button>
      {asking && <RequestDialog onClose={() => setAsking(false)} />}
    </>
  )
}

function RequestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('profile')
  const { t: k } = useTranslation('kit')
  const [wish, setWish] = useState('')
  const [missed, setMissed] = useState(false)
  const ask = useAct((text: string, intent) => api.profile.requestChange({ wish: text }, intent), {
    done: () => {
      onClose()
      toast({ text: t('request.sent') })
    },
  })
  const confirm = () => {
    const text = given(wish)
    setMissed(!text)
    if (text) ask.mutate(text)
  }
  return (
    <ConfirmDialog
      opened
      title={t('request.title')}
      verb={t('request.send')}
      busy={ask.isPending}
      error={ask.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Text size="sm">{t('request.text')}</Text>
      <Textarea
        label={t('request.wish')}
        required
        error={missed && !given(wish) ? k('field.required') : undefined}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        value={wish}
        onChange={(event) => setWish(event.currentTarget.value.replace(/\n/g, ' '))}
      />
    </ConfirmDialog>
  )
}
