import { ActionIcon, Menu } from '@mantine/core'
import type { OrganizationRow } from '@tenantry/contract'
import {
  IconArrowsMove,
  IconDots,
  IconEye,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
  IconRestore,
  IconStack2,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MenuLink } from '../../kit/MenuLink.tsx'
import { useLevel } from '../installation/index.ts'
import { useMayBelow } from './queries.ts'
import type { Question } from './Questions.tsx'
import { useOffers } from './useOffers.ts'

const icons = {
  edit: IconPencil,
  tier: IconStack2,
  move: IconArrowsMove,
  suspend: IconPlayerPause,
  resume: IconPlayerPlay,
  remove: IconTrash,
  restore: IconRestore,
} as const
const grave: readonly Question['about'][] = ['suspend', 'remove']
const icon = { size: 16, 'aria-hidden': true } as const

interface Props {
  row: OrganizationRow
  /** The organization whose list or tree it stands in. */
  place: string
  onAsk: (question: Question) => void
  /** In a tree only the present row's menu is a stop of the Tab key. */
  tabIndex?: number
}

/** What can be done with one organization; what stops people stands apart. */
export function OrganizationActions({ row, place, onAsk, tabIndex }: Props) {
  const { t } = useTranslation('organizations')
  const { t: k } = useTranslation('kit')
  const mayBelow = useMayBelow(place)
  const may = (permission: Parameters<typeof mayBelow>[0]) => mayBelow(permission, row)
  const offers = useOffers()(row, may)
  const { below } = useLevel(row.level)
  const params = { organization: row.id }
  const item = (about: Question['about']) => {
    const Icon = icons[about]
    return (
      <Menu.Item
        key={about}
        leftSection={<Icon {...icon} />}
        {...(grave.includes(about) ? { color: 'var(--tenantry-bad)' } : {})}
        onClick={() => onAsk({ about, subject: row, counted: may('organizations.delete') })}
      >
        {t(`act.${about}`)}
      </Menu.Item>
    )
  }
  const apart = offers.filter((about) => grave.includes(about))
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          tabIndex={tabIndex}
          aria-label={k('table.actions', { name: row.name })}
        >
          <IconDots size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown miw={200}>
        <MenuLink to="/o/$organization" params={params} leftSection={<IconEye {...icon} />}>
          {t('act.open')}
        </MenuLink>
        {below && !row.stopped && may('organizations.create') && (
          <MenuLink
            to="/o/$organization/organizations"
            params={params}
            search={{ create: true }}
            leftSection={<IconPlus {...icon} />}
          >
            {t('act.create', { level: below.label })}
          </MenuLink>
        )}
        {offers.filter((about) => !grave.includes(about)).map(item)}
        {apart.length > 0 && <Menu.Divider />}
        {apart.map(item)}
      </Menu.Dropdown>
    </Menu>
  )
}
