import { Button, Menu } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isShown, type Display } from './useDisplay.ts'

interface Props {
  columns: readonly { key: string; header: string; leading?: boolean; hiddenAtFirst?: boolean }[]
  display: Display
  setDisplay: (display: Display) => void
}

/** Which columns, how high the rows. */
export function DisplayMenu({ columns, display, setDisplay }: Props) {
  const { t } = useTranslation('kit')
  const toggle = (key: string) => {
    const { toggled } = display
    setDisplay({
      ...display,
      toggled: toggled.includes(key) ? toggled.filter((one) => one !== key) : [...toggled, key],
    })
  }
  const densities = ['comfortable', 'compact'] as const
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden="true" />}>
          {t('table.display')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown miw={200}>
        <Menu.Label>{t('table.columns')}</Menu.Label>
        {columns
          .filter((column) => !column.leading)
          .map((column) => (
            <Menu.CheckboxItem key={column.key} checked={isShown(display, column)} onChange={() => toggle(column.key)}>
              {column.header}
            </Menu.CheckboxItem>
          ))}
        <Menu.Divider />
        <Menu.Label>{t('table.density')}</Menu.Label>
        <Menu.RadioGroup
          value={display.density}
          onChange={(value) =>
            setDisplay({ ...display, density: densities.find((one) => one === value) ?? 'comfortable' })
          }
        >
          {densities.map((density) => (
            <Menu.RadioItem key={density} value={density}>
              {t(`table.${density}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
