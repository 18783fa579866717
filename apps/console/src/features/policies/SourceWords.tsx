import type { Policy } from '@tenantry/contract'
import { IconLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './Policies.module.css'

/** Where a policy's value comes from. */
export function SourceWords({ policy: { source } }: { policy: Policy }) {
  const { t } = useTranslation('policies')
  const { kind, at, locked } = source
  const place = at?.name ?? t('source.above')
  const locks = (kind === 'set' || kind === 'blueprint') && locked
  return (
    <>
      {(locks || kind === 'locked') && <IconLock size={14} aria-hidden="true" className={classes['lock']} />}
      {locks ? t(`source.${kind}Locked`) : t(`source.${kind}`, { place })}
    </>
  )
}
