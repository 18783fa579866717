import { PasswordInput, Text, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './PasswordField.module.css'
import { strengthOf } from './password-strength.ts'

type Props = Omit<PasswordInputProps, 'value'> & { value: string }

/** A password as one types it in, with a way to see it. */
export function PasswordField(props: Props) {
  const { t } = useTranslation('kit')
  return (
    <PasswordInput
      autoComplete="current-password"
      aria-invalid={props.error ? true : undefined}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
      {...props}
    />
  )
}

interface NewProps extends Omit<Props, 'description'> {
  /** Said before the rule. */
  description?: string
  minLength: number
  /** Names and addresses that make a password easier to guess. */
  personal?: readonly string[]
}

/** A new password: the rule below it, and how strong it looks while typing. */
export function NewPasswordField({ minLength, personal, description, ...props }: NewProps) {
  const { t } = useTranslation('kit')
  const rule = t('password.rule', { count: minLength })
  const strength = props.value ? strengthOf(props.value, minLength, personal) : null
  return (
    <div>
      <PasswordField
        autoComplete="new-password"
        description={description ? `${description} ${rule}` : rule}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...props}
      />
      <div className={`${classes['bars']} ${strength ? classes[strength] : ''}`} aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <Text size="xs" c="dimmed" mt={4} mih={18} aria-live="polite">
        {strength && t('password.strength', { word: t(`password.${strength}`) })}
      </Text>
    </div>
  )
}
