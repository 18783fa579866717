import { AppShell, Burger, UnstyledButton } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useParams, useRouter } from '@tanstack/react-router'
import { Suspense, lazy, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInstallation } from '../features/installation/index.ts'
import { StoppedNotice } from '../features/organizations/index.ts'
import { meQuery, useMe } from '../features/profile/index.ts'
import { ElsewhereNotice } from '../features/hosts/index.ts'
import { EndingWarning, useSessionWatch } from '../features/sessions/index.ts'
import { speak } from '../kit/i18n.ts'
import { Mark } from '../kit/Mark.tsx'
import classes from './Shell.module.css'
import { Sidebar } from './Sidebar.tsx'

const Finder = lazy(() => import('./Finder.tsx').then((module) => ({ default: module.Finder })))

/** The frame around every page of somebody signed in. */
export function Shell() {
  const { t } = useTranslation('app')
  const { t: k } = useTranslation('kit')
  const { product } = useInstallation()
  const me = useMe()
  const queries = useQueryClient()
  const router = useRouter()
  const { organization } = useParams({ strict: false })
  const [menu, { toggle, close }] = useDisclosure()
  const [finding, setFinding] = useState(false)
  useHotkeys([['mod+K', () => setFinding(true)]], [])
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged }) => {
        if (!pathChanged) return
        close()
        // Each page asks anew who one is: another role, or the end of the session, shows at the next click even where
        // everything else is at hand already.
        queries.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined) // noticed where all failures are
      }),
    [router, queries, close],
  )
  const { ending, stay, dismiss } = useSessionWatch()
  useEffect(() => void speak(me.language), [me.language])
  const find = () => {
    close()
    setFinding(true)
  }
  return (
    <AppShell
      header={{ height: { base: 52, sm: 0 } }}
      navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !menu } }}
      transitionDuration={120}
    >
      <a href="#content" className={classes['skip']} onClick={() => document.getElementById('content')?.focus()}>
        {k('skip')}
      </a>
      <AppShell.Header component="nav" aria-label={t('bar')} hiddenFrom="sm" className={classes['header'] ?? ''}>
        <Burger
          opened={menu}
          onClick={toggle}
          size="sm"
          aria-label={menu ? t('closeMenu') : t('openMenu')}
          aria-expanded={menu}
        />
        <Mark size={22} />
        <span className={classes['lines']}>{product}</span>
        <UnstyledButton p={8} aria-label={t('finder.open')} onClick={find}>
          <IconSearch size={20} aria-hidden="true" display="block" />
        </UnstyledButton>
      </AppShell.Header>
      <AppShell.Navbar className={classes['side'] ?? ''} withBorder>
        <Link to="/" className={classes['brand']}>
          <Mark size={24} />
          {product}
        </Link>
        <Sidebar onFind={find} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <StoppedNotice organization={organization} />
        <ElsewhereNotice />
        <Outlet />
        {/* Menus open in here rather than beside it, so that they lie within a landmark. */}
        <div id="overlays" />
      </AppShell.Main>
      {ending && <EndingWarning ending={ending} onStay={stay} onDismiss={dismiss} />}
      {finding && (
        <Suspense>
          <Finder onClose={() => setFinding(false)} />
        </Suspense>
      )}
    </AppShell>
  )
}
