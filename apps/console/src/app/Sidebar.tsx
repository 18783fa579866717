import { Kbd, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../features/profile/index.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { PlaceSwitcher } from './PlaceSwitcher.tsx'
import classes from './Shell.module.css'
import { useEntries, type Entry } from './useEntries.ts'
import { usePlace } from './usePlace.ts'

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

export function Sidebar({ onFind }: { onFind: () => void }) {
  const { t } = useTranslation('app')
  const me = useMe()
  const place = usePlace()
  const entries = useEntries()
  const home = { ...me.organization, ancestors: [] }
  const away = place.id !== home.id
  // One's own organization's lists stay at hand while one is inside another; its mails and what lies below it are there only.
  const atHome = away
    ? entries(home).filter(({ key }) => key === 'organizations' || key === 'mails' || key === 'blueprint')
    : []
  const here = entries(place).filter(({ key }) => !away || key !== 'mails')
  return (
    <>
      <PlaceSwitcher place={place} />
      <UnstyledButton className={classes['find']} onClick={onFind}>
        <IconSearch size={16} aria-hidden="true" />
        <span>{t('finder.open')}</span>
        <Kbd size="xs" aria-hidden="true">
          {isApple ? '⌘K' : 'Ctrl K'}
        </Kbd>
      </UnstyledButton>
      <nav aria-label={t('navigation')}>
        <Entries entries={here} />
        {atHome.length > 0 && <div className={classes['group']}>{home.name}</div>}
        <Entries entries={atHome} />
      </nav>
      <div className={classes['rest']}>
        <AccountMenu />
      </div>
    </>
  )
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  const path = useRouterState({ select: (state) => state.location.pathname })
  // The three tabs are one entry.
  const isManagement = /^\/o\/[^/]+\/(info|users|invites)(\/|$)/.test(path)
  return grouped(entries).map(({ group, members }, at) => (
    <Fragment key={at}>
      {group !== undefined && <div className={classes['group']}>{group}</div>}
      <ul className={classes['entries']} aria-label={group}>
        {members.map(({ key, word, to, organization, icon: Icon }) => {
          const active =
            (key === 'management' && isManagement && path.startsWith(`/o/${organization}/`)) ||
            // Reached from the roles, and about them.
            (key === 'roles' && path === `/o/${organization}/access`)
          return (
            <li key={key}>
              <Link
                to={to}
                params={{ organization }}
                className={classes['entry']}
                {...(active ? { 'data-status': 'active', 'aria-current': 'page' } : {})}
              >
                <Icon size={18} stroke={1.75} aria-hidden="true" />
                {word}
              </Link>
            </li>
          )
        })}
      </ul>
    </Fragment>
  ))
}

/** Neighbours under one heading belong together. */
function grouped(entries: readonly Entry[]) {
  const groups: { group: string | undefined; members: Entry[] }[] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (last && last.group === entry.group) last.members.push(entry)
    else groups.push({ group: entry.group, members: [entry] })
  }
  return groups
}
