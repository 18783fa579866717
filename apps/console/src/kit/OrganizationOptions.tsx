import { Combobox, Loader, UnstyledButton } from '@mantine/core'
import type { OrganizationRow } from '@tenantry/contract'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './OrganizationOptions.module.css'
import { Refusal } from './Refusal.tsx'
import type { OrganizationChoice } from './useOrganizationChoice.ts'

/** Of the option that asks for the next page; no organization has it. */
export const moreOption = 'more'

interface Props {
  choice: OrganizationChoice
  label: string
  /** The name of a level, said beside each organization where levels are mixed. */
  levelWord?: ((level: string) => string) | undefined
  /** Other options, above these; `heading` then sets these apart. */
  first?: ReactNode
  heading?: string
}

/** The list in a drop-down: where one is, what can be chosen there, where each lies, and more of them. */
export function OrganizationOptions({ choice, label, levelWord, first, heading }: Props) {
  const { t } = useTranslation('kit')
  const { pages, trail, here, top, search } = choice
  const rows = pages.rows ?? []
  const options = rows.map((row) => <Option key={row.id} row={row} choice={choice} word={levelWord?.(row.level)} />)
  const above = trail.at(-2) ?? top
  return (
    <>
      {trail.length > 0 && (
        <Combobox.Header p={0}>
          <UnstyledButton
            className={classes['head'] ?? ''}
            tabIndex={-1}
            aria-label={t('places.back', { name: above.name })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={choice.back}
          >
            <IconChevronLeft size={14} aria-hidden="true" />
            <bdi>{here.name}</bdi>
            <span className={classes['keys']}>{t('places.keys')}</span>
          </UnstyledButton>
        </Combobox.Header>
      )}
      <Combobox.Options mah={340} style={{ overflowY: 'auto' }} aria-label={label} aria-busy={pages.loading}>
        {first}
        {first && heading && rows.length > 0 ? <Combobox.Group label={heading}>{options}</Combobox.Group> : options}
        {pages.hasMore && (
          <Combobox.Option value={moreOption} c="dimmed">
            {pages.loadingMore ? <Loader size={14} /> : t('table.more')}
          </Combobox.Option>
        )}
        {pages.rows?.length === 0 && !pages.stale && !first && (
          <Combobox.Empty>{search ? t('places.none') : t('places.empty', { name: here.name })}</Combobox.Empty>
        )}
        {!pages.rows && !pages.error && (
          <Combobox.Empty>
            <Loader size={14} />
          </Combobox.Empty>
        )}
      </Combobox.Options>
      {pages.error && <Refusal error={pages.error} retry={pages.retry} />}
    </>
  )
}

function Option({ row, choice, word }: { row: OrganizationRow; choice: OrganizationChoice; word: string | undefined }) {
  const { t } = useTranslation('kit')
  const steps = choice.mayStep(row)
  const path = [...choice.trail, ...row.ancestors].map(({ name }) => name).join(' / ')
  const under = [word, choice.search && path, row.stopped && t('places.stopped')].filter(Boolean).join(' · ')
  return (
    <Combobox.Option
      value={row.id}
      className={`${classes['option']} ${choice.mayTake(row) ? '' : classes['only']}`}
      disabled={!choice.mayTake(row) && !steps}
      title={row.name}
      // The arrow at its end is for the mouse what the arrow keys are for the keyboard.
      onClickCapture={(event) => {
        if (!steps || !(event.target instanceof Element && event.target.closest(`.${classes['into']}`))) return
        event.stopPropagation()
        choice.step(row)
      }}
    >
      <span className={classes['words']}>
        <bdi className={classes['name']}>{row.name}</bdi>
        {under && <span className={classes['path']}>{under}</span>}
      </span>
      {row.code && <span className={classes['path']}>{row.code}</span>}
      {steps && (
        <span className={classes['into']} title={t('places.into', { name: row.name })}>
          <IconChevronRight size={16} aria-hidden="true" />
        </span>
      )}
    </Combobox.Option>
  )
}
