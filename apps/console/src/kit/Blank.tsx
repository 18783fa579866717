import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  title: string
  text?: string
  icon?: ReactNode
  /** The next step. */
  children?: ReactNode
  level?: 1 | 2 | 3
}

/** A place without content: one sentence, and what to do about it. */
export const Blank = ({ title, text, icon, children, level = 2 }: Props) => (
  <Stack align="center" gap={8} py={56} px="md" ta="center">
    {icon}
    <Title order={level} fz="md">
      {title}
    </Title>
    {text && (
      <Text c="dimmed" maw={440}>
        {text}
      </Text>
    )}
    {children && <div style={{ marginTop: 8 }}>{children}</div>}
  </Stack>
)
