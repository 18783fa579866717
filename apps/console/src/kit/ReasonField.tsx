import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface Props {
  value: string
  onChange: (reason: string) => void
  /** A policy wants one. */
  needed?: boolean
  /** It was tried without. */
  missed?: boolean
}

/** Why something is done; kept with what is recorded of it. */
export function ReasonField({ value, onChange, needed = false, missed = false }: Props) {
  const { t } = useTranslation('kit')
  return (
    <Textarea
      label={needed ? t('reason') : `${t('reason')} (${t('optional')})`}
      required={needed}
      error={missed ? t('field.required') : undefined}
      description={t('reasonHelp')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autosize
      minRows={2}
      maxRows={5}
      maxLength={500}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\n/g, ' '))}
    />
  )
}
