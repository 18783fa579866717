import type { ReactNode } from 'react'
import { SearchField } from '../SearchField.tsx'
import { FilterChips, FilterMenu, type Filter } from './Filters.tsx'
import { Toolbar } from './Toolbar.tsx'

interface Props {
  searchLabel: string
  search: string | undefined
  filters: readonly Filter[]
  /** What is searched for (`search`) and filtered by; undefined takes one away. */
  onChange: (patch: Record<string, string | undefined>) => void
  count?: ReactNode
  /** At the end: how the list is shown, and what can be added to it. */
  display: ReactNode
}

/** What narrows a list: the search, the filters, and those in force. */
export const ListTools = ({ searchLabel, search, filters, onChange, count, display }: Props) => (
  <>
    <Toolbar
      search={
        <SearchField
          label={searchLabel}
          value={search ?? ''}
          onSearch={(text) => onChange({ search: text || undefined })}
        />
      }
      filters={<FilterMenu filters={filters} onChange={onChange} />}
      count={count}
      display={display}
    />
    <FilterChips filters={filters} onChange={onChange} />
  </>
)
