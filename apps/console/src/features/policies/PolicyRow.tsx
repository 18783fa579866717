import { Badge, Button, Text, Tooltip } from '@mantine/core'
import type { Policy } from '@tenantry/contract'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../kit/Moment.tsx'
import classes from './Policies.module.css'
import { SourceWords } from './SourceWords.tsx'
import { usePolicyWords } from './words.ts'

interface Props {
  policy: Policy
  mayChange: boolean
  onChange: () => void
  onPast: () => void
}

/** One policy: what it means, what holds, where that comes from, who set it last. */
export function PolicyRow({ policy, mayChange, onChange, onPast }: Props) {
  const { t } = useTranslation('policies')
  const words = usePolicyWords()
  const id = useId()
  const { key, own, closed, setBy } = policy
  const name = words.label(key)
  const overruled = own && closed === 'policy_locked'
  return (
    <article className={classes['row']} aria-labelledby={id}>
      <div className={classes['what']}>
        <h3 id={id} className={classes['name']}>
          {name}
        </h3>
        <Text size="sm" c="dimmed">
          {words.meaning(key)}
        </Text>
        {!policy.obeyed && (
          <Tooltip label={t('waitingHelp')} multiline maw={280}>
            <Badge variant="default" size="sm" mt={4} tabIndex={0} className={classes['waiting'] ?? ''}>
              {t('waiting')}
            </Badge>
          </Tooltip>
        )}
      </div>
      <div className={classes['value']}>
        <Text fw={500}>
          <bdi>{words.value(key, policy.value)}</bdi>
        </Text>
        <Text size="sm" c="dimmed">
          <SourceWords policy={policy} />
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
        {overruled && <Text size="sm">{t('overruled', { value: words.value(key, own.value) })}</Text>}
        {closed === 'policy_above_only' && (
          <Text size="sm" c="dimmed">
            {t('aboveOnly')}
          </Text>
        )}
        {closed === 'policy_of_blueprint' && (
          <Text size="sm" c="dimmed">
            {t('ofBlueprint')}
          </Text>
        )}
      </div>
      <div className={classes['acts']}>
        {mayChange && !closed && (
          <Button size="compact-sm" variant="default" aria-label={t('changeOf', { policy: name })} onClick={onChange}>
            {t('change')}
          </Button>
        )}
        {policy.version > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('historyOf', { policy: name })}
            onClick={onPast}
          >
            {t('history')}
          </Button>
        )}
      </div>
    </article>
  )
}
