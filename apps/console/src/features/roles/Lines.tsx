import classes from './RoleCard.module.css'

export const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul className={classes['list']}>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)
