/** What a setting, a value of it and what is wrong with one say, in words, from its definition alone. */
import { usualItems, usualLength, type FieldProblem, type SettingDefinition } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { localeOf } from '../../kit/i18n.ts'
import type { Words } from '../../kit/inherited/words.ts'

type Said = SettingDefinition['label']

export function useSettingWords() {
  const { t, i18n } = useTranslation('settings')
  const locale = localeOf(i18n.language)
  /** The text for everybody, or the one in the language of the page. */
  const said = (it: Said | undefined): string =>
    typeof it === 'object' ? ((i18n.language === 'de' ? it.de : undefined) ?? it.en) : (it ?? '')
  const named = (type: 'currency' | 'language', code: string) => {
    const name = new Intl.DisplayNames([locale], { type, fallback: 'none' }).of(code)
    return name && name !== code ? `${name} (${code})` : code
  }
  const number = (n: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(n)
  const amount = (n: number, { unit }: SettingDefinition) => [number(n), said(unit)].filter(Boolean).join(' ')
  const place = (zone: string) => zone.replaceAll('_', ' ')
  const valueOf = (it: SettingDefinition, value: unknown): string => {
    if (value === null || value === undefined) return t('notSet')
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (typeof value === 'number') return amount(value, it)
    if (Array.isArray(value)) return value.length ? new Intl.ListFormat(locale).format(value.map(String)) : t('empty')
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (it.type === 'enum') return said(it.choices?.find(({ key }) => key === text)?.label) || text
    if (it.type === 'timezone') return place(text)
    if (it.type === 'locale') return named('language', text)
    return it.type === 'currency' ? named('currency', text) : text
  }
  const range = (it: SettingDefinition) => ({
    from: number(it.min ?? -Number.MAX_SAFE_INTEGER),
    to: amount(it.max ?? Number.MAX_SAFE_INTEGER, it),
  })
  const faultOf = (it: SettingDefinition, value: unknown, code: string): string => {
    const { type, maxLength = it.form === 'area' ? 2_000 : usualLength, maxItems = usualItems } = it
    if (value === null || value === '' || code === 'minLength') return t('faults.required')
    if (code === 'maxLength') return t('faults.maxLength', { count: maxLength })
    if (code === 'maxItems') return t('faults.maxItems', { count: maxItems })
    if (code === 'uniqueItems') return t('faults.twice')
    if (type === 'integer' || type === 'number') return t(`faults.${type}`, range(it))
    if (type === 'enum' || type === 'boolean') return t('faults.choice')
    return t(`faults.${type === 'list' || type === 'string' ? 'text' : type}`)
  }
  return {
    said,
    place,
    currency: (code: string) => named('currency', code),
    of: (it: SettingDefinition): Words => ({
      name: said(it.label),
      meaning: said(it.description),
      value: (value) => valueOf(it, value),
    }),
    /** "1 to 365 days", where both ends are said. */
    range: (it: SettingDefinition) =>
      it.min === undefined || it.max === undefined ? said(it.unit) : t('between', range(it)),
    fault: (it: SettingDefinition, { code, path }: FieldProblem, value: unknown): string => {
      const at = Number(/^body\.value\.(\d+)$/.exec(path)?.[1] ?? -1)
      const entry = at >= 0 && Array.isArray(value) ? (value as unknown[])[at] : value
      const fault = faultOf(it, entry, code)
      return at < 0 ? fault : t('faults.entry', { at: at + 1, fault })
    },
  }
}
