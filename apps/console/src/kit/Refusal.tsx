import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { ApiError, NoAnswer } from '@tenantry/sdk'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSentence } from './sentences.ts'

interface Props {
  error: Error
  /** It was a change that failed: say whether anything happened. */
  change?: boolean
  retry?: () => void
}

/** What happened, whether anything was changed, what to do, and the request id for whoever looks into it. */
export function Refusal({ error, change = false, retry }: Props) {
  const { t } = useTranslation('kit')
  const sentence = useSentence()
  const outcome =
    error instanceof NoAnswer || (error instanceof ApiError && error.code === 'internal')
      ? t('problem.outcomeUnknown')
      : t('problem.unchanged')
  return (
    <Alert
      color="red"
      variant="outline"
      icon={<IconAlertCircle size={18} aria-hidden="true" />}
      title={change ? t('problem.failed') : t('problem.title')}
    >
      <Stack gap={8}>
        <Text size="sm">
          {sentence(error)} {change && outcome}
        </Text>
        {(retry || error instanceof ApiError) && (
          <Group gap="sm">
            {retry && (
              <Button size="compact-sm" variant="default" onClick={retry}>
                {t('retry')}
              </Button>
            )}
            {error instanceof ApiError && (
              <Text size="xs" c="dimmed" ff="monospace">
                {t('problem.request', { id: error.problem.requestId })}
              </Text>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  )
}
