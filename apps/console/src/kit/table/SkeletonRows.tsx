import { Skeleton } from '@mantine/core'

/** Rows of the right height while the first answer is on its way. */
export const SkeletonRows = ({ columns, rowClass }: { columns: number; rowClass: string }) =>
  Array.from({ length: 6 }, (_, row) => (
    <tr key={row} role="row" className={rowClass}>
      {Array.from({ length: columns }, (_, column) => (
        <td key={column} role="cell">
          <Skeleton height={column === 0 ? 32 : 14} width={column === 0 ? '80%' : '55%'} />
        </td>
      ))}
    </tr>
  ))
