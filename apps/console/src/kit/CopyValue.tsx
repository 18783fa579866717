import { ActionIcon, Group, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from './announce.ts'

/** A value in full with one button that copies it, and says so. */
export function CopyValue({ value, what }: { value: string; what: string }) {
  const { t } = useTranslation('kit')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    announce(t('copied', { what }))
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <Group gap={4} wrap="nowrap" miw={0}>
      <Text ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Text>
      <ActionIcon variant="subtle" color="gray" aria-label={t('copy', { what })} onClick={() => void copy()}>
        {copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />}
      </ActionIcon>
    </Group>
  )
}
