import { Button, Text } from '@mantine/core'
import type { factors as routes, Output } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import classes from '../../kit/Items.module.css'
import { useSentence } from '../../kit/sentences.ts'
import { toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { FactorRow } from './FactorRow.tsx'
import type { Removal } from './RemovalDialog.tsx'

interface Props {
  own: Pick<Output<typeof routes.list>, 'items' | 'recoveryCodesLeft'>
  onChanged: () => void
  onRemove: (removal: Removal) => void
  onCodes: (codes: readonly string[] | null) => void
}

/** What one has, and the recovery codes that stand in for it. */
export function FactorList({ own: { items, recoveryCodesLeft }, onChanged, onRemove, onCodes }: Props) {
  const { t } = useTranslation('factors')
  if (items.length === 0) return <Text c="dimmed">{t('list.none')}</Text>
  const here = items.filter((it) => it.countsHere).length
  return (
    <ul className={classes['list']}>
      {items.map((factor) => (
        <FactorRow
          key={factor.id}
          factor={factor}
          onChanged={onChanged}
          onRemove={() => onRemove({ factor, last: factor.countsHere && here === 1 })}
        />
      ))}
      {here > 0 ? (
        <CodesRow left={recoveryCodesLeft} onCodes={onCodes} />
      ) : (
        <li className={classes['item']}>
          <Text c="dimmed">{t('list.noneHere')}</Text>
        </li>
      )}
    </ul>
  )
}

function CodesRow({ left, onCodes }: { left: number; onCodes: (codes: readonly string[] | null) => void }) {
  const { t } = useTranslation('factors')
  const sentence = useSentence()
  const make = useAct((_: null, intent) => api.factors.makeRecoveryCodes({}, intent), {
    done: ({ recoveryCodes }) => onCodes(recoveryCodes),
    refused: (refusal) => toastFailure(sentence(refusal)),
  })
  return (
    <li className={classes['item']}>
      <div>
        <Text fw={500}>{t('codes.title')}</Text>
        <Text size="xs" c={left > 3 ? 'dimmed' : 'var(--tenantry-bad)'}>
          {t('codes.left', { count: left })}
        </Text>
      </div>
      <Button size="compact-sm" variant="default" loading={make.isPending} onClick={() => make.mutate(null)}>
        {t('codes.make')}
      </Button>
    </li>
  )
}
