import type { OrganizationRow } from '@tenantry/contract'
import { IconChevronRight } from '@tabler/icons-react'
import type { CSSProperties, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../kit/links.tsx'
import { useBounded } from '../../kit/table/bounded.ts'
import { useLevel } from '../installation/index.ts'
import { OrganizationActions } from './OrganizationActions.tsx'
import { OrganizationStanding } from './OrganizationStanding.tsx'
import classes from './OrganizationTree.module.css'
import type { Question } from './Questions.tsx'

export interface NodeProps {
  /** The organization whose tree it is. */
  place: string
  level: number
  opened: readonly string[]
  /** The one node that the Tab key stops at. */
  current: string | undefined
  onToggle: (organization: string) => void
  onAsk: (question: Question) => void
}
interface Props extends NodeProps {
  row: OrganizationRow
  /** Its place among those next to it, and how many these are; -1: not known yet. */
  at: number
  of: number
  /** What lies below; drawn, and so asked for, only while it is open. */
  children: ReactNode
}

export const indented = (level: number) => ({ '--level': level }) as CSSProperties

export function TreeNode({ row, at, of, children, ...rest }: Props) {
  const { t } = useTranslation('organizations')
  const { level: levelWords, below } = useLevel(row.level)
  const bounded = useBounded()
  const { level, opened, current, place, onToggle, onAsk } = rest
  const opens = row.children.count > 0
  const open = opens && opened.includes(row.id)
  const tabIndex = row.id === current ? 0 : -1
  const holds = opens ? `${bounded(row.children)} ${row.children.count === 1 ? below?.label : below?.plural}` : ''
  return (
    <li role="none">
      <div
        role="treeitem"
        aria-level={level}
        aria-posinset={at}
        aria-setsize={of}
        aria-selected={false}
        aria-labelledby={`${row.id}-name ${row.id}-facts`}
        {...(opens ? { 'aria-expanded': open } : {})}
        {...(open ? { 'aria-owns': `${row.id}-below` } : {})}
        tabIndex={tabIndex}
        className={classes['line']}
        style={indented(level)}
        data-key={row.id}
        data-name={row.name}
        data-organization={row.id}
      >
        {opens ? (
          <button
            type="button"
            tabIndex={-1}
            className={classes['chevron']}
            aria-label={t(open ? 'tree.close' : 'tree.open', { name: row.name })}
            onClick={() => onToggle(row.id)}
          >
            <IconChevronRight size={16} aria-hidden="true" data-open={open || undefined} />
          </button>
        ) : (
          <span className={classes['chevron']} />
        )}
        <span className={classes['words']} id={`${row.id}-name`}>
          <TextLink
            to="/o/$organization"
            params={{ organization: row.id }}
            c="inherit"
            fw={500}
            size="sm"
            title={row.name}
            tabIndex={-1}
            className={classes['name'] ?? ''}
          >
            <bdi>{row.name}</bdi>
          </TextLink>{' '}
          {row.code && <span className={classes['quiet']}>{row.code}</span>}
        </span>{' '}
        <span className={classes['facts']} id={`${row.id}-facts`}>
          {/* What is as it should be needs no word in a tree. */}
          {(row.stopped || row.standing !== 'active') && <OrganizationStanding organization={row} />}{' '}
          <span className={classes['level']}>{levelWords.label}</span> <span className={classes['count']}>{holds}</span>{' '}
          <span className={classes['count']}>
            {t('tree.users', { count: row.users.count, amount: bounded(row.users) })}
          </span>
        </span>
        <OrganizationActions row={row} place={place} onAsk={onAsk} tabIndex={tabIndex} />
      </div>
      {open && (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no element says "the children of a node of a tree"
        <ul role="group" id={`${row.id}-below`} className={classes['group']}>
          {children}
        </ul>
      )}
    </li>
  )
}
