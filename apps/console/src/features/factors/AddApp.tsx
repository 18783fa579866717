import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { factors as routes } from '@tenantry/contract'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { CopyValue } from '../../kit/CopyValue.tsx'
import { useFields } from '../../kit/fields.ts'
import { Refusal } from '../../kit/Refusal.tsx'
import { useAct } from '../../kit/useAct.ts'
import { QrCode } from './QrCode.tsx'
import { codeOf, codeRoom } from './typed.ts'

interface Props {
  name: string
  /** The recovery codes that came with the first factor; null with any other. */
  onAdded: (recoveryCodes: string[] | null) => void
  onLeave: () => void
  /** What leaving is called where there is no step before this one. */
  leave?: string
}
/** In groups of four, as people type. */
const spaced = (secret: string) => secret.replace(/.{4}(?=.)/g, '$& ')

/** Scan or type the secret, then show a code of it. */
export function AddApp({ name, onAdded, onLeave, leave }: Props) {
  const { t } = useTranslation('factors')
  const { t: k } = useTranslation('kit')
  // Not in the cache of answers: when this is gone, so is the secret.
  const [begun, setBegun] = useState<{ id: string; secret: string; uri: string } | null>(null)
  const begin = useAct((input: { name: string }, intent) => api.factors.beginApp(input, intent), {
    done: ({ id, secret, uri }) => setBegun({ id, secret: secret ?? '', uri: uri ?? '' }),
  })
  const once = useRef(false)
  const { mutate } = begin
  useEffect(() => {
    if (once.current) return
    once.current = true
    mutate({ name })
  }, [mutate, name])
  const form = useFields(routes.confirmApp.body, { code: '' }, { code_wrong: 'code', factor_throttled: 'code' })
  const confirm = useAct(
    ({ code, factor }: { code: string; factor: string }, intent) => api.factors.confirmApp({ factor, code }, intent),
    { done: ({ recoveryCodes }) => onAdded(recoveryCodes), refused: form.place },
  )
  if (begin.error) return <Refusal error={begin.error} change retry={() => begin.mutate({ name })} />
  if (!begun) return <Skeleton height={320} />
  return (
    <form noValidate onSubmit={form.onSubmit(({ code }) => confirm.mutate({ factor: begun.id, code }))}>
      <Stack gap="md">
        <Text size="sm">{t('app.scan')}</Text>
        <Group justify="center">
          <QrCode text={begun.uri} label={t('app.qr')} />
        </Group>
        <div>
          <Text size="sm" c="dimmed">
            {t('app.type')}
          </Text>
          <CopyValue value={spaced(begun.secret)} what={t('app.secret')} />
        </div>
        <TextInput
          label={t('proof.code')}
          description={t('app.codeHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          data-autofocus
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={codeRoom}
          {...form.getInputProps('code')}
          onChange={(event) => form.setFieldValue('code', codeOf(event.currentTarget.value))}
        />
        {form.failure && <Refusal error={form.failure} change />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onLeave}>
            {leave ?? k('back')}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {t('app.verb')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
