import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../kit/Refusal.tsx'
import { useOrganizationPages } from './queries.ts'
import classes from './OrganizationTree.module.css'
import { TreeNode, indented, type NodeProps } from './TreeNode.tsx'

interface Props extends NodeProps {
  /** Whose children these are. */
  parent: string
}

/** What lies directly below one organization, in pages. */
export function Branch({ parent, ...rest }: Props) {
  const { t: k } = useTranslation('kit')
  const { rows, error, retry, hasMore, loadingMore, more } = useOrganizationPages(parent, {})
  const { level, current } = rest
  const item = {
    'aria-level': level,
    className: classes['line'],
    style: indented(level),
  }
  if (error && !rows)
    return (
      <li role="none" className={classes['line']} style={indented(level)}>
        <Refusal error={error} retry={retry} />
      </li>
    )
  if (!rows)
    return (
      <li role="none">
        <div role="treeitem" aria-selected={false} {...item} aria-label={k('loading')} tabIndex={-1}>
          <Skeleton height={14} width={180} />
        </div>
      </li>
    )
  const key = `more ${parent}`
  return (
    <>
      {rows.map((row, at) => (
        <TreeNode key={row.id} row={row} at={at + 1} of={hasMore ? -1 : rows.length} {...rest}>
          <Branch {...rest} parent={row.id} level={level + 1} />
        </TreeNode>
      ))}
      {hasMore && (
        <li role="none">
          <div role="treeitem" aria-selected={false} {...item} data-key={key} tabIndex={key === current ? 0 : -1}>
            <Button variant="default" size="compact-sm" tabIndex={-1} loading={loadingMore} data-more onClick={more}>
              {k('table.more')}
            </Button>
          </div>
        </li>
      )}
    </>
  )
}
