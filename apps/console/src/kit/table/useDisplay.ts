import { useLocalStorage } from '@mantine/hooks'

export interface Display {
  density: 'comfortable' | 'compact'
  /** Columns whose visibility differs from what they start with. */
  toggled: readonly string[]
}

/** How one person likes one table; stays in their browser. */
export function useDisplay(table: string) {
  const [display, setDisplay] = useLocalStorage<Display>({
    key: `tenantry.table.${table}`,
    defaultValue: { density: 'comfortable', toggled: [] },
    getInitialValueInEffect: false,
  })
  return { display, setDisplay }
}

export const isShown = (display: Display, column: { key: string; hiddenAtFirst?: boolean }) =>
  display.toggled.includes(column.key) === (column.hiddenAtFirst ?? false)
