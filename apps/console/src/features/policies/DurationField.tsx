import { Group, NativeSelect, NumberInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

const sizes = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const
type Unit = keyof typeof sizes
const units = Object.keys(sizes) as Unit[]
/** The largest that gives a whole number. */
const fitting = (seconds: number): Unit => units.findLast((unit) => seconds % sizes[unit] === 0) ?? 'seconds'

interface Props {
  label: string
  description: string
  error: ReactNode
  seconds: number
  onChange: (seconds: number | null) => void
}

/** A duration as a number and a unit. */
export function DurationField({ label, description, error, seconds, onChange }: Props) {
  const { t } = useTranslation('policies')
  const [unit, setUnit] = useState(() => fitting(seconds))
  const amount = Number.isFinite(seconds) && seconds > 0 ? seconds / sizes[unit] : ''
  return (
    <Group align="flex-start" gap="xs" wrap="nowrap">
      <NumberInput
        flex={1}
        label={label}
        description={description}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={error}
        allowNegative={false}
        decimalScale={2}
        value={amount}
        onChange={(next) => onChange(next === '' ? null : Math.round(Number(next) * sizes[unit]))}
      />
      <NativeSelect
        w={120}
        mt={21}
        aria-label={t('form.unit', { what: label })}
        value={unit}
        data={units.map((value) => ({ value, label: t(`units.${value}`) }))}
        onChange={(event) => {
          const next = units.find((it) => it === event.currentTarget.value) ?? 'seconds'
          setUnit(next)
          if (amount !== '') onChange(amount * sizes[next])
        }}
      />
    </Group>
  )
}
