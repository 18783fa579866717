import type { Change, EventType, RoleKeptCause } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { deviceOf } from '../../kit/device.ts'
import { Moment } from '../../kit/Moment.tsx'
import { keyOf } from '../../kit/texts.ts'
import { useRoles } from '../roles/index.ts'
import classes from './ChangeRecord.module.css'
import type { en } from './texts.en.ts'

type Field = keyof typeof en.change.fields

/** One recorded fact in words. What a newer server records and this page has no words for is shown by its name. */
export function ChangeEntry({ change, organization }: { change: Change; organization: string }) {
  const { t, i18n } = useTranslation('users')
  const isField = (name: string): name is Field => i18n.exists(`users:change.fields.${name}`)
  const isType = (name: string): name is EventType => i18n.exists(`users:change.types.${keyOf(name)}`)
  const isCause = (name: string): name is RoleKeptCause => i18n.exists(`users:change.causes.${name}`)
  const roles = useRoles(organization)
  const { actor, type, before, after, reason } = change
  const value = (field: string, raw: unknown) => {
    if (raw === null || raw === undefined || raw === '') return t('change.empty')
    if (typeof raw === 'boolean') return t(raw ? 'change.yes' : 'change.no')
    const text = typeof raw === 'string' ? raw : JSON.stringify(raw)
    if (field === 'role') return roles?.find(({ key }) => key === raw)?.label ?? text
    if (field === 'status' && (raw === 'active' || raw === 'inactive' || raw === 'deleted')) return t(`status.${raw}`)
    if (field === 'cause') return isCause(text) ? t(`change.causes.${text}`) : text
    if (field === 'expiresAt' && typeof raw === 'string') return <Moment at={raw} as="time" />
    const device = field === 'userAgent' && typeof raw === 'string' ? deviceOf(raw) : null
    if (device) return `${device.browser}, ${device.system}`
    return text
  }
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const differing = fields.filter((field) => isField(field) && before?.[field] !== after?.[field])
  return (
    <li className={classes['entry']}>
      <div className={classes['line']}>
        <span>{isType(type) ? t(`change.types.${keyOf(type)}`, { actor: actor.name }) : `${actor.name}: ${type}`}</span>
        <span className={classes['when']}>
          <Moment at={change.at} />
        </span>
      </div>
      {differing.map((field) => (
        <p key={field} className={classes['diff']}>
          {isField(field) && t(`change.fields.${field}`)}: {before && <del>{value(field, before[field])}</del>}{' '}
          {before && '→ '}
          <ins>{value(field, after?.[field])}</ins>
        </p>
      ))}
      {reason && <p className={classes['reason']}>{t('change.reason', { reason })}</p>}
    </li>
  )
}
