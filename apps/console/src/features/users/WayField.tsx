import { Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRules } from '../policies/index.ts'

export type Way = 'link' | 'credentials' | 'chosen'

/** How somebody who is created gets in, as far as the policies allow; the first is meant until another is chosen. */
export function useWays(organization: string) {
  const { 'onboarding.modes': modes, 'password.admin_set': rule, 'password.rules': passwords } = useRules(organization)
  const direct = modes === undefined || modes.includes('direct')
  const ways: Way[] = [
    ...(direct ? (['link'] as const) : []),
    ...(modes?.includes('credentials') ? (['credentials'] as const) : []),
    ...(direct && rule === 'initial' ? (['chosen'] as const) : []),
  ]
  const [chosen, setWay] = useState<Way | null>(null)
  const way = chosen !== null && ways.includes(chosen) ? chosen : (ways[0] ?? 'link')
  /** The shortest password that is taken here. */
  const minLength = passwords?.minLength
  return { ways, way, setWay, minLength }
}

interface Props {
  ways: readonly Way[]
  value: Way
  onChange: (way: Way) => void
}
export function WayField({ ways, value, onChange }: Props) {
  const { t } = useTranslation('users')
  const chosen = (text: string) => {
    const way = ways.find((it) => it === text)
    if (way) onChange(way)
  }
  return (
    <Radio.Group label={t('create.how')} value={value} onChange={chosen}>
      <Stack gap="xs" mt="xs">
        {ways.map((way) => (
          <Radio key={way} value={way} label={t(`create.${way}`)} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
