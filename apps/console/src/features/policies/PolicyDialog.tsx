import { Button, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core'
import type { FieldProblem, Organization, Policy } from '@tenantry/contract'
import { ApiError } from '@tenantry/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { given } from '../../kit/fields.ts'
import { LeaveGuard } from '../../kit/LeaveGuard.tsx'
import { Refusal } from '../../kit/Refusal.tsx'
import { keyOf } from '../../kit/texts.ts'
import { toast } from '../../kit/toast.tsx'
import { useAct } from '../../kit/useAct.ts'
import { useLevel } from '../installation/index.ts'
import { useReload, useShowPolicy } from './queries.ts'
import type { en } from './texts.en.ts'
import { ValueField } from './ValueField.tsx'
import { shapeOf, usePolicyWords } from './words.ts'

interface Props {
  organization: Organization
  policy: Policy
  onClose: () => void
}
interface Wanted {
  value: unknown
  locked: boolean
  reason: string
}
type Faulty = keyof typeof en.faults

/** Sets one policy here, or takes back what is set. */
export function PolicyDialog({ organization: place, policy, onClose }: Props) {
  const { t } = useTranslation('policies')
  const { t: k } = useTranslation('kit')
  const words = usePolicyWords()
  const { below } = useLevel(place.level)
  const show = useShowPolicy(place.id)
  const reload = useReload()
  const [before] = useState<Wanted>({ value: policy.value, locked: policy.own?.locked ?? false, reason: '' })
  const [wanted, setWanted] = useState(before)
  const { key, version } = policy
  const name = words.label(key)
  const target = { organization: place.id, policy: key }
  const because = (reason: string) => {
    const why = given(reason)
    return why ? { reason: why } : {}
  }
  const follow = (said: 'saved' | 'resetDone') => ({
    done: (now: Policy) => {
      show(now)
      toast({ text: t(said, { policy: name, value: words.value(key, now.value) }) })
      onClose()
    },
    refused: reload,
  })
  const save = useAct(
    ({ value, locked, reason }: Wanted, intent) =>
      api.policies.set({ ...target, value, locked, ...because(reason) }, { ...intent, version }),
    follow('saved'),
  )
  const reset = useAct(
    ({ reason }: Wanted, intent) => api.policies.reset({ ...target, ...because(reason) }, { ...intent, version }),
    follow('resetDone'),
  )
  const sentence = ({ code }: FieldProblem) =>
    code === 'policy_value_wrong' && key in faulty ? t(`faults.${keyOf(key) as Faulty}`) : t('form.wrong')
  const errors = Object.fromEntries(
    problemsOf(save.error).map((it) => [it.path.replace(/^body\.value\.?/, ''), sentence(it)]),
  )
  const failure = Object.keys(errors).length ? null : (save.error ?? reset.error)
  const dirty = JSON.stringify(wanted) !== JSON.stringify(before)
  // To set here what is inherited is a change, too.
  const savable = dirty || !policy.own
  const change = (part: Partial<Wanted>) => setWanted((it) => ({ ...it, ...part }))
  return (
    <Modal opened onClose={onClose} title={name} size={520} closeButtonProps={{ 'aria-label': k('close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(wanted)
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {words.meaning(key)}
            {!policy.obeyed && ` ${t('waitingHelp')}`}
          </Text>
          <ValueField
            organization={place.id}
            shape={shapeOf(key)}
            label={name}
            value={wanted.value}
            errors={errors}
            onChange={(value) => change({ value })}
          />
          {below && (
            <Switch
              label={t('form.lock')}
              description={t('form.lockHelp')}
              checked={wanted.locked}
              onChange={(event) => change({ locked: event.currentTarget.checked })}
            />
          )}
          <TextInput
            label={`${k('reason')} (${k('optional')})`}
            description={k('reasonHelp')}
            inputWrapperOrder={['label', 'input', 'description']}
            maxLength={500}
            value={wanted.reason}
            onChange={(event) => change({ reason: event.currentTarget.value })}
          />
          <Text size="sm" c="dimmed">
            {t('form.inherits', { value: words.value(key, policy.inherited) })}
          </Text>
          {failure && <Refusal error={failure} change />}
          <Group justify="space-between" gap="sm">
            {policy.own ? (
              <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate(wanted)}>
                {t('form.reset')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="sm">
              <Button variant="default" onClick={onClose}>
                {k('cancel')}
              </Button>
              <Button type="submit" disabled={!savable} loading={save.isPending}>
                {k('save')}
              </Button>
            </Group>
          </Group>
        </Stack>
        <LeaveGuard dirty={dirty && save.isIdle && reset.isIdle} />
      </form>
    </Modal>
  )
}

const faulty: Partial<Record<Policy['key'], true>> = {
  dormant: true,
  'email.domains': true,
  'invitation.lifetime': true,
  'mfa.required': true,
  'code.pattern': true,
}
const problemsOf = (error: Error | null): readonly FieldProblem[] =>
  error instanceof ApiError && error.code === 'policy_value_wrong' ? (error.problem.fields ?? []) : []
