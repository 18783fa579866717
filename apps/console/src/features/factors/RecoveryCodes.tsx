import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconCopy, IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../kit/announce.ts'
import { useInstallation } from '../installation/index.ts'

/** Shown this once; taken along by copying or as a file. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation('factors')
  const { t: k } = useTranslation('kit')
  const { product } = useInstallation()
  const text = codes.join('\n')
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    announce(k('copied', { what: t('codes.title') }))
  }
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${t('codes.file', { product })}\n\n${text}\n`)}`
  return (
    <Stack gap="md">
      <Alert color="yellow" variant="light">
        {t('codes.once')}
      </Alert>
      {/* A code to a line: beside each other they would break in the middle, and read as one. */}
      <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {codes.map((code) => (
          <Text key={code} component="li" ff="monospace" size="sm" style={{ whiteSpace: 'nowrap' }}>
            {code}
          </Text>
        ))}
      </Stack>
      <Group gap="sm">
        <Button variant="default" leftSection={<IconCopy size={16} aria-hidden="true" />} onClick={() => void copy()}>
          {t('codes.copy')}
        </Button>
        <Button
          component="a"
          variant="default"
          href={file}
          download="recovery-codes.txt"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {t('codes.download')}
        </Button>
      </Group>
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('codes.kept')}</Button>
      </Group>
    </Stack>
  )
}
