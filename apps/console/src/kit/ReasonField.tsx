import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Why something is done; kept with what is recorded of it. */
export function ReasonField({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const { t } = useTranslation('kit')
  return (
    <Textarea
      label={`${t('reason')} (${t('optional')})`}
      description={t('reasonHelp')}
      inputWrapperOrder={['label', 'input', 'description']}
      autosize
      minRows={2}
      maxRows={5}
      maxLength={500}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\n/g, ' '))}
    />
  )
}
