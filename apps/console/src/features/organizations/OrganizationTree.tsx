import type { Organization } from '@tenantry/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { Blank } from '../../kit/Blank.tsx'
import { useTranslation } from 'react-i18next'
import { useLevel } from '../installation/index.ts'
import { Branch } from './Branch.tsx'
import classes from './OrganizationTree.module.css'
import { useOrganizationPages } from './queries.ts'
import type { Question } from './Questions.tsx'
import type { OrganizationsSearch } from './search.ts'
import { neighbour } from './tree-keys.ts'

interface Props {
  place: Organization
  search: OrganizationsSearch
  label: string
  create: ReactNode
  onOpen: (open: string | undefined) => void
  onAsk: (question: Question) => void
}

/** So many stay open; each costs a question to the server, and a part of the address. */
const mostOpen = 30

/** The organizations below as a tree (WAI-ARIA pattern "tree view"); what lies in one is asked for when it is opened. */
export function OrganizationTree({ place, search, label, create, onOpen, onAsk }: Props) {
  const { t } = useTranslation('organizations')
  const navigate = useNavigate()
  const { below } = useLevel(place.level)
  const { rows } = useOrganizationPages(place.id, {})
  const [current, setCurrent] = useState<string>()
  const opened = search.open?.split('.') ?? []
  const toggle = (id: string) => {
    setCurrent(id) // the one before may lie inside
    const others = opened.filter((one) => one !== id)
    const now = others.length < opened.length ? others : [...others, id].slice(-mostOpen)
    onOpen(now.join('.') || undefined)
  }
  const keyDown = (event: KeyboardEvent) => {
    const { target, key } = event
    // Menus and links inside a row have keys of their own.
    if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'treeitem') return
    const id = target.dataset['organization']
    const expanded = target.getAttribute('aria-expanded')
    const opens = (key === 'ArrowRight' && expanded === 'false') || (key === 'ArrowLeft' && expanded === 'true')
    const to = neighbour(target, key)
    if (key === 'Enter' || key === ' ') target.querySelector<HTMLElement>('[data-more]')?.click()
    else if (!opens && !to) return
    event.preventDefault()
    if (id && key === 'Enter') void navigate({ to: '/o/$organization', params: { organization: id } })
    else if (id && (opens || (key === ' ' && expanded !== null))) toggle(id)
    else to?.focus()
  }
  if (rows?.length === 0)
    return (
      <Blank title={t('list.empty', { plural: below?.plural ?? '' })} text={t('list.emptyHint')}>
        {create}
      </Blank>
    )
  return (
    <ul
      role="tree"
      aria-label={label}
      aria-busy={rows === undefined}
      className={classes['tree']}
      onKeyDown={keyDown}
      onFocus={({ target }) => {
        const item = target.closest<HTMLElement>('[role="treeitem"]')
        if (item?.dataset['key']) setCurrent(item.dataset['key'])
      }}
    >
      <Branch
        parent={place.id}
        place={place.id}
        level={1}
        opened={opened}
        current={current ?? rows?.[0]?.id}
        onToggle={toggle}
        onAsk={(question) => {
          setCurrent(undefined) // it may be gone when the dialog closes
          onAsk(question)
        }}
      />
    </ul>
  )
}
