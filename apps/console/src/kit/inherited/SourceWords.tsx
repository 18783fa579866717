import type { Inherited } from '@tenantry/contract'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './Inherited.module.css'

/** Where a value comes from. */
export function SourceWords({ source: { kind, at, locked } }: Pick<Inherited, 'source'>) {
  const { t } = useTranslation('inherited')
  const place = at?.name ?? t('source.above')
  const locks = (kind === 'set' || kind === 'blueprint') && locked
  return (
    <>
      {(locks || kind === 'locked') && <IconLock size={14} aria-hidden="true" className={classes['lock']} />}
      {locks ? t(`source.${kind}Locked`) : t(`source.${kind}`, { place })}
    </>
  )
}
