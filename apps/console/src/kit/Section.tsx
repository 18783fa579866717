import { Text, Title, VisuallyHidden } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import classes from './Section.module.css'

interface Props {
  title: string
  hint?: string
  /** Names the section for screen readers only: where the page around it already says it. */
  quiet?: boolean
  children: ReactNode
}

export function Section({ title, hint, quiet, children }: Props) {
  const id = useId()
  return (
    <section className={classes['section']} aria-labelledby={id}>
      {quiet ? (
        <VisuallyHidden id={id}>{title}</VisuallyHidden>
      ) : (
        <Title order={2} id={id} mb={hint ? 2 : 'md'}>
          {title}
        </Title>
      )}
      {hint && (
        <Text c="dimmed" mb="md">
          {hint}
        </Text>
      )}
      {children}
    </section>
  )
}

/** What is known of one thing, a {@link Fact} per line. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className={classes['facts']}>{children}</dl>

export const Fact = ({ term, children }: { term: string; children: ReactNode }) => (
  <div style={{ display: 'contents' }}>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
)
