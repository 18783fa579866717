import { Badge, Tooltip } from '@mantine/core'
import type { Policy } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { InheritedRow } from '../../kit/inherited/InheritedRow.tsx'
import classes from './Policies.module.css'
import { usePolicyWords } from './words.ts'

interface Props {
  policy: Policy
  mayChange: boolean
  onChange: () => void
  onPast: () => void
}

export function PolicyRow({ policy, ...rest }: Props) {
  const { t } = useTranslation('policies')
  const words = usePolicyWords()
  const closed = {
    policy_above_only: t('aboveOnly'),
    policy_of_blueprint: t('ofBlueprint'),
    policy_locked: undefined,
  }
  const note = !policy.obeyed && (
    <Tooltip label={t('waitingHelp')} multiline maw={280}>
      <Badge variant="default" size="sm" mt={4} tabIndex={0} className={classes['waiting'] ?? ''}>
        {t('waiting')}
      </Badge>
    </Tooltip>
  )
  return (
    <InheritedRow
      {...rest}
      it={policy}
      words={words.of(policy.key)}
      note={note}
      closed={policy.closed ? closed[policy.closed] : undefined}
    />
  )
}
