import { SimpleGrid, TextInput, type TextInputProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  form: { getInputProps: (field: 'firstName' | 'lastName') => TextInputProps }
  /** One's own, which the browser may fill in. */
  own?: boolean
  optional?: boolean
  /** The first field of its dialog. */
  focused?: boolean
  /** More fields of the same person. */
  children?: ReactNode
}

/** First and last name, side by side where there is room. */
export function NameFields({ form, own, optional, focused, children }: Props) {
  const { t } = useTranslation('kit')
  const field = (name: 'firstName' | 'lastName', autoComplete: string) => (
    <TextInput
      label={optional ? `${t(`person.${name}`)} (${t('optional')})` : t(`person.${name}`)}
      autoComplete={own ? autoComplete : 'off'}
      required={!optional}
      data-autofocus={(focused && name === 'firstName') || undefined}
      {...form.getInputProps(name)}
    />
  )
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      {field('firstName', 'given-name')}
      {field('lastName', 'family-name')}
      {children}
    </SimpleGrid>
  )
}
