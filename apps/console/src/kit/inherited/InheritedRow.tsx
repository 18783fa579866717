import { Button, Text } from '@mantine/core'
import type { Inherited } from '@tenantry/contract'
import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../Moment.tsx'
import classes from './Inherited.module.css'
import { SourceWords } from './SourceWords.tsx'
import type { Words } from './words.ts'

interface Props {
  it: Inherited
  words: Words
  mayChange: boolean
  /** Below its meaning. */
  note?: ReactNode
  /** Why it cannot be set here, where that is not a lock above. */
  closed?: string | undefined
  onChange: () => void
  onPast: () => void
}

/** One policy or setting: what it means, what holds, where that comes from, who set it last. */
export function InheritedRow({ it, words, mayChange, note, closed, onChange, onPast }: Props) {
  const { t } = useTranslation('inherited')
  const id = useId()
  const { own, setBy } = it
  const { name: what } = words
  const overruled = own && it.source.kind !== 'set'
  return (
    <article className={classes['row']} aria-labelledby={id}>
      <div className={classes['what']}>
        <h3 id={id} className={classes['name']}>
          {what}
        </h3>
        {words.meaning && (
          <Text size="sm" c="dimmed">
            {words.meaning}
          </Text>
        )}
        {note}
      </div>
      <div className={classes['value']}>
        <Text fw={500}>
          <bdi>{words.value(it.value)}</bdi>
        </Text>
        <Text size="sm" c="dimmed">
          <SourceWords source={it.source} />
          {setBy && (
            <>
              {' · '}
              {t('changedBy', { name: setBy.actor.name })}, <Moment at={setBy.at} />
            </>
          )}
        </Text>
        {setBy?.reason && (
          <Text size="sm" c="dimmed" className={classes['reason'] ?? ''}>
            <bdi>{setBy.reason}</bdi>
          </Text>
        )}
        {overruled && <Text size="sm">{t('overruled', { value: words.value(own.value) })}</Text>}
        {closed && (
          <Text size="sm" c="dimmed">
            {closed}
          </Text>
        )}
      </div>
      <div className={classes['acts']}>
        {mayChange && !it.closed && (
          <Button size="compact-sm" variant="default" aria-label={t('changeOf', { what })} onClick={onChange}>
            {t('change')}
          </Button>
        )}
        {it.version > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('historyOf', { what })}
            onClick={onPast}
          >
            {t('history')}
          </Button>
        )}
      </div>
    </article>
  )
}
