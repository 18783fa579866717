import type { OrganizationRef, OrganizationRow } from '@tenantry/contract'
import { useDebouncedValue } from '@mantine/hooks'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from './announce.ts'
import { api } from './api.ts'
import { usePages } from './table/usePages.ts'

export interface ChoiceOptions {
  /** What is chosen lies below it. */
  top: OrganizationRef
  /** Keys of the levels that may be chosen; all when left out. */
  levels?: readonly string[] | undefined
  /** Nothing is asked for before somebody looks. */
  active: boolean
}

/**
 * A walk through the tree in search of one organization: a page of what lies directly below the present step, or of what
 * a search finds anywhere below it. Never more than the pages asked for, whatever the size of the tree.
 */
export function useOrganizationChoice({ top, levels, active }: ChoiceOptions) {
  const { t } = useTranslation('kit')
  const [text, setText] = useState('')
  const [entered, setEntered] = useState(false)
  const [trail, setTrail] = useState<readonly OrganizationRef[]>([])
  const [search] = useDebouncedValue(text.trim(), 150)
  const here = trail.at(-1) ?? top
  const [only] = levels?.length === 1 ? levels : []
  const asked = {
    organization: here.id,
    limit: 20,
    ...(search ? { search, within: 'subtree' as const, ...(only ? { level: only } : {}) } : {}),
  }
  const pages = usePages(
    ['organizations', 'choice', asked],
    (cursor, signal) => api.organizations.list({ ...asked, ...(cursor ? { cursor } : {}) }, { signal }),
    active,
  )
  // What is listed answers something else than what stands in the field.
  const pending = text.trim() !== search || pages.stale || (pages.loading && !pages.rows)
  const type = (to: string) => {
    setText(to)
    setEntered(false)
  }
  const mayTake = ({ level }: OrganizationRow) => !levels || levels.includes(level)
  const mayStep = ({ level, children }: OrganizationRow) => children.count > 0 && level !== only
  const go = (to: readonly OrganizationRef[]) => {
    setTrail(to)
    type('')
    announce(t('places.here', { name: (to.at(-1) ?? top).name }))
  }
  const step = ({ ancestors, id, name, level }: OrganizationRow) => go([...trail, ...ancestors, { id, name, level }])
  const back = () => go(trail.slice(0, -1))
  /**
   * Right steps into the marked organization, left goes back; inside a typed word both only move the cursor. Enter ahead of
   * the answer waits for it.
   */
  const keyDown = (event: KeyboardEvent<HTMLInputElement>, marked: string | null) => {
    if (event.key === 'Enter' && pending && !event.nativeEvent.isComposing) {
      event.preventDefault()
      setEntered(text.trim() !== '')
    }
    const { selectionStart, value } = event.currentTarget
    const into = pages.rows?.find(({ id }) => id === marked)
    if (event.key === 'ArrowRight' && into && mayStep(into) && selectionStart === value.length) {
      event.preventDefault()
      step(into)
    }
    if ((event.key === 'ArrowLeft' || event.key === 'Backspace') && trail.length > 0 && text === '') {
      event.preventDefault()
      back()
    }
  }
  const reset = () => {
    type('')
    setTrail([])
  }
  return { text, type, search, pending, entered, top, trail, here, pages, mayTake, mayStep, step, back, keyDown, reset }
}
export type OrganizationChoice = ReturnType<typeof useOrganizationChoice>
