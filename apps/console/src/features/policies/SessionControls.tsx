import { Select, Stack, Switch, Text } from '@mantine/core'
import type { Policy, PolicyKey, PolicyValue } from '@tenantry/contract'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { useSentence } from '../../kit/sentences.ts'
import { SourceWords } from '../../kit/inherited/SourceWords.tsx'
import { toast, toastFailure } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useReload, useShowPolicy } from './queries.ts'
import { usePolicyWords } from './words.ts'

const [minute, hour, day] = [60, 3_600, 86_400]
const durations = [
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  12 * hour,
  day,
  7 * day,
  30 * day,
]

interface Props {
  organization: string
  items: readonly Policy[]
  mayChange: boolean
}
type Wanted = { [K in 'session.mode' | 'session.absolute' | 'session.idle']: { key: K; value: PolicyValue<K> } }[
  | 'session.mode'
  | 'session.absolute'
  | 'session.idle']

/** The two questions most people have about sessions: do they end when nobody is there, and after how long? */
export function SessionControls({ organization, items, mayChange }: Props) {
  const { t } = useTranslation('policies')
  const { t: k } = useTranslation('inherited')
  const words = usePolicyWords()
  const sentence = useSentence()
  const show = useShowPolicy(organization)
  const reload = useReload()
  const of = (key: PolicyKey) => items.find((it) => it.key === key)
  const set = useAct(
    ({ key, value, version }: Wanted & { version: number }, intent) =>
      api.policies.set({ organization, policy: key, value }, { ...intent, version }),
    {
      done: (now) => {
        show(now)
        toast({ text: k('saved', { what: words.of(now.key).name, value: words.of(now.key).value(now.value) }) })
      },
      refused: (error) => {
        toastFailure(sentence(error))
        reload()
      },
    },
  )
  const [mode, ceiling] = [of('session.mode'), of('session.ceiling')]
  const idle = mode?.value !== 'absolute'
  const lasting = of(idle ? 'session.idle' : 'session.absolute')
  if (!mode || !lasting || !ceiling) return null
  const now = Number(lasting.value)
  const most = Number(ceiling.value)
  const choices = [...new Set([...durations.filter((it) => it <= most), now])].sort((a, b) => a - b)
  const put = (wanted: Wanted) => set.mutate({ ...wanted, version: (of(wanted.key) ?? mode).version })
  return (
    <Stack gap="lg" mb="lg">
      <div>
        <Switch
          label={t('authentication.idle')}
          description={t(idle ? 'authentication.idleOn' : 'authentication.idleOff')}
          checked={idle}
          disabled={!mayChange || mode.closed !== null || set.isPending}
          onChange={({ currentTarget: { checked } }) =>
            put({ key: 'session.mode', value: checked ? 'idle' : 'absolute' })
          }
        />
        <Text size="sm" c="dimmed" mt={4}>
          <SourceWords source={mode.source} />
        </Text>
      </div>
      <div>
        <Select
          maw={320}
          label={t('authentication.duration')}
          description={t(idle ? 'authentication.durationIdle' : 'authentication.durationAbsolute')}
          allowDeselect={false}
          disabled={!mayChange || lasting.closed !== null || set.isPending}
          data={choices.map((it) => ({ value: String(it), label: words.of(lasting.key).value(it) }))}
          value={String(now)}
          onChange={(value) => {
            if (value !== null && Number(value) !== now)
              put({ key: idle ? 'session.idle' : 'session.absolute', value: Number(value) })
          }}
        />
        <Text size="sm" c="dimmed" mt={4}>
          <SourceWords source={lasting.source} />
          {' · '}
          {t('authentication.ceiling', { ceiling: words.of('session.ceiling').value(most) })}
        </Text>
      </div>
    </Stack>
  )
}
