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

/** What is known of one thing: a term and its value per line; null lines are left out. */
export const Facts = ({ facts }: { facts: readonly (readonly [string, ReactNode] | null)[] }) => (
  <dl className={classes['facts']}>
    {facts.map(
      (fact) =>
        fact && (
          <div key={fact[0]} style={{ display: 'contents' }}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
    )}
  </dl>
)
