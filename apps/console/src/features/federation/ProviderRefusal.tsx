import { Stack, Text } from '@mantine/core'
import { Refusal } from '../../kit/Refusal.tsx'
import { useProviderSentence } from './useProviderSentence.ts'

/** A refusal, and beneath it what exactly the provider got wrong. */
export function ProviderRefusal({ error }: { error: Error }) {
  const words = useProviderSentence()(error)
  return (
    <Stack gap={4}>
      <Refusal error={error} change />
      {words && <Text size="sm">{words}</Text>}
    </Stack>
  )
}
