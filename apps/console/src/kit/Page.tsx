import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Page.module.css'
import { useTitle } from './useTitle.ts'

interface Props {
  title: string
  /** Steps above this page, top first, each a link. */
  crumbs?: readonly ReactNode[]
  hint?: string | undefined
  /** The one primary action. */
  action?: ReactNode
  narrow?: boolean
  children: ReactNode
}

export function Page({ title, crumbs = [], hint, action, narrow, children }: Props) {
  useTitle(title)
  return (
    <div className={`${classes['page']} ${narrow ? classes['narrow'] : ''}`}>
      <header className={classes['head']}>
        <div className={classes['words']}>
          {crumbs.length > 0 && (
            <ol className={classes['crumbs']}>
              {crumbs.map((crumb, at) => (
                <li key={at}>{crumb}</li>
              ))}
            </ol>
          )}
          <Title order={1} className={classes['title'] ?? ''}>
            {title}
          </Title>
          {hint && (
            <Text c="dimmed" mt={2}>
              {hint}
            </Text>
          )}
        </div>
        {action}
      </header>
      {children}
    </div>
  )
}
