import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { LanguageChoice } from './LanguageChoice.tsx'
import { Mark } from './Mark.tsx'
import classes from './PublicPage.module.css'
import { ThemeChoice } from './ThemeChoice.tsx'
import { useTitle } from './useTitle.ts'

interface Props {
  product: string
  title: string
  hint?: ReactNode
  children?: ReactNode
}

/** A page for people who are not signed in: one card, one thing to do. */
export function PublicPage({ product, title, hint, children }: Props) {
  useTitle(title)
  return (
    <div className={classes['screen']}>
      <header className={classes['brand']}>
        <Mark size={28} />
        <span>{product}</span>
      </header>
      <main className={classes['card']}>
        <Stack gap="md">
          <div>
            <Title order={1}>{title}</Title>
            {hint && (
              <Text component="div" c="dimmed" mt={4}>
                {hint}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </main>
      <footer className={classes['foot']}>
        <LanguageChoice />
        <ThemeChoice />
      </footer>
    </div>
  )
}
